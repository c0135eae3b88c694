// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/explanation_print.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/folders.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/new_file.h"
#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/tables/heading_print.h"
#include "report/tables/terminal_text.h"

static struct heading heading_of(const struct explanation *e)
{
	return (struct heading){ e->kernel, e->workload, e->payload, e->hooked, &e->plan };
}

/* ---- table ---- */

/* The cost of `none` is spread over too many functions to list them all. */
#define MOST_OF_NONE 15

/* A narrow terminal has no room for the group beside a function: the groups stand below. */
static bool is_narrow(FILE *file)
{
	return terminal_text__width(file) < 72;
}

static void print_row(int64_t part, int64_t of, const char *name, const char *note, FILE *file)
{
	char share[32] = "";

	if (of)
		snprintf(share, sizeof(share), "%.1f %%", 100 * (double)part / (double)of);
	if (is_narrow(file))
		print__terminal(file, "%6" PRId64 " %8s  %s\n", part, share, name);
	else if (note[0])
		print__terminal(file, "%12" PRId64 " %8s  %-28s %s\n", part, share, name, note);
	else
		print__terminal(file, "%12" PRId64 " %8s  %s\n", part, share, name);
}

static void print_groups(const struct explained *e, FILE *file)
{
	fputc('\n', file);
	for (int i = 0; i < N_GROUPS; i++)
		if (e->by_group[i])
			print_row(e->by_group[i], e->sum, group__name((enum group)i), "", file);
}

static void print_sum(const struct explained *e, FILE *file)
{
	print_row(e->sum, e->sum,
		  e->reference ? "sum, the cost of none"
		  : e->is_body ? "sum, the body of the program"
			       : "sum, the overhead of the run",
		  "", file);
	if (!e->exact)
		fprintf(file, "INVALID: the overhead in the run is %.15g\n", e->overhead);
	else if (e->low < e->high)
		fprintf(file,
			"The rounds differ, %.15g to %.15g: these are the parts of the first; the overhead of the run is their median, %.15g.\n",
			e->low, e->high, e->overhead);
}

static void print_backend(const struct explained *e, FILE *file)
{
	size_t n = e->reference && e->n > MOST_OF_NONE ? MOST_OF_NONE : e->n;
	int64_t rest = e->sum;

	fputc('\n', file);
	terminal_text__note(file,
			    "%s: %s%" PRId64 " instructions%s%s (%" PRId64 " operations, %" PRId64
			    " of them counted)",
			    /* Of a hook, it is a difference. */
			    e->backend, e->reference || e->sum < 0 ? "" : "+", e->sum,
			    e->is_body ? " over " : "", e->is_body ? e->over : "", e->operations,
			    e->used);
	if (is_narrow(file))
		print__terminal(file, "%6s %8s  function\n", "number", "share");
	else
		print__terminal(file, "%12s %8s  %s\n", "instructions", "share",
				e->reference ? "function" : "function                     group");
	for (size_t i = 0; i < n; i++) {
		const struct explained_function *f = &e->functions[i];

		rest -= f->hook - f->none;
		print_row(f->hook - f->none, e->sum, f->name,
			  e->reference ? "" : group__name(f->group), file);
	}
	if (n < e->n) {
		char text[64];

		snprintf(text, sizeof(text), "%zu other function%s", e->n - n, number__s(e->n - n));
		print_row(rest, e->sum, text, "", file);
	}
	print_sum(e, file);
	if (!e->reference)
		print_groups(e, file);
}

static void print_table(const struct explanation *e, FILE *file)
{
	const struct heading heading = heading_of(e);

	heading__print(&heading, file);
	terminal_text__note(
		file,
		"What each backend adds to none, in instructions per operation, by kernel function.");
	for (size_t i = 0; i < e->n; i++)
		print_backend(&e->v[i], file);
}

