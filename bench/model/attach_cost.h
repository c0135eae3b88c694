/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What attaching itself costs, by the number of functions. */
#ifndef HOOKBENCH_BENCH_MODEL_ATTACH_COST_H
#define HOOKBENCH_BENCH_MODEL_ATTACH_COST_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/base/maybe_count.h"
#include "bench/model/clock_unit.h"
#include "bench/model/fields.h"
#include "bench/model/plan.h"

#define ATTACH_COST_SCHEMA	"hookbench-attach-cost/1"
#define ATTACH_COST_MAX_COUNTS	16
#define ATTACH_COST_MAX_REPEATS 100

struct attach_cost_plan {
	size_t n_backends;
	char backends[PLAN_MAX_BACKENDS][NAME_SIZE];
	size_t n_counts;
	uint64_t counts[ATTACH_COST_MAX_COUNTS]; /* functions; 0: all */
	unsigned int repeats;			 /* 1 to ATTACH_COST_MAX_REPEATS */
	enum clock_unit unit;			 /* of processor time */
};

/* Once loaded, attached and detached. All figures are unknown if it was refused. */
struct attach_trial {
	char backend[NAME_SIZE];
	uint64_t functions;  /* that were hooked, or were to be; 0: all were to be */
	unsigned int repeat; /* from 1 */
	/* What the calling thread ran, in the plan's unit. */
	int64_t load, attach, detach;
	/* From call to return, in nanoseconds of the kernel's clock. */
	int64_t load_ns, attach_ns, detach_ns;
	char reason[384]; /* why it was refused; "": it was not */
};

struct attach_cost {
	json_t *environment; /* as that of a run */
	json_t *vm;	     /* the same; NULL on the running kernel */
	char started[32];    /* UTC, ISO 8601 */
	enum clock_unit unit;
	size_t n;
	struct attach_trial *trials; /* by backend, number and repeat */
};

extern const struct field attach_trial_fields[];

/* 0 or -ENOMEM, logged. */
int attach_cost__add(struct attach_cost *cost, const struct attach_trial *trial);
void attach_cost__free(struct attach_cost *cost);
/* The document that is stored. NULL when out of memory. */
json_t *attach_cost__to_json(const struct attach_cost *cost);
/* The trials as a list, and back: 0, or -EINVAL or -ENOMEM, logged. */
json_t *attach_cost__pack_trials(const struct attach_cost *cost);
int attach_cost__take_trials(struct attach_cost *cost, json_t *list);

#endif
