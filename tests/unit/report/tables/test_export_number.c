// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/run_fields.h"
#include "report/tables/export_number.h"

/* What decides for how long is measured, and what each line of a run says of itself. */
static const char *const not_said[] = {
	"backends", "unit",	 "rounds",     "cycles",   "warmup",
	"seed",	    "precision", "max_time_s", "programs",
};

static bool is_said(const char *key)
{
	for (size_t i = 0; i < COUNT_OF(not_said); i++)
		if (!strcmp(not_said[i], key))
			return false;
	return true;
}

static int keep_name(const struct export_number *number, void *context)
{
	snprintf(context, EXPORT_NAME_SIZE, "%s", number->series);
	return 1;
}

static void name_of(const struct run *run, char name[EXPORT_NAME_SIZE])
{
	struct summary summary;
	const struct export_run runs[] = { { run, &summary } };
	const struct export what = { .runs = runs, .n = 1 };

	summary__make(run, &summary);
	assert_int_equal(export_numbers__visit(&what, keep_name, name), 1);
}

/* Whatever is added to a plan: two runs that differ in it must not have one name. */
static void test_each_field_of_the_plan_is_in_the_name(void **state)
{
	static const char *const numbers[] = { "threads", "copies", "rate_hz", "pid_filter" };
	char name[EXPORT_NAME_SIZE], other[EXPORT_NAME_SIZE];
	struct run run;
	size_t n = 0;

	(void)state;
	make_run(&run, 2);
	name_of(&run, name);
	for (const struct field *field = plan_fields; field->key; field++) {
		struct plan before = run.plan;
		char *member = (char *)&run.plan + field->offset;
		bool is_number = false;

		for (size_t i = 0; i < COUNT_OF(numbers); i++)
			is_number |= !strcmp(numbers[i], field->key);
		if (!is_said(field->key))
			continue;
		if (is_number)
			*member += *member ? -1 + 8 : 1;
		else
			strcpy(member, strcmp(field->key, "elsewhere") ? "other" : "ftrace:5");
		name_of(&run, other);
		if (!strcmp(name, other))
			fail_msg("%s is in no name: add it to the parts of export_number.c",
				 field->key);
		run.plan = before;
		n++;
	}
	assert_true(n > 12);
	run__free(&run);
}

static void test_the_machine_is_in_the_name(void **state)
{
	static const struct {
		const char *key, *usual, *other;
		bool is_of_vm;
	} facts[] = {
		{ "cpu_model", "qemu64", "EPYC", true },
		{ "append", "", "quiet", true },
		{ "accelerator", "exact", "kvm", true },
		{ "architecture", "x86_64", "aarch64", false },
	};
	char name[EXPORT_NAME_SIZE], other[EXPORT_NAME_SIZE];
	struct run run;

	(void)state;
	make_run(&run, 2);
	if (!run.vm)
		run.vm = json_object();
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		json_t *of = facts[i].is_of_vm ? run.vm : run.environment;

		json_object_set_new(of, facts[i].key, json_string(facts[i].usual));
		name_of(&run, name);
		json_object_set_new(of, facts[i].key, json_string(facts[i].other));
		name_of(&run, other);
		assert_string_not_equal(name, other);
		assert_non_null(strstr(other, facts[i].other));
		json_object_set_new(of, facts[i].key, json_string(facts[i].usual));
	}
	/* The usual is not worth a word. */
	name_of(&run, name);
	assert_null(strstr(name, "exact"));
	assert_null(strstr(name, "x86"));
	run__free(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_field_of_the_plan_is_in_the_name),
		cmocka_unit_test(test_the_machine_is_in_the_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
