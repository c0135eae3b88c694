// SPDX-License-Identifier: GPL-2.0-or-later
/* Setting and putting back, on a made-up machine in the current folder. */
#include "tests/unit/support.h"

#include <sys/file.h>

#include "bench/doctor/tune.h"

#define GOVERNOR(cpu) "sys/devices/system/cpu/cpu" #cpu "/cpufreq/scaling_governor"
#define TURBO	      "sys/devices/system/cpu/intel_pstate/no_turbo"
#define WATCHDOG      "proc/sys/kernel/nmi_watchdog"
#define HUGEPAGE      "sys/kernel/mm/transparent_hugepage/enabled"
#define STATE	      "." TUNE_STATE

static unsigned int outcomes[TUNE_LEFT + 1];
static char last_value[320];

static void note(const struct tune_change *change, enum tune_outcome outcome, const char *value,
		 void *context)
{
	(void)context;
	assert_true(change->check[0] && change->path[0] == '/');
	outcomes[outcome]++;
	snprintf(last_value, sizeof(last_value), "%s", value);
}

static int set(void)
{
	memset(outcomes, 0, sizeof(outcomes));
	log_begin();
	return tune__set(".", note, NULL);
}

static int restore(void)
{
	memset(outcomes, 0, sizeof(outcomes));
	log_begin();
	return tune__restore(".", note, NULL);
}

static void assert_line(const char *path, const char *expected)
{
	char line[256] = "";
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	fclose(file);
	line[strcspn(line, "\n")] = '\0';
	assert_string_equal(line, expected);
}

/* A fixture: two CPUs with a governor, turbo and the watchdog on. Four files to set, and one not.
 */
static int machine_setup(void **state)
{
	int err = folder_setup(state);

	make_file(GOVERNOR(0), "powersave\n");
	make_file(GOVERNOR(1), "schedutil\n");
	make_file(TURBO, "0\n");
	make_file(WATCHDOG, "1\n");
	make_file(HUGEPAGE, "always [madvise] never\n");
	/* Reported, but not set. */
	make_file("sys/devices/system/cpu/smt/active", "1\n");
	make_file("proc/sys/net/core/bpf_jit_harden", "2\n");
	return err;
}

static void assert_tuned(void)
{
	assert_line(GOVERNOR(0), "performance");
	assert_line(GOVERNOR(1), "performance");
	assert_line(TURBO, "1");
	assert_line(WATCHDOG, "0");
}

static void assert_as_before(void)
{
	assert_line(GOVERNOR(0), "powersave");
	assert_line(GOVERNOR(1), "schedutil");
	assert_line(TURBO, "0");
	assert_line(WATCHDOG, "1");
	assert_line(HUGEPAGE, "always [madvise] never");
	assert_line("sys/devices/system/cpu/smt/active", "1");
	assert_line("proc/sys/net/core/bpf_jit_harden", "2");
}

static void test_set_and_restore(void **state)
{
	(void)state;
	assert_int_equal(set(), 0);
	assert_int_equal(outcomes[TUNE_SET], 4);
	assert_tuned();
	assert_line("sys/devices/system/cpu/smt/active", "1");
	assert_line("proc/sys/net/core/bpf_jit_harden", "2");
	assert_true(exists(STATE));
	assert_int_equal(restore(), 0);
	assert_int_equal(outcomes[TUNE_RESTORED], 4);
	assert_as_before();
	assert_false(exists(STATE));
	assert_int_equal(count_entries("." TUNE_FOLDER), 0);
	/* Twice is nothing. */
	assert_int_equal(restore(), 0);
	assert_int_equal(outcomes[TUNE_RESTORED], 0);
	assert_as_before();
}

static void test_oldest_values_are_kept(void **state)
{
	(void)state;
	assert_int_equal(set(), 0);
	assert_int_equal(set(), 0);
	assert_int_equal(outcomes[TUNE_SET], 0);
	/* One is changed meanwhile, and another CPU comes online. */
	make_file(GOVERNOR(0), "ondemand\n");
	make_file(GOVERNOR(2), "userspace\n");
	assert_int_equal(set(), 0);
	assert_int_equal(outcomes[TUNE_SET], 2);
	assert_int_equal(restore(), 0);
	assert_as_before();
	assert_line(GOVERNOR(2), "userspace");
}

static void test_what_others_have_set_is_left(void **state)
{
	(void)state;
	assert_int_equal(set(), 0);
	make_file(GOVERNOR(1), "ondemand\n");
	unlink(WATCHDOG);
	assert_int_equal(restore(), 0);
	assert_int_equal(outcomes[TUNE_LEFT], 2);
	assert_int_equal(outcomes[TUNE_RESTORED], 2);
	assert_line(GOVERNOR(1), "ondemand");
	assert_false(exists(WATCHDOG));
	assert_line(TURBO, "0");
	assert_false(exists(STATE));
}

/* As a process leaves it that was killed after it had stored the values, and set some. */
static void test_half_done(void **state)
{
	(void)state;
	assert_int_equal(set(), 0);
	make_file(TURBO, "0\n");
	make_file(WATCHDOG, "1\n");
	assert_int_equal(restore(), 0);
	assert_int_equal(outcomes[TUNE_RESTORED], 2);
	assert_int_equal(outcomes[TUNE_LEFT], 0);
	assert_as_before();
	assert_false(exists(STATE));
}

