// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/program_fact.h"

#include <errno.h>
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
