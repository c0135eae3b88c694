// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/cell_key.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/encode.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/base/utf8.h"
#include "bench/model/explain_json.h"
#include "bench/model/run_json.h"

/* FNV-1a: no secret, and the same everywhere. Two cells with one id are refused. */
void cell__make_id(const char *text, char id[CELL_ID_SIZE])
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	snprintf(id, CELL_ID_SIZE, "%016" PRIx64, hash);
}

/* ---- a key ---- */

/* JSON is UTF-8, which an argument need not be: as runs say it, and what then is lost besides. */
static int add_text(json_t *key, const char *name, const char *text)
{
	char room[8 * 2048 + 4], also[64];
	int err = json_object_set_new(key, name, json_value__text(text));

	if (!text || utf8__is_valid(text))
		return err;
	encode__text(room, sizeof(room), TO_TERMINAL_NAME, text);
	snprintf(also, sizeof(also), "%s_encoded", name);
	return err | json_object_set_new(key, also, json_string(room));
}

static int add_programs(json_t *key, const struct cell_facts *facts)
{
	json_t *programs = json_array();
	int err = 0;

	for (size_t i = 0; i < facts->n_programs && !err; i++) {
		json_t *program = json_object();

		err = add_text(program, "arm", facts->arms[i]);
		err |= json_object_set_new(program, "checksum", json_string(facts->checksums[i]));
		err |= json_array_append_new(programs, program);
	}
	return err | json_object_set_new(key, "programs", programs);
}

static json_t *make_key(const struct cell_facts *facts)
{
	json_t *key = json_object();
	int err = add_text(key, "image_checksum", facts->image_checksum);

	err |= add_text(key, "arch", facts->arch);
	err |= add_text(key, "accelerator", facts->accelerator);
	err |= add_text(key, "cpu_model", facts->cpu_model);
	err |= add_text(key, "append", facts->append);
	err |= json_object_set_new(key, "memory_mib", json_integer(facts->memory_mib));
	err |= json_object_set_new(key, "explain", json_integer(facts->explain));
	err |= json_object_set_new(key, "plan", plan__to_json(facts->plan));
	err |= add_programs(key, facts);
	err |= add_text(key, "cflags", facts->cflags);
	if (!err)
		return key;
	json_decref(key);
	return NULL;
}

/* What a cell has of its key besides, for readers. */
static const struct {
	const char *key; /* what the key calls it */
	bool is_of_plan; /* the key's plan does */
	size_t offset, size;
} columns[] = {
#define COLUMN(member, is_of_plan)                                  \
	{                                                           \
#member, is_of_plan, offsetof(struct cell, member), \
			sizeof(((struct cell *)NULL)->member)       \
	}
	COLUMN(image_checksum, false), COLUMN(arch, false),   COLUMN(accelerator, false),
	COLUMN(cpu_model, false),      COLUMN(append, false), COLUMN(workload, true),
	COLUMN(payload, true),
#undef COLUMN
};

#define N_COLUMNS (sizeof(columns) / sizeof(*columns))

static const json_t *plan_of(const struct cell *cell)
{
	return json_object_get(cell->key, "plan");
}

static const char *column_of_key(const struct cell *cell, size_t i)
{
	const json_t *of = columns[i].is_of_plan ? plan_of(cell) : cell->key;

	return json_string_value(json_object_get(of, columns[i].key)) ?: "";
}

/* The arms of an array of programs, as "a, b". */
static void list_arms(const json_t *programs, char *text, size_t size)
{
	size_t length = 0, i;
	const json_t *program;

	text[0] = '\0';
	json_array_foreach (programs, i, program) {
		const char *arm = json_string_value(json_object_get(program, "arm"));

		if (length < size)
			length += (size_t)snprintf(text + length, size - length, "%s%s",
						   i ? ", " : "", arm ? arm : "");
	}
}

/* 0 or -ENOMEM, logged. */
static int make_id(const json_t *key, char id[CELL_ID_SIZE])
{
	char *text = json_dumps(key, JSON_COMPACT | JSON_SORT_KEYS);

	if (!text)
		return log__out_of_memory();
	cell__make_id(text, id);
	free(text);
	return 0;
}

int cell__set_facts(struct cell *cell, const struct cell_facts *facts)
{
	cell->key = make_key(facts);
	if (!cell->key)
		return log__out_of_memory();
	for (size_t i = 0; i < N_COLUMNS; i++)
		snprintf((char *)cell + columns[i].offset, columns[i].size, "%s",
			 column_of_key(cell, i));
	list_arms(json_object_get(cell->key, "programs"), cell->programs, sizeof(cell->programs));
	return make_id(cell->key, cell->id);
}

bool cell__is_of_key(const struct cell *cell, const char **problem)
{
	char id[CELL_ID_SIZE] = "", arms[sizeof(cell->programs)];

	*problem = "id";
	if (make_id(cell->key, id) || strcmp(id, cell->id) != 0)
		return false;
	*problem = "programs";
	list_arms(json_object_get(cell->key, *problem), arms, sizeof(arms));
	if (strcmp(arms, cell->programs) != 0)
		return false;
	for (size_t i = 0; i < N_COLUMNS; i++) {
		*problem = columns[i].key;
		if (strcmp((const char *)cell + columns[i].offset, column_of_key(cell, i)) != 0)
			return false;
	}
	return true;
}

