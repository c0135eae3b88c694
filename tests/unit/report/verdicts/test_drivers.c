// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/drivers_support.h"

#include "report/run_folder.h"

static struct run run;
static struct summary summary;

static int setup(void **state)
{
	(void)state;
	make_run_with_drivers(&run, &summary);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run__free(&run);
	return 0;
}

static void assert_pair(const struct driven_pair *pair, int64_t none, int64_t hook)
{
	assert_int_equal(pair->none, none);
	assert_int_equal(pair->hook, hook);
}

static void test_differences(void **state)
{
	const struct driven *none, *kprobe;
	struct drivers drivers;

	(void)state;
	assert_int_equal(drivers__make(&run, &summary, &drivers), 0);
	assert_int_equal(drivers.n, 3);
	none = &drivers.v[0];
	assert_true(none->reference && none->adds_up);
	assert_pair(&none->of[DRIVER_LOCKED], 0, 7);
	assert_int_equal(none->n_functions, 2);
	kprobe = drivers__find(&drivers, "kprobe");
	assert_true(kprobe->adds_up && drivers__add_up(&drivers));
	assert_string_equal(kprobe->over, "none");
	assert_pair(&kprobe->of[DRIVER_INSTRUCTIONS], 2000, 2400);
	assert_int_equal(driven_pair__difference(&kprobe->of[DRIVER_BARRIERS]), -1);
	assert_pair(&kprobe->of[DRIVER_BREAKPOINTS], 0, 1);
	assert_pair(&kprobe->of[DRIVER_STORES], 0, 0);
	assert_int_equal(kprobe->used, 980);
	assert_int_equal(kprobe->agreed, 600);
	assert_int_equal(kprobe->data_lines.low, 12);
	assert_int_equal(kprobe->data_pages.high, 4);
	assert_null(drivers__find(&drivers, "fexit"));
	drivers__free(&drivers);
}

static void test_functions_and_kinds(void **state)
{
	const struct driven *kprobe;
	struct drivers drivers;

	(void)state;
	assert_int_equal(drivers__make(&run, &summary, &drivers), 0);
	kprobe = drivers__find(&drivers, "kprobe");
	assert_int_equal(kprobe->n_functions, 3);
	assert_string_equal(kprobe->functions[0].name, "kprobe_handler");
	assert_pair(&kprobe->functions[0].of[DRIVER_LOCKED], 0, 1);
	assert_string_equal(kprobe->functions[1].name, "entry"); /* one line of data less */
	assert_string_equal(kprobe->functions[2].name, "do_unlinkat");
	assert_pair(&kprobe->functions[2].of[DRIVER_BARRIERS], 3, 2);
	/* "lock add" is the same. */
	assert_int_equal(kprobe->n_kinds, 4);
	assert_string_equal(kprobe->kinds[0].name, "xchg");
	assert_int_equal(kprobe->kinds[0].driver, DRIVER_LOCKED);
	assert_string_equal(kprobe->kinds[1].name, "lfence");
	assert_pair(&kprobe->kinds[1].n, 3, 2);
	assert_string_equal(kprobe->kinds[2].name, "int3");
	/* What is not there any more. */
	assert_int_equal(drivers__find(&drivers, "fentry")->n_kinds, 2);
	assert_int_equal(drivers__find(&drivers, "fentry")->n_functions, 2);
	drivers__free(&drivers);
}

/* What a file may say instead of a trial's member; `error`: NULL: it is read, but does not add up.
 */
