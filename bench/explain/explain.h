/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Turns counts by address into instructions by kernel function, which are stored as explain.json,
 * and into drivers, stored as drivers.json.
 */
#ifndef HOOKBENCH_BENCH_EXPLAIN_EXPLAIN_H
#define HOOKBENCH_BENCH_EXPLAIN_EXPLAIN_H

#include <jansson.h>

#include "bench/explain/profile.h"
#include "bench/model/run.h"

/*
 * A JSON object, see results/README.md. packed: as made by ksymbols__pack; attached: for each trial
 * of the run, as made by ksymbols__list. 0, or -errno, logged.
 */
int explain__make(const struct run *run, const struct profiles *profiles, json_t *packed,
		  json_t *attached, json_t **explain);
/*
 * The same for the drivers of each trial, if the profiles have accesses. machine: of the guest, as
 * in uname -m.
 */
int explain__make_drivers(const struct run *run, const struct profiles *profiles, json_t *packed,
			  json_t *attached, const char *machine, json_t **json);

#endif