/* Includes `none`: the cost of the hooked function itself, and of getting there, on each kernel. */
static void print_change_of(const struct explained *a, const struct explained *b, FILE *file)
{
	struct explained_change *changes;
	size_t n = explained__compare(a, b, &changes);
	size_t most = a->reference && n > MOST_OF_NONE ? MOST_OF_NONE : n;
	int64_t rest = b->sum - a->sum;

	print__terminal(file,
			"\n%s: %" PRId64 " -> %" PRId64 " instructions, %+" PRId64
			"\n%12s %8s %8s  %-28s %s\n",
			a->backend, a->sum, b->sum, b->sum - a->sum, "difference", "before",
			"after", "function", "group");
	for (size_t i = 0; i < most; i++) {
		const struct explained_change *c = &changes[i];

		rest -= c->after - c->before;
		print__terminal(file, "%+12" PRId64 " %8" PRId64 " %8" PRId64 "  %-28s %s\n",
				c->after - c->before, c->before, c->after, c->name,
				group__name(c->group));
	}
	if (most < n)
		print__terminal(file, "%+12" PRId64 " %8s %8s  %zu other function%s\n", rest, "",
				"", n - most, number__s(n - most));
	print__terminal(file, "%+12" PRId64 " %8" PRId64 " %8" PRId64 "  sum\n", b->sum - a->sum,
			a->sum, b->sum);
	free(changes);
	for (int i = 0; i < N_GROUPS && !a->reference; i++) {
		if (a->by_group[i] == b->by_group[i])
			continue;
		print__terminal(file, "%s%+12" PRId64 " %8" PRId64 " %8" PRId64 "  %s\n", "",
				b->by_group[i] - a->by_group[i], a->by_group[i], b->by_group[i],
				group__name((enum group)i));
	}
}

static void print_change_table(const struct explanation *before, const struct explanation *after,
			       FILE *file)
{
	const struct heading headings[] = { heading_of(before), heading_of(after) };

	heading__print_change(&headings[0], &headings[1], file);
	fputs("Changes in what each backend adds to none, in instructions per operation.\n", file);
	for (size_t i = 0; i < before->n; i++) {
		const struct explained *b = explanation__find(after, before->v[i].backend);

		if (b)
			print_change_of(&before->v[i], b, file);
		else
			print__terminal(file, "\n%s: not measured on %s\n", before->v[i].backend,
					after->kernel);
	}
}

/* ---- JSON ---- */

static json_t *groups_to_json(const struct explained *e)
{
	json_t *groups = json_object();

	for (int i = 0; i < N_GROUPS; i++)
		json_object_set_new(groups, group__name((enum group)i),
				    json_integer(e->by_group[i]));
	return groups;
}

static json_t *explained__to_json(const struct explained *e)
{
	json_t *functions = json_array();

	for (size_t i = 0; i < e->n; i++) {
		const struct explained_function *f = &e->functions[i];

		json_array_append_new(functions,
				      json_pack("{s:s, s:s, s:I, s:I, s:I}", "function", f->name,
						"group", group__name(f->group), "none",
						(json_int_t)f->none, "hook", (json_int_t)f->hook,
						"difference", (json_int_t)(f->hook - f->none)));
	}
	return json_pack("{s:s, s:f, s:f, s:f, s:I, s:b, s:I, s:I, s:o, s:o}", "backend",
			 e->backend, "overhead", e->overhead, "overhead_low", e->low,
			 "overhead_high", e->high, "sum", (json_int_t)e->sum, "exact", e->exact,
			 "operations", (json_int_t)e->operations, "used", (json_int_t)e->used,
			 "groups", groups_to_json(e), "functions", functions);
}

