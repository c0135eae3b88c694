// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/map_fact.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

const struct field map_fact_fields[] = {
	FIELD(map_fact, arm, "arm", text, ""),
	FIELD(map_fact, name, "name", text, ""),
	FIELD(map_fact, type, "type", text_or_null, ""),
	FIELD(map_fact, key_bytes, "key_bytes", count, "bytes"),
	FIELD(map_fact, value_bytes, "value_bytes", count, "bytes"),
	FIELD(map_fact, entries, "entries", count, "entries"),
	FIELD(map_fact, memory_bytes, "memory_bytes", count, "bytes"),
	{ .key = NULL },
};

void map_fact__init(struct map_fact *fact, const char *arm)
{
	*fact = (struct map_fact){
		.key_bytes = COUNT_UNKNOWN,
		.value_bytes = COUNT_UNKNOWN,
		.entries = COUNT_UNKNOWN,
		.memory_bytes = COUNT_UNKNOWN,
	};
	snprintf(fact->arm, sizeof(fact->arm), "%s", arm);
}

int map_facts__add(struct map_facts *facts, const struct map_fact *fact)
{
	struct map_fact *grown = reallocarray(facts->v, facts->n + 1, sizeof(*fact));

	if (!grown)
		return -ENOMEM;
	grown[facts->n++] = *fact;
	facts->v = grown;
	return 0;
}

void map_facts__free(struct map_facts *facts)
{
	free(facts->v);
	*facts = (struct map_facts){ 0 };
}
