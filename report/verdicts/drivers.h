/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What makes a run's overheads dear: the drivers of an operation with a backend minus those of
 * `none`, or of its twin, in all and by function. From drivers.json, which may contain anything.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_DRIVERS_H
#define HOOKBENCH_REPORT_VERDICTS_DRIVERS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/model/driver.h"
#include "bench/model/run.h"
#include "report/figures/hooked.h"
#include "report/figures/summary.h"

/* A number with what is subtracted, and with the backend attached. */
struct driven_pair {
	int64_t none, hook;
};

/* "lfence" of the barriers. */
struct driven_kind {
	const char *name; /* owned by the JSON */
	enum driver_id driver;
	struct driven_pair n;
};

struct driven_function {
	const char *name; /* owned by the JSON */
	struct driven_pair of[N_DRIVERS];
};

struct driven {
	char backend[NAME_SIZE];
	char over[NAME_SIZE]; /* what is subtracted; "" for `none` itself */
	bool reference;	      /* `none` itself: what is subtracted is 0 */
	struct driven_pair of[N_DRIVERS];
	size_t n_kinds, n_functions;
	struct driven_kind *kinds;	   /* those that differ, by driver, then by name */
	struct driven_function *functions; /* those that differ; most instructions first */
	int64_t used, agreed;		   /* operations; see results/README.md */
	struct {
		json_int_t low, high;
	} data_lines, data_pages; /* over the operations used, with the backend attached */
	/* The classes, and the functions, are the whole, and that is the cost in the run. */
	bool adds_up;
};

struct drivers {
	char kernel[96], workload[NAME_SIZE], payload[NAME_SIZE];
	char hooked[HOOKED_SIZE];
	struct plan plan;
	size_t n;
	struct driven *v; /* `none` first, then the plan's order */
	json_t *json;	  /* the data it was made from */
};

/* From a run with drivers. 0, or -errno, logged. Free after success. */
int drivers__make(const struct run *run, const struct summary *summary, struct drivers *drivers);
/* Whether the run has drivers. name: of the run. 0, or -EINVAL, logged. */
int drivers__check(const struct run *run, const char *name);
/* Reads a stored run from its folder. 0, or -errno, logged. */
int drivers__read(const char *folder, struct drivers *drivers);
void drivers__free(struct drivers *drivers);
/* NULL if there is no backend of that name. */
const struct driven *drivers__find(const struct drivers *drivers, const char *backend);
bool drivers__add_up(const struct drivers *drivers);
/* What the backend adds. */
int64_t driven_pair__difference(const struct driven_pair *pair);

#endif
