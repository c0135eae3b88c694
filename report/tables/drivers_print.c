// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/drivers_print.h"

#include <inttypes.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/tables/heading_print.h"

static struct heading heading_of(const struct drivers *drivers)
{
	return (struct heading){ drivers->kernel, drivers->workload, drivers->payload,
				 drivers->hooked, &drivers->plan };
}

/* ---- table: a row a driver, a column a backend ---- */

/* Of backends side by side, on a terminal of 100 columns. */
#define MOST_COLUMNS 6

/* Backends side by side. */
struct block {
	const struct driven *v;
	size_t n;
};

static int64_t added(const struct driven *d, enum driver_id driver)
{
	return driven_pair__difference(&d->of[driver]);
}

static int column_width(const struct driven *d)
{
	size_t length = strlen(d->backend);

	return (int)(length < 12 ? 12 : length);
}

static void print_number(const struct driven *d, int64_t n, FILE *file)
{
	if (!n)
		print__terminal(file, " %*s", column_width(d), "-");
	else
		print__terminal(file, d->reference ? " %*" PRId64 : " %+*" PRId64, column_width(d),
				n);
}

static void print_driver(const struct block *b, enum driver_id driver, FILE *file)
{
	bool is_there = driver == DRIVER_INSTRUCTIONS;

	for (size_t i = 0; i < b->n; i++)
		is_there |= b->v[i].of[driver].none || b->v[i].of[driver].hook;
	if (!is_there)
		return;
	print__terminal(file, "%-18s", driver_table[driver].key);
	for (size_t i = 0; i < b->n; i++)
		print_number(&b->v[i], added(&b->v[i], driver), file);
	fputc('\n', file);
}

static int64_t kind_of(const struct driven *d, enum driver_id driver, const char *name)
{
	for (size_t i = 0; i < d->n_kinds; i++)
		if (d->kinds[i].driver == driver && !strcmp(d->kinds[i].name, name))
			return driven_pair__difference(&d->kinds[i].n);
	return 0;
}

/* Whether an earlier backend of the block has the kind, which then has its row. */
static bool is_known(const struct block *b, size_t before, const struct driven_kind *kind)
{
	for (size_t i = 0; i < before; i++)
		if (kind_of(&b->v[i], kind->driver, kind->name))
			return true;
	return false;
}

/* Below the row of their class. */
static void print_kinds(const struct block *b, enum driver_id driver, FILE *file)
{
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < b->v[i].n_kinds; k++) {
			const struct driven_kind *kind = &b->v[i].kinds[k];

			if (kind->driver != driver || is_known(b, i, kind))
				continue;
			print__terminal(file, "  %-16s", kind->name);
			for (size_t j = 0; j < b->n; j++)
				print_number(&b->v[j], kind_of(&b->v[j], driver, kind->name), file);
			fputc('\n', file);
		}
}

static void print_block(const struct block *b, FILE *file)
{
	print__terminal(file, "\n%-18s", "driver");
	for (size_t i = 0; i < b->n; i++)
		print__terminal(file, " %*s", column_width(&b->v[i]), b->v[i].backend);
	fputc('\n', file);
	for (int i = 0; i < N_DRIVERS; i++) {
		print_driver(b, (enum driver_id)i, file);
		print_kinds(b, (enum driver_id)i, file);
	}
}

/*
 * "1 locked, 3 code_lines" of what a function adds, without the instructions; and how deep it is on
 * the stack, of which a difference would say little.
 */
static void print_parts(const struct driven_function *f, FILE *file)
{
	const char *comma = "";

	for (int i = DRIVER_PLAIN + 1; i < N_DRIVERS; i++) {
		int64_t n = driven_pair__difference(&f->of[i]);

		if (!n || driver_table[i].whole == WHOLE_LARGEST)
			continue;
		print__terminal(file, "%s%" PRId64 " %s", comma, n, driver_table[i].key);
		comma = ", ";
	}
	if (f->of[DRIVER_STACK].hook)
		print__terminal(file, "%sstack to %" PRId64, comma, f->of[DRIVER_STACK].hook);
	fputc('\n', file);
}

/*
 * The same instructions touch one line of data more or less by where it lies. And what is called
 * within a hook is deeper on the stack by the hook's part, which is seen at the hook.
 */
static bool is_news(const struct driven_function *f)
{
	for (int i = 0; i < N_DRIVERS; i++)
		if (i != DRIVER_DATA_LINES && i != DRIVER_DATA_PAGES && i != DRIVER_STACK &&
		    f->of[i].none != f->of[i].hook)
			return true;
	return false;
}