/* ---- a run of a cell ---- */

bool cell__is_skip(const struct run *run)
{
	size_t hooks = 0;

	for (size_t i = 0; i < run->n_capabilities; i++) {
		const struct capability *c = &run->capabilities[i];

		if (!strcmp(c->backend, run->plan.backends[0]))
			continue;
		if (c->available)
			return false;
		hooks++;
	}
	return hooks;
}

/* As it was asked for: a program's arm and twin are added where it is measured. */
static json_t *plan_without_programs(const struct plan *plan)
{
	struct plan bare = *plan;

	bare.n_backends = bare.n_programs = 0;
	for (size_t i = 0; i < plan->n_backends; i++)
		if (!plan__program(plan, plan->backends[i], false) &&
		    !plan__program(plan, plan->backends[i], true))
			memcpy(bare.backends[bare.n_backends++], plan->backends[i], NAME_SIZE);
	return plan__to_json(&bare);
}

static void say(char *problem, size_t size, const char *name, const json_t *wanted,
		const json_t *got)
{
	char *texts[] = { wanted ? json_dumps(wanted, JSON_ENCODE_ANY | JSON_COMPACT) : NULL,
			  got ? json_dumps(got, JSON_ENCODE_ANY | JSON_COMPACT) : NULL };

	snprintf(problem, size, "its %s is %.900s, and the cell's is %.900s", name,
		 texts[1] ? texts[1] : "null", texts[0] ? texts[0] : "null");
	free(texts[0]);
	free(texts[1]);
}

static bool is_same(const json_t *a, const json_t *b)
{
	return json_equal(a, b) || ((!a || json_is_null(a)) && (!b || json_is_null(b)));
}

static void check_vm(const struct cell *cell, const struct run *run, char *problem, size_t size)
{
	static const struct {
		const char *key, *name;
	} facts[] = {
		{ "image_checksum", "kernel image" }, { "accelerator", "accelerator" },
		{ "cpu_model", "CPU model" },	      { "append", "--append" },
		{ "memory_mib", "--memory" },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts) && !problem[0]; i++) {
		const json_t *wanted = json_object_get(cell->key, facts[i].key),
			     *got = json_object_get(run->vm, facts[i].key);

		if (!is_same(wanted, got))
			say(problem, size, facts[i].name, wanted, got);
	}
}

static void check_plan(const struct cell *cell, const struct run *run, char *problem, size_t size)
{
	json_t *plan = plan_without_programs(&run->plan), *got;
	const char *name;

	/* The key is of the same version: see cell_list__check_same. */
	json_object_foreach (plan, name, got) {
		const json_t *wanted = json_object_get(plan_of(cell), name);

		if (!problem[0] && !is_same(wanted, got))
			say(problem, size, name, wanted, got);
	}
	if (!plan)
		snprintf(problem, size, "there is no memory left to compare it");
	json_decref(plan);
}

static bool has_arm(const json_t *programs, const json_t *arm)
{
	json_t *program;
	size_t i;

	json_array_foreach (programs, i, program)
		if (json_equal(json_object_get(program, "arm"), arm))
			return true;
	return false;
}

/* In any order: those that a kernel refuses come last. */
static void check_programs(const struct cell *cell, const struct run *run, char *problem,
			   size_t size)
{
	const json_t *wanted = json_object_get(cell->key, "programs");
	json_t *plan = plan__to_json(&run->plan), *got = json_object_get(plan, "programs");
	bool same = json_array_size(wanted) == json_array_size(got);
	char arms[sizeof(cell->programs)];
	json_t *program;
	size_t i;

	json_array_foreach (got, i, program)
		same &= has_arm(wanted, json_object_get(program, "arm"));
	list_arms(got, arms, sizeof(arms));
	if (!same)
		snprintf(problem, size, "its programs are \"%s\", and the cell's \"%s\"", arms,
			 cell->programs);
	json_decref(plan);
}

/* Where nothing attaches, nothing is counted. */
static void check_explain(const struct cell *cell, const struct run *run, char *problem,
			  size_t size)
{
	json_int_t depth = json_integer_value(json_object_get(cell->key, "explain"));

	if (cell__is_skip(run))
		return;
	if (depth >= EXPLAIN_FUNCTIONS && !run->explain)
		snprintf(problem, size, "it has no explain.json, which --explain makes");
	else if (depth == EXPLAIN_DRIVERS && !run->drivers)
		snprintf(problem, size, "it has no drivers.json, which --drivers makes");
}

/* What the run does not say, such as the sources of programs, its id stands for. */
static void check_id(const struct cell *cell, const struct run *run, char *problem, size_t size)
{
	if (!run->cell[0])
		snprintf(problem, size, "it is of no cell");
	else if (strcmp(run->cell, cell->id) != 0)
		snprintf(problem, size, "it was measured as cell %s", run->cell);
}

void cell__check_run(const struct cell *cell, const struct run *run, char *problem, size_t size)
{
	void (*const checks[])(const struct cell *, const struct run *, char *, size_t) = {
		check_vm, check_plan, check_programs, check_explain, check_id,
	};

	problem[0] = '\0';
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks) && !problem[0]; i++)
		checks[i](cell, run, problem, size);
}
