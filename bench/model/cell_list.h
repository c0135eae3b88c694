/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The cells of a matrix: each variant on each kernel. Many machines measure one matrix, so each has
 * the same list, and the folder in which some cells are stored says of which list they are.
 */
#ifndef HOOKBENCH_BENCH_MODEL_CELL_LIST_H
#define HOOKBENCH_BENCH_MODEL_CELL_LIST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench/model/cell_key.h"

#define CELL_PLAN_SCHEMA "hookbench-plan/2"
#define CELL_PLAN	 "plan.json" /* in a folder of cells */
#define CELLS_MAX	 1024

struct cell_list {
	char version[NAME_SIZE]; /* of the hookbench that made it */
	enum clock_unit unit;
	size_t n;
	struct cell *v; /* the kernels of the first variant, then those of the next */
};

/* The members of a cell, as named in plan.json. */
extern const struct field cell_fields[];

/* NULL when out of memory. */
json_t *cell_list__to_json(const struct cell_list *list);
/*
 * Reads DIR/plan.json. 0; or -errno, logged: -ENOENT, which is not logged, if there is none.
 * Free with cell_list__free.
 */
int cell_list__read(const char *folder, struct cell_list *list);
/*
 * Writes DIR/plan.json, with the folder, or checks that the one that is there is the same plan. 0
 * or -errno, logged.
 */
int cell_list__settle(const char *folder, const struct cell_list *list);
/* Checks that `other`, of that name, has the same cells. 0, or -EINVAL, logged. */
int cell_list__check_same(const struct cell_list *list, const char *name,
			  const struct cell_list *other, const char *other_name);
/* The index of an id; list->n if there is none. */
size_t cell_list__find(const struct cell_list *list, const char *id);
void cell_list__free(struct cell_list *list);

/* "6.12, payload empty": for messages. */
#define CELL_LABEL_SIZE (256 + 2 + VARIANTS_NAME_SIZE)
void cell__label(const struct cell *cell, char label[CELL_LABEL_SIZE]);

#endif