static void print_functions(const struct driven *d, FILE *file)
{
	print__terminal(file, "\n%s, by function:\n", d->backend);
	for (size_t i = 0; i < d->n_functions; i++) {
		const struct driven_function *f = &d->functions[i];

		if (!is_news(f))
			continue;
		print__terminal(file, "%+12" PRId64 "  %-28s ",
				driven_pair__difference(&f->of[DRIVER_INSTRUCTIONS]), f->name);
		print_parts(f, file);
	}
}

/* What the operations have in common, and what not. */
static void print_ranges(const struct drivers *drivers, FILE *file)
{
	fprintf(file,
		"\nLines and pages of data depend on where the memory lies that an operation allocates: they are those of the most common number of lines.\n");
	for (size_t i = 0; i < drivers->n; i++) {
		const struct driven *d = &drivers->v[i];

		print__terminal(file,
				"%s: %" PRId64 " lines in %" PRId64 " of %" PRId64
				" operations; in all, %" JSON_INTEGER_FORMAT
				" to %" JSON_INTEGER_FORMAT " lines and %" JSON_INTEGER_FORMAT
				" to %" JSON_INTEGER_FORMAT " pages.\n",
				d->backend, d->of[DRIVER_DATA_LINES].hook, d->agreed, d->used,
				d->data_lines.low, d->data_lines.high, d->data_pages.low,
				d->data_pages.high);
	}
}

static void print_table(const struct drivers *drivers, FILE *file)
{
	const struct heading heading = heading_of(drivers);

	heading__print(&heading, file);
	print__terminal(
		file,
		"What makes the instructions dear, per operation: those of %s, and what each other adds.\n",
		drivers->n ? drivers->v[0].backend : "");
	for (size_t i = 0; i < drivers->n; i += MOST_COLUMNS) {
		size_t n = drivers->n - i;

		print_block(&(struct block){ &drivers->v[i], n < MOST_COLUMNS ? n : MOST_COLUMNS },
			    file);
	}
	for (size_t i = 0; i < drivers->n; i++)
		if (!drivers->v[i].reference)
			print_functions(&drivers->v[i], file);
	print_ranges(drivers, file);
}

static void print_change_of(const struct driven *a, const struct driven *b, FILE *file)
{
	print__terminal(file, "\n%s:\n%12s %8s %8s  driver\n", a->backend, "difference", "before",
			"after");
	for (int i = 0; i < N_DRIVERS; i++) {
		int64_t before = added(a, (enum driver_id)i), after = added(b, (enum driver_id)i);

		if (before || after)
			print__terminal(file, "%+12" PRId64 " %8" PRId64 " %8" PRId64 "  %s\n",
					after - before, before, after, driver_table[i].key);
	}
}

static void print_change_table(const struct drivers *before, const struct drivers *after,
			       FILE *file)
{
	const struct heading headings[] = { heading_of(before), heading_of(after) };

	heading__print_change(&headings[0], &headings[1], file);
	fputs("Changes in what each backend adds to none, per operation.\n", file);
	for (size_t i = 0; i < before->n; i++) {
		const struct driven *b = drivers__find(after, before->v[i].backend);

		if (b)
			print_change_of(&before->v[i], b, file);
		else
			print__terminal(file, "\n%s: not measured on %s\n", before->v[i].backend,
					after->kernel);
	}
}

/* ---- JSON ---- */

static json_t *pair_to_json(const struct driven_pair *pair)
{
	return json_pack("{s:I, s:I, s:I}", "none", (json_int_t)pair->none, "hook",
			 (json_int_t)pair->hook, "difference",
			 (json_int_t)driven_pair__difference(pair));
}

/* all: also what is 0 on both sides. */
static json_t *pairs_to_json(const struct driven_pair of[N_DRIVERS], bool all)
{
	json_t *json = json_object();

	for (int i = 0; i < N_DRIVERS; i++)
		if (all || of[i].none || of[i].hook)
			json_object_set_new(json, driver_table[i].key, pair_to_json(&of[i]));
	return json;
}

static json_t *kinds_to_json(const struct driven *d)
{
	json_t *json = json_object();

	for (size_t i = 0; i < d->n_kinds; i++) {
		const char *key = driver_table[d->kinds[i].driver].key;
		json_t *kinds = json_object_get(json, key);

		if (!kinds) {
			kinds = json_object();
			json_object_set_new(json, key, kinds);
		}
		json_object_set_new(kinds, d->kinds[i].name, pair_to_json(&d->kinds[i].n));
	}
	return json;
}

