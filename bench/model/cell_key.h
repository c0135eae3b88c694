/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The key of a cell: an object of all that decides what is measured, and of nothing of the machine
 * that measures. `hookbench plan` makes it, plan.json has it, the cell's id stands for it, and what
 * a stored run says of itself is compared with it.
 */
#ifndef HOOKBENCH_BENCH_MODEL_CELL_KEY_H
#define HOOKBENCH_BENCH_MODEL_CELL_KEY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/base/checksum.h"
#include "bench/model/run.h"
#include "bench/model/variants.h"

#define CELL_ID_SIZE RUN_CELL_SIZE

struct cell {
	char id[CELL_ID_SIZE];
	char kernel[256]; /* as tables and messages call it */
	json_t *key;	  /* object: what identifies a run of it */
	/* Of the key, for readers. */
	char image_checksum[CHECKSUM_SIZE];
	char arch[NAME_SIZE];
	char accelerator[NAME_SIZE];
	char cpu_model[1024];
	char append[2048]; /* "": nothing */
	char workload[NAME_SIZE];
	char payload[NAME_SIZE];
	char programs[1024];		  /* of the user's, "a, b"; "": none */
	char variant[VARIANTS_NAME_SIZE]; /* its values where they vary; "": nothing varies */
	char folder[VARIANTS_NAME_SIZE];  /* the same, as a folder's name */
};

/* 16 hexadecimal digits for a text: the same on every machine. */
void cell__make_id(const char *text, char id[CELL_ID_SIZE]);

/* The parts of a key; texts that are NULL or "" are null. */
struct cell_facts {
	const char *image_checksum, *arch, *accelerator, *cpu_model, *append;
	unsigned int memory_mib;
	int explain;		 /* enum explain_depth */
	const struct plan *plan; /* complete, without the user's programs */
	/* The user's, by their files: what each becomes on a kernel is only known there. */
	size_t n_programs;
	const char *const *arms;
	const char (*checksums)[CHECKSUM_SIZE];
	const char *cflags;
};

/* Gives the cell its key, and all that follows from it. 0, or -ENOMEM, logged. */
int cell__set_facts(struct cell *cell, const struct cell_facts *facts);
/*
 * Whether the members of a cell that was read are those of its key, and the key is one; else
 * `problem` says in a word what differs.
 */
bool cell__is_of_key(const struct cell *cell, const char **problem);
/* Why a run is not of this cell, in words; "" if it is. */
void cell__check_run(const struct cell *cell, const struct run *run, char *problem, size_t size);
/*
 * Whether the run says only that none of the hooks attaches, or is hit, on its kernel: an answer,
 * and no measurement.
 */
bool cell__is_skip(const struct run *run);

#endif
