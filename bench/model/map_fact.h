/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel made of the maps of users' objects. Stored with the run. */
#ifndef HOOKBENCH_BENCH_MODEL_MAP_FACT_H
#define HOOKBENCH_BENCH_MODEL_MAP_FACT_H

#include <stddef.h>
#include <stdint.h>

#include "bench/base/maybe_count.h"
#include "bench/model/fields.h"
#include "bench/model/plan.h"

/* Names are those of the object, and may be foreign text. Counts: COUNT_UNKNOWN if not known. */
struct map_fact {
	char arm[NAME_SIZE];
	char name[64];
	char type[32]; /* as libbpf calls it: "hash", "ringbuf" */
	int64_t key_bytes, value_bytes, entries;
	int64_t memory_bytes; /* that the kernel says it takes */
};

extern const struct field map_fact_fields[];

/* { 0 }: empty. */
struct map_facts {
	size_t n;
	struct map_fact *v;
};

/* A fact of which only the arm is known yet. */
void map_fact__init(struct map_fact *fact, const char *arm);
/* Adds a copy. 0 or -ENOMEM, not logged. */
int map_facts__add(struct map_facts *facts, const struct map_fact *fact);
void map_facts__free(struct map_facts *facts);

#endif
