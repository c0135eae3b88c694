/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became of the programs of users' objects on a kernel. Stored with the run. */
#ifndef HOOKBENCH_BENCH_MODEL_PROGRAM_FACT_H
#define HOOKBENCH_BENCH_MODEL_PROGRAM_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/base/maybe_count.h"
#include "bench/model/fields.h"
#include "bench/model/plan.h"

/* Of what a section names, a file's path among others; with the NUL. */
#define PROGRAM_TARGET_SIZE  512
#define PROGRAM_SECTION_SIZE 512

/* Names are those of the object, and may be foreign text. Counts: COUNT_UNKNOWN if not known. */
struct program_fact {
	char arm[NAME_SIZE];
	char name[64];
	char section[PROGRAM_SECTION_SIZE];
	char kind[24]; /* "kprobe", "fentry.s": the section's first word; "" unknown */
	char target[PROGRAM_TARGET_SIZE]; /* what it is attached to, after --retarget; "" if the
					     section has none */
	bool attached;
	char reason[256];	  /* why not; "" if attached */
	char remedy[256];	  /* may be "" */
	int64_t runs;		  /* counted by the kernel in the proof */
	int64_t operations;	  /* of the proof, between which it may run too */
	int64_t timed_runs;	  /* within other operations, without what runs between them */
	int64_t timed_operations; /* those */
	int64_t instructions;	  /* of BPF, as the kernel translated them */
	int64_t verified;	  /* instructions that the verifier walked through */
	int64_t states;		  /* in the verifier's memory, all together */
	int64_t jited_bytes;	  /* of machine code */
	int64_t translated_bytes; /* of BPF code */
	int64_t stack_bytes;	  /* of the program and all its functions together */
	int64_t load_ns;	  /* that the verifier took */
};

extern const struct field program_fact_fields[];

/* Runs per timed operation; of older runs, per cycle, of which it is a part. NAN if unknown. */
double program_fact__runs_per_operation(const struct program_fact *fact);

/* A list of facts; those of an arm are next to each other. { 0 }: empty. */
struct program_facts {
	size_t n;
	struct program_fact *v;
};

/* A fact of which only the arm is known yet. */
void program_fact__init(struct program_fact *fact, const char *arm);
/* The facts of that arm, or NULL with *n = 0. They are valid until the list is changed. */
struct program_fact *program_facts__find(const struct program_facts *facts, const char *arm,
					 size_t *n);
/* Of all programs of the arm together: runs within timed operations; COUNT_UNKNOWN. */
int64_t program_facts__timed_runs(const struct program_facts *facts, const char *arm);
/* Adds copies of `n` facts. 0 or -ENOMEM, not logged. */
int program_facts__add(struct program_facts *facts, const struct program_fact *v, size_t n);
void program_facts__free(struct program_facts *facts);

#endif
