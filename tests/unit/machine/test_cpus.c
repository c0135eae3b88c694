// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sched.h>

#include "bench/machine/cpus.h"

/* A CPU that this process may use. */
static unsigned int usable_cpu(void)
{
	cpu_set_t allowed;

	assert_int_equal(sched_getaffinity(0, sizeof(allowed), &allowed), 0);
	for (unsigned int i = 0; i < CPU_SETSIZE; i++)
		if (CPU_ISSET(i, &allowed))
			return i;
	fail_msg("there is no CPU for this process");
	return 0;
}

static void assert_list(const struct cpus *cpus, const char *expected)
{
	char list[64];

	cpus__format(cpus, cpus->n, list, sizeof(list));
	assert_string_equal(list, expected);
}

/* Trying whether a CPU may be used must not leave this process there. */
static void test_lists(void **state)
{
	unsigned int cpu = usable_cpu();
	static const char *const formats[] = { "%u", "%u-%u", "%u,%u", "%u-%u,%u" };
	cpu_set_t before, after;
	struct cpus cpus;

	(void)state;
	assert_int_equal(sched_getaffinity(0, sizeof(before), &before), 0);
	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		char list[64], expected[16];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(list, sizeof(list), formats[i], cpu, cpu, cpu);
#pragma GCC diagnostic pop
		snprintf(expected, sizeof(expected), "%u", cpu);
		assert_int_equal(cpus__parse(list, &cpus), 0);
		assert_list(&cpus, expected); /* each once */
		assert_int_equal(sched_getaffinity(0, sizeof(after), &after), 0);
		assert_true(CPU_EQUAL(&before, &after));
	}
}

static void test_no_lists(void **state)
{
	static const char *const lists[] = { "",      "x",    "1x",  "1,",  ",1",   "1,,2",
					     "1-",    "-1",   " 1",  "1-x", "+1",   "1.5",
					     "99999", "1024", "0 1", "2-1", "1-2-3" };
	struct cpus cpus;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		log_begin();
		assert_int_equal(cpus__parse(lists[i], &cpus), -EINVAL);
		assert_int_equal(caught.n[LOG_ERROR], 1);
		assert_logs("--cpus takes a list of CPU numbers such as 2,4-7");
	}
}

static void test_a_cpu_that_is_not_there(void **state)
{
	struct cpus cpus;

	(void)state;
	if (access("/sys/devices/system/cpu/online", R_OK))
		skip_because("this kernel does not say which CPUs are online");
	log_begin();
	assert_int_equal(cpus__parse("1023", &cpus), -EINVAL);
	assert_logs("CPU 1023 is offline or does not exist; online CPUs: ");
}

static void test_format(void **state)
{
	static const struct cpus cpus = { 3, { 4, 2, 17 } };
	char list[64];

	(void)state;
	cpus__format(&cpus, 3, list, sizeof(list));
	assert_string_equal(list, "4,2,17");
	cpus__format(&cpus, 2, list, sizeof(list));
	assert_string_equal(list, "4,2");
	cpus__format(&cpus, 9, list, sizeof(list)); /* no more than there are */
	assert_string_equal(list, "4,2,17");
	cpus__format(&cpus, 0, list, sizeof(list));
	assert_string_equal(list, "");
	memset(list, '#', sizeof(list));
	cpus__format(&cpus, 3, list, 4);
	assert_string_equal(list, "4,2");
	assert_int_equal(list[4], '#');
}

/* Those that this process may use, each once; choosing changes nothing. */
static void test_choice(void **state)
{
	cpu_set_t before, after, chosen;
	struct cpus cpus;

	(void)state;
	assert_int_equal(sched_getaffinity(0, sizeof(before), &before), 0);
	cpus__choose(&cpus);
	assert_int_equal(sched_getaffinity(0, sizeof(after), &after), 0);
	assert_true(CPU_EQUAL(&before, &after));
	CPU_ZERO(&chosen);
	for (size_t i = 0; i < cpus.n; i++) {
		assert_false(CPU_ISSET(cpus.numbers[i], &chosen));
		CPU_SET(cpus.numbers[i], &chosen);
	}
	CPU_AND(&after, &before, &chosen);
	assert_true(CPU_EQUAL(&after, &before));
}

static void test_choice_of_one(void **state)
{
	unsigned int cpu = usable_cpu();
	cpu_set_t before, one;
	struct cpus cpus;
	char isolated[64] = "";
	FILE *file = fopen("/sys/devices/system/cpu/isolated", "re");

	(void)state;
	if (file) {
		if (!fgets(isolated, sizeof(isolated), file))
			isolated[0] = '\0';
		fclose(file);
	}
	if (isolated[0] >= '0' && isolated[0] <= '9')
		skip_because("CPUs are isolated here, and come first");
	sched_getaffinity(0, sizeof(before), &before);
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
	cpus__choose(&cpus);
	sched_setaffinity(0, sizeof(before), &before);
	assert_int_equal(cpus.n, 1);
	assert_int_equal(cpus.numbers[0], cpu);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_no_lists),
		cmocka_unit_test(test_a_cpu_that_is_not_there),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_choice),
		cmocka_unit_test(test_choice_of_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
