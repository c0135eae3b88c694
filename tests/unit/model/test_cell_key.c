// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/cell_key.h"
#include "bench/model/explain_json.h"
#include "bench/model/run_fields.h"

/* FNV-1a of 64 bits, by its authors' examples. */
static void test_ids_are_the_same_everywhere(void **state)
{
	char id[CELL_ID_SIZE];

	(void)state;
	cell__make_id("", id);
	assert_string_equal(id, "cbf29ce484222325");
	cell__make_id("a", id);
	assert_string_equal(id, "af63dc4c8601ec8c");
	cell__make_id("foobar", id);
	assert_string_equal(id, "85944171f73967e8");
}

static struct plan make_plan(void)
{
	return (struct plan){ .n_backends = 2,
			      .backends = { "none", "kprobe" },
			      .workload = "getpid",
			      .payload = "count",
			      .unit = CLOCK_INSTRUCTIONS,
			      .rounds = 2,
			      .threads = 1,
			      .copies = 1,
			      .cycles = 300,
			      .warmup = 100,
			      .seed = 1 };
}

static const char *const arms[] = { "mine", "other" };
static const char checksums[][CHECKSUM_SIZE] = { "crc32:00000001", "crc32:00000002" };

/* With two programs, or without. */
static struct cell make_cell(const struct plan *plan, size_t n_programs, int explain)
{
	const struct cell_facts facts = { .image_checksum = "crc32:01234567",
					  .arch = "x86-64",
					  .accelerator = "exact",
					  .cpu_model = "qemu64",
					  .append = "quiet",
					  .memory_mib = 512,
					  .explain = explain,
					  .plan = plan,
					  .n_programs = n_programs,
					  .arms = arms,
					  .checksums = checksums };
	struct cell cell = { .kernel = "6.12" };

	assert_int_equal(cell__set_facts(&cell, &facts), 0);
	return cell;
}

static struct run make_run_of(const struct cell *cell, const struct plan *plan)
{
	struct run run = { .plan = *plan };

	run.vm = json_pack("{s:s, s:s, s:s, s:s, s:i}", "image_checksum", "crc32:01234567",
			   "accelerator", "exact", "cpu_model", "qemu64", "append", "quiet",
			   "memory_mib", 512);
	memcpy(run.cell, cell->id, sizeof(run.cell));
	return run;
}

static char problem[2304];

static const char *check(const struct cell *cell, const struct run *run)
{
	cell__check_run(cell, run, problem, sizeof(problem));
	return problem;
}

static void test_a_run_of_a_cell(void **state)
{
	struct plan plan = make_plan();
	struct cell cell = make_cell(&plan, 0, 0);
	struct run run = make_run_of(&cell, &plan);

	(void)state;
	assert_string_equal(check(&cell, &run), "");
	assert_string_equal(cell.payload, "count");
	run.cell[0] = '\0';
	assert_string_equal(check(&cell, &run), "it is of no cell");
	memcpy(run.cell, "0123456789abcdef", sizeof(run.cell));
	assert_string_equal(check(&cell, &run), "it was measured as cell 0123456789abcdef");
	json_decref(run.vm);
	run.vm = NULL; /* on a running kernel */
	assert_non_null(strstr(check(&cell, &run), "kernel image"));
	json_decref(cell.key);
}

static void test_each_fact_of_the_machine_counts(void **state)
{
	static const char *const facts[] = { "image_checksum", "accelerator", "cpu_model", "append",
					     "memory_mib" };
	struct plan plan = make_plan();
	struct cell cell = make_cell(&plan, 0, 0);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(facts); i++) {
		struct run run = make_run_of(&cell, &plan);

		json_object_set_new(run.vm, facts[i], json_string("other"));
		assert_non_null(strstr(check(&cell, &run), "is \"other\", and the cell's is "));
		json_decref(run.vm);
	}
	json_decref(cell.key);
}

