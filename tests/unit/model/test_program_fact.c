// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/program_fact.h"

static struct program_fact make_fact(const char *arm, const char *name)
{
	struct program_fact fact;

	program_fact__init(&fact, arm);
	snprintf(fact.name, sizeof(fact.name), "%s", name);
	snprintf(fact.section, sizeof(fact.section), "fentry/%s", name);
	return fact;
}

static void test_facts_of_an_arm(void **state)
{
	const struct program_fact first[] = { make_fact("a", "one"), make_fact("a", "two") };
	const struct program_fact second[] = { make_fact("b", "three") };
	struct program_facts facts = { 0 };
	size_t n = 7;

	(void)state;
	assert_null(program_facts__find(&facts, "a", &n));
	assert_int_equal(n, 0);
	assert_int_equal(program_facts__add(&facts, first, 0), 0);
	assert_int_equal(facts.n, 0);
	assert_int_equal(program_facts__add(&facts, first, COUNT_OF(first)), 0);
	assert_int_equal(program_facts__add(&facts, second, COUNT_OF(second)), 0);
	assert_string_equal(program_facts__find(&facts, "a", &n)[1].name, "two");
	assert_int_equal(n, 2);
	assert_string_equal(program_facts__find(&facts, "b", &n)[0].name, "three");
	assert_int_equal(n, 1);
	assert_null(program_facts__find(&facts, "c", &n));
	assert_int_equal(n, 0);
	program_facts__free(&facts);
	assert_int_equal(facts.n, 0);
	program_facts__free(&facts);
}

static void test_json(void **state)
{
	struct program_fact fact = make_fact("a", "one"), read = { 0 };
	struct field_reader reader = { 0 };
	json_t *json;

	(void)state;
	fact.attached = true;
	fact.runs = 0;
	fact.verified = 77;
	json = fields__to_json(program_fact_fields, &fact);
	assert_non_null(json);
	/* A program that did not run is not one whose runs are unknown. */
	assert_true(json_is_integer(json_object_get(json, "runs")));
	assert_true(json_is_null(json_object_get(json, "states")));
	fields__from_json(&reader, json, program_fact_fields, &read);
	assert_string_equal(reader.problem, "");
	assert_memory_equal(&read, &fact, sizeof(fact));
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts_of_an_arm),
		cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
