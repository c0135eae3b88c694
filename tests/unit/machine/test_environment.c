// SPDX-License-Identifier: GPL-2.0-or-later
/* Facts of the machine that runs the test, compared with where they come from. */
#include "tests/unit/support.h"

#include <sys/utsname.h>

#include "bench/machine/environment.h"

static const char *text_of(const json_t *environment, const char *key)
{
	return json_string_value(json_object_get(environment, key));
}

/* The first line of a file; false if it cannot be read. */
static bool read_first_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	bool is_read = file && fgets(line, (int)size, file);

	if (file)
		fclose(file);
	if (is_read)
		line[strcspn(line, "\n")] = '\0';
	return is_read;
}

static void test_kernel(void **state)
{
	json_t *environment = environment__read("tmpfs");
	struct utsname name;

	(void)state;
	assert_int_equal(uname(&name), 0);
	assert_string_equal(text_of(environment, "kernel_release"), name.release);
	assert_string_equal(text_of(environment, "kernel_version"), name.version);
	assert_string_equal(text_of(environment, "architecture"), name.machine);
	assert_string_equal(text_of(environment, "file_system"), "tmpfs");
	json_decref(environment);
}

/* What a file says, in its type; null where there is no such file. */
static void test_facts_that_are_a_file(void **state)
{
	static const struct {
		const char *key, *path;
		bool is_number;
	} rows[] = {
		{ "command_line", "/proc/cmdline", false },
		{ "perf_event_paranoid", "/proc/sys/kernel/perf_event_paranoid", true },
		{ "cpus_online", "/sys/devices/system/cpu/online", false },
		{ "smt", "/sys/devices/system/cpu/smt/control", false },
		{ "no_turbo", "/sys/devices/system/cpu/intel_pstate/no_turbo", true },
		{ "boost", "/sys/devices/system/cpu/cpufreq/boost", true },
	};
	json_t *environment = environment__read("");
	char line[2048];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const json_t *value = json_object_get(environment, rows[i].key);

		assert_non_null(value);
		if (!read_first_line(rows[i].path, line, sizeof(line)))
			assert_true(json_is_null(value));
		else if (rows[i].is_number)
			assert_int_equal(json_integer_value(value), strtol(line, NULL, 10));
		else
			assert_string_equal(json_string_value(value), line);
	}
	json_decref(environment);
}

/* Each field is there, and is of its type or null. */
static void test_types(void **state)
{
	json_t *environment = environment__read("tmpfs"), *value;
	const char *key;

	(void)state;
	assert_true(json_is_object(json_object_get(environment, "mitigations")));
	json_object_foreach (environment, key, value)
		if (strcmp(key, "mitigations") != 0 && !json_is_string(value) &&
		    !json_is_integer(value) && !json_is_null(value))
			fail_msg("%s is none of text, number, null", key);
	json_object_foreach (json_object_get(environment, "mitigations"), key, value)
		assert_true(json_is_string(value) || json_is_null(value));
	for (size_t i = 0; i < 2; i++) {
		static const char *const lists[] = { "cpus_isolated", "cpus_nohz_full" };

		value = json_object_get(environment, lists[i]);
		assert_true(json_is_null(value) || !strchr(json_string_value(value), '('));
	}
	json_decref(environment);
}

static void test_a_clock_that_was_left(void **state)
{
	json_t *environment = environment__read("tmpfs");

	(void)state;
	if (!json_is_string(json_object_get(environment, "clock_source"))) {
		json_decref(environment);
		skip_because("this kernel does not name its clock");
	}
	environment__read_again(environment);
	assert_null(json_object_get(environment, "clock_source_at_end"));
	json_object_set_new(environment, "clock_source", json_string("sundial"));
	environment__read_again(environment);
	assert_string_not_equal(text_of(environment, "clock_source_at_end"), "sundial");
	json_object_set_new(environment, "clock_source", json_null());
	json_object_del(environment, "clock_source_at_end");
	environment__read_again(environment);
	assert_null(json_object_get(environment, "clock_source_at_end"));
	json_decref(environment);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kernel),
		cmocka_unit_test(test_facts_that_are_a_file),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_a_clock_that_was_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