/* Whatever the plan has, one that differs in it is another: no list of options is kept here. */
static void test_each_field_of_the_plan_counts(void **state)
{
	static const char *const texts[] = { "workload",  "payload",   "target",    "beside",
					     "elsewhere", "dir",       "precision", "cpus",
					     "command",	  "hyperfine", "hooked",    "only",
					     "retarget",  "set" };
	struct plan plan = make_plan();
	struct cell cell = make_cell(&plan, 0, 0);
	size_t n = 0;

	(void)state;
	for (const struct field *field = plan_fields; field->key; field++) {
		struct run run = { .vm = NULL };
		char *member = (char *)&run.plan + field->offset;

		if (!strcmp(field->key, "programs"))
			continue; /* below */
		run = make_run_of(&cell, &plan);
		if (!strcmp(field->key, "backends"))
			run.plan.n_backends = 1;
		for (size_t i = 0; i < COUNT_OF(texts); i++)
			if (!strcmp(field->key, texts[i]))
				strcpy(member, "other");
		if (!strcmp((char *)&plan + field->offset, member))
			*member += 1; /* numbers, and the unit */
		assert_string_not_equal(check(&cell, &run), "");
		assert_non_null(strstr(problem, field->key));
		json_decref(run.vm);
		n++;
	}
	assert_true(n > 20);
	json_decref(cell.key);
}

static void add_arm(struct plan *plan, const char *arm, const char *twin)
{
	struct plan_program *p = &plan->programs[plan->n_programs++];

	strcpy(p->arm, arm);
	strcpy(p->twin, twin);
	strcpy(plan->backends[plan->n_backends++], arm);
	strcpy(plan->backends[plan->n_backends++], twin);
}

/* Where it is measured, the plan gets its programs and their twins. */
static void test_programs(void **state)
{
	struct plan plan = make_plan();
	struct cell cell = make_cell(&plan, 2, 0), one = make_cell(&plan, 1, 0);
	struct run run = make_run_of(&cell, &plan);

	(void)state;
	assert_string_equal(cell.programs, "mine, other");
	assert_string_not_equal(cell.id, one.id);
	assert_string_equal(check(&cell, &run),
			    "its programs are \"\", and the cell's \"mine, other\"");
	/* A kernel refused the first, which then comes last. */
	add_arm(&run.plan, "other", "other.twin");
	add_arm(&run.plan, "mine", "mine.twin");
	assert_string_equal(check(&cell, &run), "");
	memcpy(run.cell, one.id, sizeof(run.cell));
	assert_non_null(strstr(check(&one, &run), "its programs are \"other, mine\""));
	json_decref(run.vm);
	json_decref(cell.key);
	json_decref(one.key);
}

static void test_what_was_to_be_explained(void **state)
{
	struct plan plan = make_plan();
	struct cell functions = make_cell(&plan, 0, EXPLAIN_FUNCTIONS),
		    drivers = make_cell(&plan, 0, EXPLAIN_DRIVERS);
	struct run run = make_run_of(&functions, &plan);
	json_t *explain = json_object();

	(void)state;
	assert_non_null(strstr(check(&functions, &run), "explain.json"));
	run.explain = explain;
	assert_string_equal(check(&functions, &run), "");
	memcpy(run.cell, drivers.id, sizeof(run.cell));
	assert_non_null(strstr(check(&drivers, &run), "drivers.json"));
	run.drivers = explain;
	assert_string_equal(check(&drivers, &run), "");
	/* Where no hook attaches, there is neither. */
	run.explain = run.drivers = NULL;
	run.n_capabilities = 1;
	strcpy(run.capabilities[0].backend, "kprobe");
	assert_string_equal(check(&drivers, &run), "");
	json_decref(explain);
	json_decref(run.vm);
	json_decref(functions.key);
	json_decref(drivers.key);
}

/* Each byte counts, and what runs say of it is the same. */
static void test_arguments_that_are_not_utf8(void **state)
{
	static const char *const arguments[] = { "a\xff", "a\xfe", "a?" };
	struct plan plan = make_plan();
	struct cell cells[COUNT_OF(arguments)] = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(arguments); i++) {
		const struct cell_facts facts = { .append = arguments[i], .plan = &plan };

		assert_int_equal(cell__set_facts(&cells[i], &facts), 0);
		assert_string_equal(cells[i].append, "a?");
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(cells[i].id, cells[j].id);
	}
	for (size_t i = 0; i < COUNT_OF(arguments); i++)
		json_decref(cells[i].key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids_are_the_same_everywhere),
		cmocka_unit_test(test_a_run_of_a_cell),
		cmocka_unit_test(test_each_fact_of_the_machine_counts),
		cmocka_unit_test(test_each_field_of_the_plan_counts),
		cmocka_unit_test(test_programs),
		cmocka_unit_test(test_what_was_to_be_explained),
		cmocka_unit_test(test_arguments_that_are_not_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