static void print_object(json_t *json, FILE *file)
{
	print__json(file, json, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
	fputc('\n', file);
	json_decref(json);
}

static void print_json(const struct explanation *e, FILE *file)
{
	const struct heading heading = heading_of(e);
	json_t *list = json_array();

	for (size_t i = 0; i < e->n; i++)
		json_array_append_new(list, explained__to_json(&e->v[i]));
	print_object(heading__to_json(&heading, list), file);
}

static json_t *change_to_json(const struct explained *a, const struct explained *b)
{
	struct explained_change *changes;
	size_t n = explained__compare(a, b, &changes);
	json_t *functions = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(
			functions,
			json_pack("{s:s, s:s, s:I, s:I, s:I}", "function", changes[i].name, "group",
				  group__name(changes[i].group), "before",
				  (json_int_t)changes[i].before, "after",
				  (json_int_t)changes[i].after, "difference",
				  (json_int_t)(changes[i].after - changes[i].before)));
	free(changes);
	return json_pack("{s:s, s:I, s:I, s:I, s:o}", "backend", a->backend, "before",
			 (json_int_t)a->sum, "after", (json_int_t)b->sum, "difference",
			 (json_int_t)(b->sum - a->sum), "functions", functions);
}

static void print_change_json(const struct explanation *before, const struct explanation *after,
			      FILE *file)
{
	const struct heading headings[] = { heading_of(before), heading_of(after) };
	json_t *list = json_array();

	for (size_t i = 0; i < before->n; i++) {
		const struct explained *b = explanation__find(after, before->v[i].backend);

		if (b)
			json_array_append_new(list, change_to_json(&before->v[i], b));
	}
	print_object(heading__change_to_json(&headings[0], &headings[1], list), file);
}

/* ---- CSV ---- */

static void print_csv(const struct explanation *e, FILE *file)
{
	const struct heading heading = heading_of(e);

	fprintf(file, "kernel,backend,function,group,none,hook,difference");
	heading__end_csv_names(file);
	for (size_t i = 0; i < e->n; i++)
		for (size_t j = 0; j < e->v[i].n; j++) {
			const struct explained_function *f = &e->v[i].functions[j];

			print__csv(file, "%s,%s,%s,%s,%" PRId64 ",%" PRId64 ",%" PRId64, e->kernel,
				   e->v[i].backend, f->name, group__name(f->group), f->none,
				   f->hook, f->hook - f->none);
			heading__end_csv_line(&heading, file);
		}
}

static void print_change_csv(const struct explanation *before, const struct explanation *after,
			     FILE *file)
{
	fprintf(file, "backend,function,group,before,after,difference\n");
	for (size_t i = 0; i < before->n; i++) {
		const struct explained *b = explanation__find(after, before->v[i].backend);
		struct explained_change *v = NULL;
		size_t n = b ? explained__compare(&before->v[i], b, &v) : 0;

		for (size_t j = 0; j < n; j++)
			print__csv(file, "%s,%s,%s,%" PRId64 ",%" PRId64 ",%" PRId64 "\n",
				   b->backend, v[j].name, group__name(v[j].group), v[j].before,
				   v[j].after, v[j].after - v[j].before);
		free(v);
	}
}

const struct explanation_format explanation_formats[] = {
	{ "table", print_table, print_change_table },
	{ "json", print_json, print_change_json },
	{ "csv", print_csv, print_change_csv },
	{ NULL, NULL, NULL },
};

/* ---- folded stacks ---- */

/* A file of call stacks: those of a backend, or what it has more often than `less`. */
struct stacks_file {
	char path[4200];
	json_t *stacks, *less;
};

/* Each backend but `none` has two. False: there is no file of that number. */
static bool find_file(const struct explanation *e, const char *folder, size_t number,
		      struct stacks_file *file)
{
	const struct explained *x = &e->v[number / 2];
	bool is_difference = number % 2;
	char name[160];

	if (is_difference && x->reference)
		return false;
	encode__text(name, sizeof(name), TO_FILE_NAME, x->backend);
	snprintf(file->path, sizeof(file->path), "%.4000s/%s%s.folded", folder, name,
		 is_difference ? "-none" : "");
	file->stacks = x->stacks;
	file->less = is_difference ? x->none_stacks : NULL;
	return true;
}

static int write_stacks(FILE *to, const void *what)
{
	const struct stacks_file *file = what;
	const char *stack;
	json_t *count;

	json_object_foreach (file->stacks, stack, count) {
		json_int_t n = json_integer_value(count) -
			       json_integer_value(json_object_get(file->less, stack));

		if (n > 0)
			print__terminal(to, "%s %" JSON_INTEGER_FORMAT "\n", stack, n);
		if (ferror(to))
			return -errno;
	}
	return 0;
}

int explanation__write_folded(const struct explanation *e, const char *folder)
{
	struct stacks_file file;
	size_t there, n = 0;
	int err = folders__make(folder, &there);

	for (; n < 2 * e->n && !err; n++)
		if (find_file(e, folder, n, &file))
			err = new_file__write(file.path, write_stacks, &file);
	if (!err)
		return 0;
	/* Some of them would be taken for all. */
	while (n--)
		if (find_file(e, folder, n, &file))
			unlink(file.path);
	folders__remove_made(folder, there);
	machine_failure__note_errno(err);
	return log__fail(err, "cannot write stacks into %s: %s", folder, strerror(-err));
}
