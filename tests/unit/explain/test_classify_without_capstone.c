// SPDX-License-Identifier: GPL-2.0-or-later
/* hookbench as it is built where capstone is missing: only drivers do not work, and that is said.
 */
#include "tests/unit/support.h"

#undef HAVE_CAPSTONE
/* Takes the place of the library's, also in the modules that use it. */
#include "bench/explain/classify.c"
#include "bench/explain/qemu_count_effect.c"

#include "bench/explain/explain.h"
#include "bench/explain/plugin.h"

static void test_drivers_are_refused(void **state)
{
	struct instruction_class class;
	struct classifier *c;
	struct plugin plugin;
	struct vm vm = { 0 };

	(void)state;
	log_begin();
	assert_int_equal(classifier__check(), -ENOSYS);
	assert_logs("install libcapstone-dev (scripts/setup build), then build hookbench again");
	log_begin();
	assert_int_equal(classifier__open("x86_64", &c), -ENOSYS);
	assert_null(c);
	classifier__close(c);
	/* Before anything else is looked for. */
	log_begin();
	assert_int_equal(plugin__open(&plugin, &vm, true), -ENOSYS);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_logs("libcapstone-dev");
	classifier__classify(NULL, (const uint8_t[]){ 0x90 }, 1, &class);
	assert_int_equal(class.driver, DRIVER_OTHER);
	assert_int_equal(stack_effect__find("x86_64", (const uint8_t[]){ 0x55 }, 1).reveal,
			 REVEAL_NOTHING);
}

/* Whatever was counted. */
static void test_no_drivers_are_made(void **state)
{
	struct profiles profiles = { 0 };
	struct run run;
	json_t *json;

	(void)state;
	make_run(&run, 1);
	profiles.n = run.n_trials;
	profiles.v = calloc(profiles.n, sizeof(*profiles.v));
	log_begin();
	assert_int_not_equal(explain__make_drivers(&run, &profiles, NULL, NULL, "x86_64", &json),
			     0);
	assert_null(json);
	assert_logs("libcapstone-dev");
	free(profiles.v);
	run__free(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drivers_are_refused),
		cmocka_unit_test(test_no_drivers_are_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
