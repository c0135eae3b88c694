// SPDX-License-Identifier: GPL-2.0-or-later
/* The CSV files of a run, read back by a small parser. */
#include "tests/unit/support.h"

#include "bench/model/run_json.h"
#include "report/tables/csv.h"

#define MAX_COLUMNS 128

/* A line without quoted fields, in fields. */
struct line {
	size_t n;
	char *fields[MAX_COLUMNS];
};

static struct run run;
static struct summary summary;
static char *text, *rest;
static struct line header;

static int run_setup(void **state)
{
	(void)state;
	make_run(&run, 6);
	summary__make(&run, &summary);
	return 0;
}

static int run_teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	run__free(&run);
	return 0;
}

static bool next_line(struct line *line)
{
	char *whole = strsep(&rest, "\n");

	line->n = 0;
	if (!whole || !rest) /* every line has its end */
		return false;
	while (whole) {
		assert_true(line->n < MAX_COLUMNS);
		line->fields[line->n++] = strsep(&whole, ",");
	}
	return true;
}

enum table { SUMMARY, TRIALS, HISTOGRAMS };

/* Writes a table; its header is in `header`, and next_line gives the rest. */
static void write_table(enum table table)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	switch (table) {
	case SUMMARY: csv__write_summary(&run, &summary, true, file); break;
	case TRIALS: csv__write_trials(&run, true, file); break;
	case HISTOGRAMS: csv__write_histograms(&run, true, file); break;
	}
	fclose(file);
	rest = text;
	assert_true(next_line(&header));
}

static size_t column(const char *name)
{
	for (size_t i = 0; i < header.n; i++)
		if (!strcmp(header.fields[i], name))
			return i;
	fail_msg("there is no column %s", name);
	return 0;
}

static const char *field(const struct line *line, const char *name)
{
	return line->fields[column(name)];
}

static void test_lines_are_complete(void **state)
{
	static const enum table tables[] = { SUMMARY, TRIALS, HISTOGRAMS };
	const size_t expected[] = { summary.n, run.n_trials, run.n_trials * 6 };
	struct line line;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		size_t n = 0;

		write_table(tables[i]);
		for (; next_line(&line); n++) {
			assert_int_equal(line.n, header.n);
			assert_string_equal(field(&line, "kernel"), "6.12.0-test");
			assert_string_equal(field(&line, "workload"), "create-unlink");
			assert_string_equal(field(&line, "payload"), "count");
			assert_string_equal(field(&line, "unit"), "instructions");
		}
		assert_int_equal(n, expected[i]);
		for (size_t a = 0; a < header.n; a++)
			for (size_t b = 0; b < a; b++)
				assert_string_not_equal(header.fields[a], header.fields[b]);
	}
}

/* After what every file begins with, the columns are the keys of the summary in JSON. */
static void test_summary_names_its_columns_as_json_does(void **state)
{
	json_t *json = summary__to_json(&summary), *row, *value;
	size_t i;
	const char *key;

	(void)state;
	write_table(SUMMARY);
	i = column("unit") + 1;
	row = json_array_get(json_object_get(json, "rows"), 0);
	json_object_foreach (row, key, value)
		assert_string_equal(header.fields[i++], key);
	/* And what distinguishes runs. */
	assert_string_equal(header.fields[i], "beside");
	assert_string_equal(header.fields[i + 4], "threads");
	assert_int_equal(i + 7, header.n);
	json_decref(json);
}

static void test_summary_values(void **state)
{
	struct line line;

	(void)state;
	write_table(SUMMARY);
	for (size_t i = 0; i < summary.n; i++) {
		const struct summary_row *r = &summary.rows[i];

		assert_true(next_line(&line));
		assert_string_equal(field(&line, "backend"), r->backend);
		assert_string_equal(field(&line, "control"), r->control ? "true" : "false");
		assert_close(atof(field(&line, "overhead_in_unit")), r->overhead, 0);
		/* Of six rounds, 1 to 6. */
		assert_string_equal(field(&line, "involuntary_switches"), "21");
		assert_string_equal(field(&line, "migrations"), "");
		if (r->reference) {
			assert_string_equal(field(&line, "hits"), "");
			assert_string_equal(field(&line, "times_cheapest_ratio"), "");
		} else {
			assert_int_equal(atoll(field(&line, "hits")), r->hits);
			assert_close(atof(field(&line, "times_cheapest_ratio")), r->times_cheapest,
				     0);
		}
	}
}

