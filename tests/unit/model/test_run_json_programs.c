// SPDX-License-Identifier: GPL-2.0-or-later
/* The users' own programs in a stored run. */
#include "tests/unit/support.h"

#include "bench/model/run_json.h"

static struct run run, read_run;
static json_t *json;

static struct program_fact fact_of(const char *name, bool attached)
{
	struct program_fact fact;

	program_fact__init(&fact, "kprobe");
	snprintf(fact.name, sizeof(fact.name), "%s", name);
	snprintf(fact.section, sizeof(fact.section), "kprobe/%s", name);
	fact.attached = attached;
	if (!attached)
		strcpy(fact.reason, "this kernel lacks the function");
	else
		fact.runs = fact.operations = 100;
	return fact;
}

/* kprobe stands for a program, fentry for its twin. */
static int setup(void **state)
{
	const struct program_fact facts[] = { fact_of("one", true), fact_of("two", false) };
	struct plan_program *p = &run.plan.programs[0];
	struct map_fact map;

	(void)state;
	make_run(&run, 1);
	run.plan.n_programs = 1;
	strcpy(p->arm, "kprobe");
	strcpy(p->twin, "fentry");
	strcpy(p->source, "mine.bpf.c");
	strcpy(p->compiler, "clang version 14");
	strcpy(p->checksum, "crc32:01234567");
	strcpy(run.plan.settings.only, "one,two");
	strcpy(run.plan.settings.retarget, "a=b");
	strcpy(run.plan.settings.set, "limit=7");
	assert_int_equal(program_facts__add(&run.facts, facts, COUNT_OF(facts)), 0);
	map_fact__init(&map, "kprobe");
	strcpy(map.name, "hits");
	strcpy(map.type, "hash");
	map.entries = 64;
	assert_int_equal(map_facts__add(&run.maps, &map), 0);
	json = run__to_json(&run);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	json_decref(json);
	run__free(&run);
	run__free(&read_run);
	return 0;
}

static json_t *program_json(void)
{
	return json_array_get(json_object_get(json_object_get(json, "plan"), "programs"), 0);
}

static void assert_read(int expected)
{
	log_begin();
	assert_int_equal(run__from_json(json, "test", &read_run), expected);
}

static void test_round_trip(void **state)
{
	json_t *again;

	(void)state;
	assert_read(0);
	assert_string_equal(read_run.plan.programs[0].source, "mine.bpf.c");
	assert_string_equal(read_run.plan.settings.set, "limit=7");
	assert_ptr_equal(plan__program(&read_run.plan, "kprobe", false),
			 &read_run.plan.programs[0]);
	assert_ptr_equal(plan__program(&read_run.plan, "fentry", true), &read_run.plan.programs[0]);
	assert_null(plan__program(&read_run.plan, "fentry", false));
	assert_int_equal(read_run.facts.n, 2);
	assert_true(read_run.facts.v[0].attached && !read_run.facts.v[1].attached);
	assert_int_equal(read_run.facts.v[0].runs, 100);
	assert_int_equal(read_run.facts.v[1].runs, COUNT_UNKNOWN);
	assert_int_equal(read_run.maps.n, 1);
	assert_int_equal(read_run.maps.v[0].entries, 64);
	assert_int_equal(read_run.maps.v[0].memory_bytes, COUNT_UNKNOWN);
	again = run__to_json(&read_run);
	assert_true(json_equal(json, again));
	json_decref(again);
}

static void test_a_run_of_an_older_version(void **state)
{
	json_t *plan = json_object_get(json, "plan");

	(void)state;
	json_object_del(plan, "programs");
	json_object_del(plan, "only");
	json_object_del(plan, "retarget");
	json_object_del(plan, "set");
	json_object_del(json, "programs");
	json_object_del(json, "maps");
	assert_read(0);
	assert_int_equal(read_run.plan.n_programs, 0);
	assert_int_equal(read_run.facts.n, 0);
	assert_int_equal(read_run.maps.n, 0);
}

static void test_an_arm_that_is_no_backend(void **state)
{
	(void)state;
	json_object_set_new(program_json(), "arm", json_string("gone"));
	assert_read(-EINVAL);
	assert_logs("programs that are among the backends");
}

static void test_arms_are_of_one_program(void **state)
{
	json_t *list = json_object_get(json_object_get(json, "plan"), "programs");

	(void)state;
	json_array_append(list, json_array_get(list, 0));
	assert_read(-EINVAL);
	json_array_remove(list, 1);
	json_object_set_new(program_json(), "twin", json_string("kprobe"));
	assert_read(-EINVAL);
}

static void test_lists_have_a_limit(void **state)
{
	static const char *const lists[] = { "programs", "maps" };

	(void)state;
	for (size_t k = 0; k < COUNT_OF(lists); k++) {
		json_t *list = json_object_get(json, lists[k]);

		for (int i = 0; i < 5000; i++)
			json_array_append(list, json_array_get(list, 0));
		assert_read(-EINVAL);
		json_object_set_new(json, lists[k], json_array());
		assert_read(0);
		run__free(&read_run);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_run_of_an_older_version, setup, teardown),
		cmocka_unit_test_setup_teardown(test_an_arm_that_is_no_backend, setup, teardown),
		cmocka_unit_test_setup_teardown(test_arms_are_of_one_program, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lists_have_a_limit, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