static void test_nothing_to_set_stores_nothing(void **state)
{
	(void)state;
	assert_int_equal(set(), 0);
	unlink(STATE);
	assert_int_equal(set(), 0);
	assert_int_equal(outcomes[TUNE_SET], 0);
	assert_false(exists(STATE));
}

/* A device to which nothing can be written, and whose value is nothing. */
static void test_refused(void **state)
{
	(void)state;
	unlink(WATCHDOG);
	assert_int_equal(symlink("/dev/full", WATCHDOG), 0);
	assert_int_equal(set(), -EIO);
	assert_int_equal(outcomes[TUNE_REFUSED], 1);
	assert_int_equal(outcomes[TUNE_SET], 3);
	assert_string_equal(last_value, strerror(ENOSPC));
	unlink(WATCHDOG);
	make_file(WATCHDOG, "1\n");
	make_file(TURBO, "1\n");
	restore();
	assert_line(GOVERNOR(0), "powersave");
}

/* What cannot be put back stays stored, so that it can be tried again. */
static void test_restoring_is_refused(void **state)
{
	(void)state;
	assert_int_equal(set(), 0);
	unlink(TURBO);
	assert_int_equal(mkdir(TURBO, 0755), 0);
	assert_int_equal(restore(), -EIO);
	assert_int_equal(outcomes[TUNE_REFUSED], 1);
	assert_true(exists(STATE));
	assert_int_equal(rmdir(TURBO), 0);
	make_file(TURBO, "1\n");
	assert_int_equal(restore(), 0);
	assert_as_before();
	assert_false(exists(STATE));
}

/* What a hookbench left that was killed together with its guard. */
static void test_what_was_left_is_restored(void **state)
{
	const char *event = "sys/kernel/tracing/events/bpf_trace/bpf_trace_printk/enable";
	const char *record = "." TUNE_FOLDER "/before-bpf_trace_printk";

	(void)state;
	make_file(event, "1\n");
	make_file(record, "0");
	assert_int_equal(restore(), 0);
	assert_int_equal(outcomes[TUNE_RESTORED], 1);
	assert_line(event, "0");
	assert_false(exists(record));
	assert_int_equal(restore(), 0);
	assert_int_equal(outcomes[TUNE_RESTORED], 0);
	/* If it cannot be, the record stays. */
	unlink(event);
	make_file(record, "0");
	assert_int_equal(restore(), -EIO);
	assert_int_equal(outcomes[TUNE_REFUSED], 1);
	assert_true(exists(record));
}

static void test_two_at_once(void **state)
{
	int lock;

	(void)state;
	make_file("." TUNE_FOLDER "/other", "");
	lock = open("." TUNE_FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(flock(lock, LOCK_EX | LOCK_NB), 0);
	assert_int_equal(set(), -EBUSY);
	assert_logs("another hookbench doctor");
	assert_int_equal(restore(), -EBUSY);
	assert_as_before();
	close(lock);
	assert_int_equal(set(), 0);
}

/* Nothing is set if what was stored cannot be understood: it would be overwritten. */
static void test_stored_values_that_are_none(void **state)
{
	static const char *const texts[] = {
		"",
		"{}",
		"[1",
		"{\"schema\": \"hookbench-tuned/2\", \"settings\": []}",
		"{\"schema\": \"hookbench-tuned/1\", \"settings\": [7]}",
		"{\"schema\": \"hookbench-tuned/1\", \"settings\": [{\"check\": \"x\", \"path\": "
		"\"/victim\", \"before\": \"bad\", \"set\": \"good\"}]}",
		"{\"schema\": \"hookbench-tuned/1\", \"settings\": [{\"check\": \"x\", \"path\": "
		"\"/sys/devices/system/cpu/cpu0/../../../../../victim/cpufreq/scaling_governor\", "
		"\"before\": \"bad\", \"set\": \"good\"}]}",
	};

	(void)state;
	make_file("victim", "good\n");
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		make_file(STATE, texts[i]);
		assert_int_equal(set(), -EINVAL);
		assert_logs(TUNE_STATE);
		assert_int_equal(restore(), -EINVAL);
		assert_int_equal(caught.n[LOG_ERROR], 1);
		assert_line("victim", "good");
		assert_true(exists(STATE));
	}
	assert_as_before();
}

static void test_values_are_stored_before_they_are_set(void **state)
{
	(void)state;
	make_file("run", "no folder");
	assert_true(set() < 0);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_as_before();
}

#define on_machine(function) \
	cmocka_unit_test_setup_teardown(function, machine_setup, folder_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_machine(test_set_and_restore),
		on_machine(test_oldest_values_are_kept),
		on_machine(test_what_others_have_set_is_left),
		on_machine(test_half_done),
		on_machine(test_nothing_to_set_stores_nothing),
		on_machine(test_refused),
		on_machine(test_restoring_is_refused),
		on_machine(test_what_was_left_is_restored),
		on_machine(test_two_at_once),
		on_machine(test_stored_values_that_are_none),
		on_machine(test_values_are_stored_before_they_are_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
