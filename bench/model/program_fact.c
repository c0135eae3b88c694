// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/program_fact.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct field program_fact_fields[] = {
	FIELD(program_fact, arm, "arm", text, ""),
	FIELD(program_fact, name, "name", text, ""),
	FIELD(program_fact, section, "section", text, ""),
	FIELD(program_fact, kind, "kind", text_or_null, ""),
	FIELD(program_fact, target, "target", text_or_null, ""),
	FIELD(program_fact, attached, "attached", boolean, ""),
	FIELD(program_fact, reason, "reason", text_or_null, ""),
	FIELD(program_fact, remedy, "remedy", text_or_null, ""),
	FIELD(program_fact, runs, "runs", count, "runs"),
	FIELD(program_fact, operations, "operations", count, "operations"),
	FIELD(program_fact, timed_runs, "timed_runs", count, "runs", .since = 5),
	FIELD(program_fact, timed_operations, "timed_operations", count, "operations", .since = 5),
	FIELD(program_fact, instructions, "instructions", count, "instructions of BPF"),
	FIELD(program_fact, verified, "verified", count, "instructions of BPF"),
	FIELD(program_fact, states, "states", count, "states"),
	FIELD(program_fact, jited_bytes, "jited_bytes", count, "bytes"),
	FIELD(program_fact, translated_bytes, "translated_bytes", count, "bytes"),
	FIELD(program_fact, stack_bytes, "stack_bytes", count, "bytes"),
	FIELD(program_fact, load_ns, "load_ns", count, "ns"),
	{ .key = NULL },
};

void program_fact__init(struct program_fact *fact, const char *arm)
{
	*fact = (struct program_fact){
		.runs = COUNT_UNKNOWN,
		.operations = COUNT_UNKNOWN,
		.timed_runs = COUNT_UNKNOWN,
		.timed_operations = COUNT_UNKNOWN,
		.instructions = COUNT_UNKNOWN,
		.verified = COUNT_UNKNOWN,
		.states = COUNT_UNKNOWN,
		.jited_bytes = COUNT_UNKNOWN,
		.translated_bytes = COUNT_UNKNOWN,
		.stack_bytes = COUNT_UNKNOWN,
		.load_ns = COUNT_UNKNOWN,
	};
	snprintf(fact->arm, sizeof(fact->arm), "%s", arm);
}

double program_fact__runs_per_operation(const struct program_fact *fact)
{
	if (fact->timed_operations > 0)
		return (double)fact->timed_runs / (double)fact->timed_operations;
	if (fact->runs != COUNT_UNKNOWN && fact->operations > 0)
		return (double)fact->runs / (double)fact->operations;
	return NAN;
}

struct program_fact *program_facts__find(const struct program_facts *facts, const char *arm,
					 size_t *n)
{
	size_t first = 0, end;

	while (first < facts->n && strcmp(facts->v[first].arm, arm) != 0)
		first++;
	for (end = first; end < facts->n && !strcmp(facts->v[end].arm, arm);)
		end++;
	*n = end - first;
	return *n ? &facts->v[first] : NULL;
}

int64_t program_facts__timed_runs(const struct program_facts *facts, const char *arm)
{
	int64_t sum = COUNT_UNKNOWN;
	size_t n;
	const struct program_fact *v = program_facts__find(facts, arm, &n);

	for (size_t i = 0; i < n; i++)
		if (v[i].timed_runs != COUNT_UNKNOWN)
			sum = (sum == COUNT_UNKNOWN ? 0 : sum) + v[i].timed_runs;
	return sum;
}

int program_facts__add(struct program_facts *facts, const struct program_fact *v, size_t n)
{
	struct program_fact *grown;

	if (!n)
		return 0;
	grown = reallocarray(facts->v, facts->n + n, sizeof(*v));
	if (!grown)
		return -ENOMEM;
	memcpy(&grown[facts->n], v, n * sizeof(*v));
	facts->v = grown;
	facts->n += n;
	return 0;
}

void program_facts__free(struct program_facts *facts)
{
	free(facts->v);
	*facts = (struct program_facts){ 0 };
}
