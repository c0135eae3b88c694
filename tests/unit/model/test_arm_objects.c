// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/arm_objects.h"

static struct plan plan;

static int setup(void **state)
{
	(void)state;
	memset(&plan, 0, sizeof(plan));
	plan.n_programs = 2;
	strcpy(plan.programs[0].arm, "a");
	strcpy(plan.programs[0].twin, "a.twin");
	strcpy(plan.programs[1].arm, "b");
	return 0;
}

static void add(struct arm_objects *objects, const char *arm, const char *bytes)
{
	assert_int_equal(arm_objects__add(objects, arm, strdup(bytes), strlen(bytes)), 0);
}

static void assert_object(const struct arm_objects *objects, const char *arm, const char *bytes)
{
	const struct arm_object *object = arm_objects__find(objects, arm);

	assert_non_null(object);
	assert_int_equal(object->size, strlen(bytes));
	assert_memory_equal(object->bytes, bytes, object->size);
}

static void test_round_trip(void **state)
{
	struct arm_objects objects = { 0 }, read;
	json_t *json;

	(void)state;
	add(&objects, "a", "first");
	add(&objects, "a.twin", "its twin");
	add(&objects, "b", "second");
	json = arm_objects__to_json(&objects);
	assert_int_equal(arm_objects__from_json(json, &plan, &read), 0);
	assert_int_equal(read.n, 3);
	assert_object(&read, "a", "first");
	assert_object(&read, "a.twin", "its twin");
	assert_object(&read, "b", "second");
	assert_null(arm_objects__find(&read, "b.twin"));
	arm_objects__free(&read);
	arm_objects__free(&objects);
	json_decref(json);
}

static void test_a_missing_object_is_named(void **state)
{
	struct arm_objects objects = { 0 }, read;
	json_t *json;

	(void)state;
	add(&objects, "a", "first");
	add(&objects, "b", "second");
	json = arm_objects__to_json(&objects);
	log_begin();
	assert_int_equal(arm_objects__from_json(json, &plan, &read), -EINVAL);
	assert_logs("the object of the program \"a.twin\" is missing");
	assert_int_equal(read.n, 0);
	json_object_set_new(json, "a.twin", json_string("%%%"));
	log_begin();
	assert_int_equal(arm_objects__from_json(json, &plan, &read), -EINVAL);
	assert_logs("the object of the program \"a.twin\" cannot be unpacked");
	arm_objects__free(&objects);
	json_decref(json);
}

static void test_a_plan_without_programs_needs_no_objects(void **state)
{
	struct arm_objects read;

	(void)state;
	plan.n_programs = 0;
	assert_int_equal(arm_objects__from_json(NULL, &plan, &read), 0);
	assert_int_equal(read.n, 0);
}

static void test_too_many(void **state)
{
	struct arm_objects objects = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(objects.v); i++)
		add(&objects, "x", "y");
	assert_int_equal(arm_objects__add(&objects, "x", strdup("y"), 1), -E2BIG);
	arm_objects__free(&objects);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_round_trip, setup),
		cmocka_unit_test_setup(test_a_missing_object_is_named, setup),
		cmocka_unit_test_setup(test_a_plan_without_programs_needs_no_objects, setup),
		cmocka_unit_test_setup(test_too_many, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
