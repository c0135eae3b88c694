// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * results/README.md names every field of result.json and every column of the CSV files, no other,
 * with its type and its unit.
 */
#include "tests/unit/support.h"

#include "bench/machine/environment.h"
#include "bench/model/attach_cost.h"
#include "bench/model/driver.h"
#include "bench/model/map_fact.h"
#include "bench/model/program_fact.h"
#include "bench/model/run_fields.h"
#include "bench/model/trial_fields.h"
#include "bench/vm/vm.h"
#include "report/figures/company.h"
#include "report/figures/summary.h"
#include "report/tables/csv.h"
#include "report/tables/matrix_print.h"

#define README	 SOURCE_FOLDER "/results/README.md"
#define MAX_ROWS 64

/* A row of a table of the text: | `field` | type | unit | meaning | */
struct row {
	char field[64], type[64], unit[64], meaning[512];
	bool is_expected;
};

/* The table below a heading. */
static struct {
	size_t n;
	struct row rows[MAX_ROWS];
} table;

/* Cuts the next cell off a row, without the blanks around it. */
static void take_cell(char **rest, char *to, size_t size)
{
	char *cell = strsep(rest, "|");

	assert_non_null(cell);
	cell += strspn(cell, " ");
	snprintf(to, size, "%.*s", (int)strcspn(cell, "|"), cell);
	for (size_t n = strlen(to); n && strchr(" \n", to[n - 1]); n--)
		to[n - 1] = '\0';
}

static void add_row(char *line)
{
	char *rest = line + 1, quoted[64], more;
	struct row *row = &table.rows[table.n++];

	assert_true(table.n <= MAX_ROWS);
	memset(row, 0, sizeof(*row));
	take_cell(&rest, quoted, sizeof(quoted));
	take_cell(&rest, row->type, sizeof(row->type));
	take_cell(&rest, row->unit, sizeof(row->unit));
	take_cell(&rest, row->meaning, sizeof(row->meaning));
	if (sscanf(quoted, "`%63[^`]`%c", row->field, &more) != 1)
		fail_msg("\"%s\" is not one field in backquotes", quoted);
	if (!row->meaning[0])
		fail_msg("%s has no meaning", row->field);
}

static void read_table(const char *heading)
{
	static const char *const headers[] = { "| field | type | unit | meaning |\n",
					       "| column | type | unit | meaning |\n" };
	FILE *file = fopen(README, "re");
	bool is_below = false, is_in = false;
	char line[2048];

	assert_non_null(file);
	table.n = 0;
	while (fgets(line, sizeof(line), file)) {
		if (line[0] == '#')
			is_below = !strncmp(line, heading, strlen(heading)) &&
				   line[strlen(heading)] == '\n';
		else if (is_below && (!strcmp(line, headers[0]) || !strcmp(line, headers[1])))
			is_in = true;
		else if (!is_below || line[0] != '|')
			is_in = false;
		else if (is_in && strncmp(line, "| ---", 5) != 0)
			add_row(line);
	}
	fclose(file);
	if (!table.n)
		fail_msg("%s has no table of fields below \"%s\"", README, heading);
}

static struct row *find_row(const char *prefix, const char *key)
{
	char field[64];

	snprintf(field, sizeof(field), "%s%s", prefix, key);
	for (size_t i = 0; i < table.n; i++)
		if (!strcmp(table.rows[i].field, field))
			return &table.rows[i];
	fail_msg("%s misses the field \"%s\"", README, field);
	abort(); /* never reached, but the compiler does not know */
}

static void expect_field(const char *prefix, const struct field *field)
{
	struct row *row = find_row(prefix, field->key);

	row->is_expected = true;
	if (strcmp(row->type, field->type->name) != 0)
		fail_msg("%s: its type is %s, not %s", row->field, field->type->name, row->type);
	if (strcmp(row->unit, field->unit[0] ? field->unit : "–") != 0)
		fail_msg("%s: its unit is %s, not %s", row->field, field->unit, row->unit);
}

/* All but those in `but`, whose members are in the table instead. */
static void expect_fields(const char *prefix, const struct field *fields, const char *const *but)
{
	for (const struct field *f = fields; f->key; f++) {
		bool is_left_out = false;

		for (size_t i = 0; but && but[i]; i++)
			is_left_out |= !strcmp(but[i], f->key);
		if (!is_left_out)
			expect_field(prefix, f);
	}
}

static void assert_no_others(void)
{
	for (size_t i = 0; i < table.n; i++)
		if (!table.rows[i].is_expected)
			fail_msg("%s names \"%s\", which is not stored", README,
				 table.rows[i].field);
}