static json_t *driven__to_json(const struct driven *d)
{
	json_t *functions = json_array();

	for (size_t i = 0; i < d->n_functions; i++)
		json_array_append_new(
			functions, json_pack("{s:s, s:o}", "function", d->functions[i].name,
					     "drivers", pairs_to_json(d->functions[i].of, false)));
	return json_pack("{s:s, s:s, s:b, s:I, s:I, s:[I, I], s:[I, I], s:o, s:o, s:o}", "backend",
			 d->backend, "over", d->over, "exact", d->adds_up, "used",
			 (json_int_t)d->used, "agreed", (json_int_t)d->agreed, "data_lines_range",
			 d->data_lines.low, d->data_lines.high, "data_pages_range",
			 d->data_pages.low, d->data_pages.high, "drivers",
			 pairs_to_json(d->of, true), "kinds", kinds_to_json(d), "functions",
			 functions);
}

static void print_object(json_t *json, FILE *file)
{
	print__json(file, json, JSON_INDENT(2));
	fputc('\n', file);
	json_decref(json);
}

static void print_json(const struct drivers *drivers, FILE *file)
{
	const struct heading heading = heading_of(drivers);
	json_t *list = json_array();

	for (size_t i = 0; i < drivers->n; i++)
		json_array_append_new(list, driven__to_json(&drivers->v[i]));
	print_object(heading__to_json(&heading, list), file);
}

static json_t *change_to_json(const struct driven *a, const struct driven *b)
{
	json_t *json = json_object();

	for (int i = 0; i < N_DRIVERS; i++) {
		int64_t before = added(a, (enum driver_id)i), after = added(b, (enum driver_id)i);

		json_object_set_new(json, driver_table[i].key,
				    json_pack("{s:I, s:I, s:I}", "before", (json_int_t)before,
					      "after", (json_int_t)after, "difference",
					      (json_int_t)(after - before)));
	}
	return json_pack("{s:s, s:o}", "backend", a->backend, "drivers", json);
}

static void print_change_json(const struct drivers *before, const struct drivers *after, FILE *file)
{
	const struct heading headings[] = { heading_of(before), heading_of(after) };
	json_t *list = json_array();

	for (size_t i = 0; i < before->n; i++) {
		const struct driven *b = drivers__find(after, before->v[i].backend);

		if (b)
			json_array_append_new(list, change_to_json(&before->v[i], b));
	}
	print_object(heading__change_to_json(&headings[0], &headings[1], list), file);
}

/* ---- CSV ---- */

static void print_csv_row(const struct drivers *drivers, const struct driven *d,
			  const char *function, enum driver_id driver, const char *kind,
			  const struct driven_pair *n, FILE *file)
{
	const struct heading heading = heading_of(drivers);

	if (!n->none && !n->hook)
		return;
	print__csv(file, "%s,%s,%s,%s,%s,%" PRId64 ",%" PRId64 ",%" PRId64, drivers->kernel,
		   d->backend, function, driver_table[driver].key, kind, n->none, n->hook,
		   driven_pair__difference(n));
	heading__end_csv_line(&heading, file);
}

/* Rows without a function are of the whole operation; those with a kind are a part of one without.
 */
static void print_csv(const struct drivers *drivers, FILE *file)
{
	fprintf(file, "kernel,backend,function,driver,kind,none,hook,difference");
	heading__end_csv_names(file);
	for (size_t i = 0; i < drivers->n; i++) {
		const struct driven *d = &drivers->v[i];

		for (int j = 0; j < N_DRIVERS; j++)
			print_csv_row(drivers, d, "", (enum driver_id)j, "", &d->of[j], file);
		for (size_t j = 0; j < d->n_kinds; j++)
			print_csv_row(drivers, d, "", d->kinds[j].driver, d->kinds[j].name,
				      &d->kinds[j].n, file);
		for (size_t f = 0; f < d->n_functions; f++)
			for (int j = 0; j < N_DRIVERS; j++)
				print_csv_row(drivers, d, d->functions[f].name, (enum driver_id)j,
					      "", &d->functions[f].of[j], file);
	}
}

static void print_change_csv(const struct drivers *before, const struct drivers *after, FILE *file)
{
	fprintf(file, "backend,driver,before,after,difference\n");
	for (size_t i = 0; i < before->n; i++) {
		const struct driven *a = &before->v[i], *b = drivers__find(after, a->backend);

		for (int j = 0; b && j < N_DRIVERS; j++)
			print__csv(file, "%s,%s,%" PRId64 ",%" PRId64 ",%" PRId64 "\n", a->backend,
				   driver_table[j].key, added(a, (enum driver_id)j),
				   added(b, (enum driver_id)j),
				   added(b, (enum driver_id)j) - added(a, (enum driver_id)j));
	}
}

const struct drivers_format drivers_formats[] = {
	{ "table", print_table, print_change_table },
	{ "json", print_json, print_change_json },
	{ "csv", print_csv, print_change_csv },
	{ NULL, NULL, NULL },
};