static void test_trial_values(void **state)
{
	struct line line;

	(void)state;
	write_table(TRIALS);
	for (size_t i = 0; i < run.n_trials; i++) {
		const struct trial *t = &run.trials[i];

		assert_true(next_line(&line));
		assert_int_equal(atoi(field(&line, "round")), t->round);
		assert_int_equal(atoi(field(&line, "position")), t->position);
		assert_string_equal(field(&line, "backend"), t->backend);
		assert_string_equal(field(&line, "control"), t->control ? "true" : "false");
		assert_string_equal(field(&line, "placement"), "");
		assert_int_equal(atoll(field(&line, "attach_ns")), t->attach_ns);
		assert_int_equal(atoll(field(&line, "interrupts")), t->disturbance.interrupts);
		assert_int_equal(atoll(field(&line, "involuntary_switches")), t->round);
		assert_string_equal(field(&line, "migrations"), "");
		assert_string_equal(field(&line, "user_cycles"), "");
		assert_close(atof(field(&line, "operation_p99_in_unit")), t->operation.figures.p99,
			     0);
		assert_close(atof(field(&line, "operation_mean_in_unit")),
			     t->operation.figures.mean, 1e-6);
		assert_close(atof(field(&line, "beside_mode_in_unit")), t->beside.figures.mode, 0);
	}
}

/* Of each trial and each call, the cells hold every operation, and do not overlap. */
static void test_histogram_adds_up(void **state)
{
	struct line line;

	(void)state;
	write_table(HISTOGRAMS);
	for (size_t i = 0; i < run.n_trials; i++) {
		uint64_t operation = 0, beside = 0;
		double last = -1;

		for (size_t cell = 0; cell < 6; cell++) {
			bool is_operation;

			assert_true(next_line(&line));
			assert_int_equal(atoi(field(&line, "round")), run.trials[i].round);
			assert_int_equal(atoi(field(&line, "position")), run.trials[i].position);
			is_operation = !strcmp(field(&line, "call"), "operation");
			*(is_operation ? &operation : &beside) +=
				strtoull(field(&line, "count"), NULL, 10);
			if (cell == 3)
				last = -1;
			assert_true(atof(field(&line, "first_in_unit")) > last);
			last = atof(field(&line, "last_in_unit"));
		}
		assert_int_equal(operation, run.trials[i].operations);
		assert_int_equal(beside, run.trials[i].beside.figures.count);
	}
}

static void test_histogram_is_in_the_unit(void **state)
{
	struct histogram_cells *cells = &run.trials[0].operation.cells;
	struct line line;

	(void)state;
	run.units_per_tick = 0.5;
	cells->exact = false;
	cells->v[0].value = 4096; /* a bucket of four values */
	write_table(HISTOGRAMS);
	assert_true(next_line(&line));
	assert_string_equal(field(&line, "first_in_unit"), "2048");
	assert_string_equal(field(&line, "last_in_unit"), "2049.5");
	cells->exact = true;
	write_table(HISTOGRAMS);
	assert_true(next_line(&line));
	assert_string_equal(field(&line, "last_in_unit"), "2048");
}

static void test_company(void **state)
{
	static const enum table tables[] = { SUMMARY, TRIALS, HISTOGRAMS };
	struct line line;

	(void)state;
	strcpy(run.plan.beside, "fentry");
	strcpy(run.plan.elsewhere, "kprobe.multi:all");
	run.plan.copies = 8;
	run.plan.pid_filter = true;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		write_table(tables[i]);
		assert_true(next_line(&line));
		assert_string_equal(field(&line, "beside"), "fentry");
		assert_string_equal(field(&line, "elsewhere"), "kprobe.multi:all");
		assert_string_equal(field(&line, "copies"), "8");
		assert_string_equal(field(&line, "pid_filter"), "true");
	}
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, run_setup, run_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_lines_are_complete),
		on_run(test_summary_names_its_columns_as_json_does),
		on_run(test_summary_values),
		on_run(test_trial_values),
		on_run(test_histogram_adds_up),
		on_run(test_histogram_is_in_the_unit),
		on_run(test_company),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