static void test_run(void **state)
{
	static const char *const groups[] = { "tool", "clock", "target", NULL };

	(void)state;
	read_table("## result.json");
	expect_fields("", run_fields, groups);
	expect_fields("tool.", tool_fields, NULL);
	expect_fields("clock.", clock_fields, NULL);
	expect_fields("target.", target_fields, NULL);
	find_row("", "summary")->is_expected = true; /* by report/ */
	assert_no_others();
}

static void test_parts_of_a_run(void **state)
{
	static const struct {
		const char *heading;
		const struct field *fields;
	} parts[] = {
		{ "### backends[]", capability_fields },
		{ "### plan", plan_fields },
		{ "### plan.programs[]", plan_program_fields },
		{ "### programs[]", program_fact_fields },
		{ "### maps[]", map_fact_fields },
		{ "### trials[].disturbance", disturbance_fields },
		{ "### trials[].counters", counters_fields },
		{ "### Figures", figures_fields },
		{ "### histogram", histogram_fields },
		{ "## attach_cost.json, attach_cost.csv", attach_trial_fields },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		read_table(parts[i].heading);
		expect_fields("", parts[i].fields, NULL);
		assert_no_others();
	}
}

static void test_trials(void **state)
{
	(void)state;
	read_table("### trials[]");
	expect_fields("", trial_fields, NULL);
	expect_fields("", trial_plan_fields, NULL);
	assert_no_others();
}

static void test_drivers(void **state)
{
	(void)state;
	read_table("### Drivers");
	for (int i = 0; i < N_DRIVERS; i++) {
		struct row *row = find_row("", driver_table[i].key);

		row->is_expected = true;
		if (strcmp(row->unit, driver_table[i].unit) != 0)
			fail_msg("%s: its unit is %s, not %s", row->field, driver_table[i].unit,
				 row->unit);
		if (strcmp(row->meaning, driver_table[i].help) != 0)
			fail_msg("%s: its meaning is \"%s\"", row->field, driver_table[i].help);
	}
	assert_no_others();
}

/* ---- CSV ---- */

static void test_csv(void **state)
{
	static const struct {
		const char *heading;
		const struct field *columns;
	} files[] = {
		{ "## summary.csv", summary_columns },
		{ "## histogram.csv", csv_histogram_columns },
		{ "## matrix.csv", matrix_columns },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		read_table(files[i].heading);
		expect_fields("", files[i].columns, NULL);
		assert_no_others();
	}
	read_table("## CSV files");
	expect_fields("", csv_prefix_columns, NULL);
	expect_fields("", company_columns, NULL);
	expect_fields("", csv_suffix_columns, NULL);
	assert_no_others();
}

/* ---- JSON that is no struct ---- */

static const char *type_of(json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT: return "object";
	case JSON_ARRAY: return "list";
	case JSON_STRING: return "text";
	case JSON_INTEGER: return "integer";
	default: return "null";
	}
}

/* The keys of a real one, whose types are among those that the text allows. */
static void expect_members(json_t *object)
{
	const char *key;
	json_t *value;

	json_object_foreach (object, key, value) {
		struct row *row = find_row("", key);

		row->is_expected = true;
		if (!strstr(row->type, type_of(value)))
			fail_msg("%s is %s here, not %s", key, type_of(value), row->type);
	}
}

static void test_environment(void **state)
{
	/* What is added while a run lasts. */
	static const char *const later[] = {
		"kernel_log_lines", "kernel_log",	"clock_source_at_end",
		"suspended_ns",	    "counters_missing", "other_hooks",
		"warnings"
	};
	json_t *environment = environment__read("tmpfs");

	(void)state;
	read_table("### environment");
	expect_members(environment);
	for (size_t i = 0; i < COUNT_OF(later); i++)
		find_row("", later[i])->is_expected = true;
	assert_no_others();
	json_decref(environment);
}

static void test_vm(void **state)
{
	json_t *vm =
		vm__describe(&(struct vm){ .image = "/dev/null", .guest = "/dev/null", .cpus = 1 });

	(void)state;
	assert_non_null(vm);
	read_table("### vm");
	expect_members(vm);
	assert_no_others();
	json_decref(vm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_run),	cmocka_unit_test(test_parts_of_a_run),
		cmocka_unit_test(test_trials),	cmocka_unit_test(test_csv),
		cmocka_unit_test(test_drivers), cmocka_unit_test(test_environment),
		cmocka_unit_test(test_vm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
