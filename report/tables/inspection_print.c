// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/inspection_print.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/figures/format.h"

static const char *release_of(const struct run *run)
{
	const char *text = json_string_value(json_object_get(run->environment, "kernel_release"));

	return text ? text : "unknown";
}

/* ---- table ---- */

static const struct program_fact *find_fact(const struct run *run, const char *arm,
					    const char *name)
{
	size_t n;
	const struct program_fact *facts = program_facts__find(&run->facts, arm, &n);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(facts[i].name, name))
			return &facts[i];
	return NULL;
}

static int release_width(const struct run *runs, size_t n)
{
	size_t width = strlen("kernel");

	for (size_t i = 0; i < n; i++)
		if (strlen(release_of(&runs[i])) > width)
			width = strlen(release_of(&runs[i]));
	return (int)width;
}

/* The counts of a program, in the order of the table. */
static const struct {
	const char *heading;
	int width;
	size_t offset;
} columns[] = {
	{ "verified", 8, offsetof(struct program_fact, verified) },
	{ "states", 6, offsetof(struct program_fact, states) },
	{ "insns", 5, offsetof(struct program_fact, instructions) },
	{ "JIT bytes", 9, offsetof(struct program_fact, jited_bytes) },
	{ "stack", 5, offsetof(struct program_fact, stack_bytes) },
};

#define COLUMNS (sizeof(columns) / sizeof(*columns))

static void print_row(const struct run *run, const struct program_fact *fact, int width, FILE *file)
{
	char cell[CELL_SIZE];

	print__terminal(file, "  %-*s %-4s", width, release_of(run),
			fact && fact->attached ? "yes" : "no");
	for (size_t i = 0; i < COLUMNS; i++) {
		format__count(cell,
			      fact ? *(const int64_t *)((const char *)fact + columns[i].offset)
				   : COUNT_UNKNOWN);
		print__terminal(file, " %*s", columns[i].width, cell);
	}
	format__grouped(cell,
			fact && fact->load_ns != COUNT_UNKNOWN ? (double)fact->load_ns / 1e3 : NAN,
			false);
	print__terminal(file, " %7s\n", cell);
	if (fact && !fact->attached)
		print__terminal(file, "  %-*s %s%s%s\n", width, "", fact->reason,
				fact->remedy[0] ? "; " : "", fact->remedy);
}

static void print_program(const struct run *runs, size_t n, const struct program_fact *fact,
			  FILE *file)
{
	int width = release_width(runs, n);

	print__terminal(file, "\n%s of %s (%s)%s%s\n  %-*s %-4s", fact->name, fact->arm,
			fact->section, fact->target[0] ? ", at " : "", fact->target, width,
			"kernel", "can");
	for (size_t i = 0; i < COLUMNS; i++)
		print__terminal(file, " %*s", columns[i].width, columns[i].heading);
	print__terminal(file, " %7s\n", "load us");
	for (size_t i = 0; i < n; i++)
		print_row(&runs[i], find_fact(&runs[i], fact->arm, fact->name), width, file);
}

/* An object that the kernel refuses as a whole. */
static void print_refused(const struct run *run, FILE *file)
{
	for (size_t i = 0; i < run->n_capabilities; i++) {
		const struct capability *c = &run->capabilities[i];

		if (!c->available)
			print__terminal(file, "\n%s does not load on %s: %s%s%s\n", c->backend,
					release_of(run), c->reason, c->remedy[0] ? "; " : "",
					c->remedy);
	}
}

static const struct {
	const char *heading;
	int width;
	size_t offset;
} map_columns[] = {
	{ "key", 6, offsetof(struct map_fact, key_bytes) },
	{ "value", 8, offsetof(struct map_fact, value_bytes) },
	{ "entries", 10, offsetof(struct map_fact, entries) },
	{ "memory", 10, offsetof(struct map_fact, memory_bytes) },
};

#define MAP_COLUMNS (sizeof(map_columns) / sizeof(*map_columns))

