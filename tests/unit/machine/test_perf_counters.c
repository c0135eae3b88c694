// SPDX-License-Identifier: GPL-2.0-or-later
/* The reading of counters, on events that the kernel itself counts: any machine has these. */
#include "tests/unit/support.h"

#include <sys/mman.h>

#include "bench/machine/perf_counters.h"

#define PAGE	  4096
#define MANY	  100
#define NO_SUCH	  0xffffff
#define SOFTWARE  PERF_TYPE_SOFTWARE
#define FAULTS	  PERF_COUNT_SW_PAGE_FAULTS_MIN
#define MEMBER(m) offsetof(struct counters, m)

/* Members are used for what they are not named after, but on their side. */
static const struct perf_counter faults[] = {
	{ "user_faults", FAULTS, MEMBER(user_cycles), SOFTWARE, 0 },
	{ "user_no_such", NO_SUCH, MEMBER(user_instructions), PERF_TYPE_HARDWARE, 0 },
	{ "user_faults_again", FAULTS, MEMBER(user_branch_misses), SOFTWARE, 0 },
	{ "user_other_group", FAULTS, MEMBER(user_l1i_misses), SOFTWARE, 1 },
	{ "kernel_faults", FAULTS, MEMBER(kernel_cycles), SOFTWARE, 0 },
	{ NULL, 0, 0, 0, 0 },
};

static void open_faults(struct perf_counters *events)
{
	int err = perf_counters__open(events, faults);

	if (err == -EACCES || err == -EPERM || err == -ENOSYS) {
		perf_counters__close(events);
		skip_because("this kernel does not let this user count: %s", strerror(-err));
	}
	assert_int_equal(err, -ENOENT); /* of the second row */
}

static char *fresh_pages(void)
{
	char *pages =
		mmap(NULL, MANY * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(pages, MAP_FAILED);
	/* One fault a page. */
	madvise(pages, MANY * PAGE, MADV_NOHUGEPAGE);
	return pages;
}

/* Without a sanitizer, whose own memory would be faulted in too. */
__attribute__((no_sanitize("address", "undefined"))) static void touch(char *pages)
{
	for (size_t i = 0; i < MANY; i++)
		((volatile char *)pages)[i * PAGE] = 1;
}

static void test_sides_are_told_apart(void **state)
{
	char *by_user = fresh_pages(), *by_kernel = fresh_pages(), *before = fresh_pages();
	int zero = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	struct perf_counters events;
	struct counters counted;

	(void)state;
	open_faults(&events);
	touch(before);
	perf_counters__start(&events);
	touch(by_user);
	assert_int_equal(read(zero, by_kernel, MANY * PAGE), MANY * PAGE);
	perf_counters__stop(&events, &counted);
	touch(fresh_pages());
	perf_counters__close(&events);
	close(zero);
	/* The test's own stack and code may fault now and then. */
	assert_in_range(counted.user_cycles, MANY, MANY + 20);
	assert_in_range(counted.kernel_cycles, MANY, MANY + 20);
	/* What is absent is unknown, and takes nothing else with it. */
	assert_int_equal(counted.user_instructions, COUNT_UNKNOWN);
	assert_int_equal(counted.user_branch_misses, counted.user_cycles);
	assert_int_equal(counted.user_l1i_misses, counted.user_cycles);
	assert_int_equal(counted.kernel_instructions, COUNT_UNKNOWN);
}

static void test_what_is_missing_is_named(void **state)
{
	struct perf_counters events;
	char missing[200];

	(void)state;
	open_faults(&events);
	perf_counters__close(&events);
	assert_true(perf_counters__probe(faults, missing, sizeof(missing)));
	assert_string_equal(
		missing, "user_no_such: the CPU has none, or the hypervisor does not expose them");
	assert_false(perf_counters__probe(
		(const struct perf_counter[]){ faults[1], { NULL, 0, 0, 0, 0 } }, missing,
		sizeof(missing)));
	assert_string_equal(missing,
			    "all: the CPU has none, or the hypervisor does not expose them");
	assert_true(perf_counters__probe(
		(const struct perf_counter[]){ faults[0], { NULL, 0, 0, 0, 0 } }, missing,
		sizeof(missing)));
	assert_string_equal(missing, "");
}

static void test_scaling(void **state)
{
	(void)state;
	assert_int_equal(perf_counters__scale(1000, 50, 50), 1000);
	assert_int_equal(perf_counters__scale(1000, 50, 25), 2000);
	assert_int_equal(perf_counters__scale(1000, 50, 0), COUNT_UNKNOWN);
	assert_int_equal(perf_counters__scale(0, 50, 25), 0);
}

/* The real table: a row a member, on the side that its name says, and in a group of a few. */
static void test_the_table(void **state)
{
	size_t rows = 0, in_first = 0;

	(void)state;
	for (const struct perf_counter *c = perf_counters_table; c->name; c++) {
		assert_true(!strncmp(c->name, "user_", 5) || !strncmp(c->name, "kernel_", 7));
		assert_string_equal(c->name, counters_table[rows].name);
		assert_int_equal(c->offset, counters_table[rows].offset);
		in_first += c->group == 0;
		rows++;
	}
	assert_int_equal(rows, 10);
	assert_null(counters_table[rows].name);
	assert_int_equal(in_first, 6);
	assert_true(rows <= PERF_COUNTERS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sides_are_told_apart),
		cmocka_unit_test(test_what_is_missing_is_named),
		cmocka_unit_test(test_scaling),
		cmocka_unit_test(test_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