static void test_foreign_files(void **state)
{
	static const struct {
		const char *member, *json, *error;
	} rows[] = {
		{ "backend", "'kretprobe'", "no trial of kprobe" },
		{ "backend", "7", "no trial of kprobe" },
		{ "round", "'1'", "no trial of kprobe" },
		{ "drivers", "[]", "are not numbers" },
		{ "drivers", "null", "are not numbers" },
		{ "drivers", "{'loads': -1}", "are not numbers" },
		{ "drivers", "{'loads': 1.5}", "are not numbers" },
		{ "drivers", "{'loads': '1'}", "are not numbers" },
		{ "drivers", "{'loads': 9223372036854775807}", "are not numbers" },
		{ "drivers", "{'unheard of': {}}", "are not numbers" },
		{ "functions", "{'a': 1}", "are not numbers" },
		{ "functions", "{'a': {'loads': -1}}", "are not numbers" },
		{ "functions", "'a'", "are not numbers" },
		{ "kinds", "{'locked': 1}", "are not numbers" },
		{ "kinds", "{'locked': {'a': null}}", "are not numbers" },
		{ "kinds", "[1]", "are not numbers" },
		{ "drivers", "{'instructions': 2400, 'plain': 2399}", NULL },
		{ "drivers", "{'instructions': 2399, 'plain': 2399}", NULL },
		{ "functions", "{'entry': {'instructions': 2400, 'plain': 2399}}", NULL },
		{ "functions", "{}", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		json_t *trials = json_object_get(run.drivers, "trials");
		json_t *sound = json_deep_copy(json_array_get(trials, 1)), *wrapped;
		struct drivers drivers;
		char text[256];
		int err;

		snprintf(text, sizeof(text), "[%s]", rows[i].json);
		wrapped = json_of(text);
		json_object_set(json_array_get(trials, 1), rows[i].member,
				json_array_get(wrapped, 0));
		json_decref(wrapped);
		log_begin();
		err = drivers__make(&run, &summary, &drivers);
		assert_int_equal(err, rows[i].error ? -EINVAL : 0);
		if (err)
			assert_logs(rows[i].error);
		else if (drivers__add_up(&drivers) || !drivers.v[0].adds_up)
			fail_msg("row %zu adds up", i);
		if (!err)
			drivers__free(&drivers);
		json_array_set_new(trials, 1, sound);
	}
}

static bool adds_up(void)
{
	struct drivers drivers;
	bool result;

	assert_int_equal(drivers__make(&run, &summary, &drivers), 0);
	assert_true(drivers.v[0].adds_up && drivers.v[2].adds_up);
	result = drivers.v[1].adds_up;
	drivers__free(&drivers);
	return result;
}

/* One of the sums alone: those of classes, of functions, and with the run. */
static void test_each_sum(void **state)
{
	json_t *trial = json_array_get(json_object_get(run.drivers, "trials"), 1);
	json_t *all = json_object_get(trial, "drivers");
	json_t *entry = json_object_get(json_object_get(trial, "functions"), "entry");

	(void)state;
	assert_true(adds_up());
	json_object_set_new(all, "plain", json_integer(2387));
	json_object_set_new(entry, "plain", json_integer(999));
	assert_false(adds_up());
	json_object_set_new(all, "plain", json_integer(2388));
	json_object_set_new(entry, "plain", json_integer(1000));
	json_object_set_new(entry, "loads", json_integer(1));
	assert_false(adds_up());
	json_object_del(entry, "loads");
	assert_true(adds_up());
	trial_of(&run, 1, "kprobe")->operation.figures.mode += 1;
	assert_false(adds_up());
}

/* Members that are of no use are no harm. */
static void test_strange_ranges_and_texts(void **state)
{
	json_t *trial = json_array_get(json_object_get(run.drivers, "trials"), 1);
	struct drivers drivers;

	(void)state;
	json_object_set_new(trial, "data_lines_range", json_of("['a', {}]"));
	json_object_set_new(trial, "data_pages_range", json_of("[1]"));
	json_object_set_new(trial, "agreed", json_of("[]"));
	json_object_set_new(run.drivers, "kernel_release", json_of("[]"));
	json_object_del(run.drivers, "payload");
	assert_int_equal(drivers__make(&run, &summary, &drivers), 0);
	assert_string_equal(drivers.kernel, "unknown");
	assert_string_equal(drivers.payload, "unknown");
	assert_int_equal(drivers.v[1].agreed, 0);
	drivers__free(&drivers);
}

static void test_stored(void **state)
{
	struct drivers drivers;

	(void)state;
	log_begin();
	assert_int_equal(run_folder__write(&run, &summary, "with"), 0);
	assert_int_equal(drivers__read("with", &drivers), 0);
	assert_pair(&drivers.v[1].of[DRIVER_LOADS], 500, 600);
	drivers__free(&drivers);
	/* A run of before, or without. */
	json_decref(run.drivers);
	run.drivers = NULL;
	assert_int_equal(run_folder__write(&run, &summary, "without"), 0);
	assert_int_equal(drivers__read("without", &drivers), -EINVAL);
	assert_logs("measure again with hookbench run --drivers");
	run.drivers = json_of("{'schema': 'hookbench-drivers/9', 'trials': []}");
	assert_int_equal(run_folder__write(&run, &summary, "later"), 0);
	assert_int_equal(drivers__read("later", &drivers), -EINVAL);
	assert_logs("unknown schema \"hookbench-drivers/9\"");
}

static int stored_setup(void **state)
{
	return folder_setup(state) || setup(state);
}

static int stored_teardown(void **state)
{
	return teardown(state) || folder_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_differences, setup, teardown),
		cmocka_unit_test_setup_teardown(test_functions_and_kinds, setup, teardown),
		cmocka_unit_test_setup_teardown(test_foreign_files, setup, teardown),
		cmocka_unit_test_setup_teardown(test_each_sum, setup, teardown),
		cmocka_unit_test_setup_teardown(test_strange_ranges_and_texts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_stored, stored_setup, stored_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