static void print_maps(const struct run *run, FILE *file)
{
	char cell[CELL_SIZE];

	if (!run->maps.n)
		return;
	print__terminal(file, "\nmaps on %s, in bytes\n  %-24s %-18s", release_of(run), "map",
			"type");
	for (size_t i = 0; i < MAP_COLUMNS; i++)
		print__terminal(file, " %*s", map_columns[i].width, map_columns[i].heading);
	fputc('\n', file);
	for (size_t i = 0; i < run->maps.n; i++) {
		const struct map_fact *map = &run->maps.v[i];

		print__terminal(file, "  %-24s %-18s", map->name, map->type);
		for (size_t j = 0; j < MAP_COLUMNS; j++) {
			format__count(cell, *(const int64_t *)((const char *)map +
							       map_columns[j].offset));
			print__terminal(file, " %*s", map_columns[j].width, cell);
		}
		fputc('\n', file);
	}
}

/* Kernels for which a source has other programs, by its #ifs, have rows of their own. */
static bool is_first(const struct run *runs, size_t i, const struct program_fact *fact)
{
	for (size_t j = 0; j < i; j++)
		if (find_fact(&runs[j], fact->arm, fact->name))
			return false;
	return true;
}

static void print_table(const struct run *runs, size_t n, FILE *file)
{
	print__terminal(
		file,
		"can: whether it loads and has what it attaches to; in user space, on this machine.\n"
		"verified: instructions that the verifier walked.\n"
		"insns: BPF instructions, as the kernel runs them. stack: bytes.\n");
	for (size_t i = 0; i < n; i++)
		print_refused(&runs[i], file);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < runs[i].facts.n; j++)
			if (is_first(runs, i, &runs[i].facts.v[j]))
				print_program(runs, n, &runs[i].facts.v[j], file);
	for (size_t i = 0; i < n; i++)
		print_maps(&runs[i], file);
}

/* ---- JSON, CSV ---- */

static json_t *run_to_json(const struct run *run)
{
	json_t *list = json_array(), *maps = json_array(), *refused = json_object();

	for (size_t i = 0; i < run->facts.n; i++)
		json_array_append_new(list, fields__to_json(program_fact_fields, &run->facts.v[i]));
	for (size_t i = 0; i < run->maps.n; i++)
		json_array_append_new(maps, fields__to_json(map_fact_fields, &run->maps.v[i]));
	for (size_t i = 0; i < run->n_capabilities; i++)
		if (!run->capabilities[i].available)
			json_object_set_new(refused, run->capabilities[i].backend,
					    json_string(run->capabilities[i].reason));
	return json_pack("{s:s, s:o, s:o, s:o}", "kernel_release", release_of(run), "programs",
			 list, "maps", maps, "refused", refused);
}

static void print_json(const struct run *runs, size_t n, FILE *file)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, run_to_json(&runs[i]));
	print__json(file, list, JSON_INDENT(2));
	fputc('\n', file);
	json_decref(list);
}

static void print_value(json_t *value, FILE *file)
{
	if (json_is_string(value))
		print__csv(file, ",%s", json_string_value(value));
	else if (json_is_integer(value))
		fprintf(file, ",%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_boolean(value))
		fprintf(file, ",%d", json_is_true(value));
	else
		fputc(',', file);
	json_decref(value);
}

static void print_csv(const struct run *runs, size_t n, FILE *file)
{
	fputs("kernel", file);
	for (const struct field *f = program_fact_fields; f->key; f++)
		print__csv(file, ",%s", f->key);
	fputc('\n', file);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < runs[i].facts.n; j++) {
			print__csv(file, "%s", release_of(&runs[i]));
			for (const struct field *f = program_fact_fields; f->key; f++)
				print_value(fields__value(f, &runs[i].facts.v[j]), file);
			fputc('\n', file);
		}
}

const struct inspection_format inspection_formats[] = {
	{ "table", print_table },
	{ "json", print_json },
	{ "csv", print_csv },
	{ NULL, NULL },
};
