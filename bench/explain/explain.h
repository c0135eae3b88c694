/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From counts by address to instructions by kernel function: what is stored as explain.json. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_EXPLAIN_H
#define HOOKBENCH_BENCH_EXPLAIN_EXPLAIN_H

#include <jansson.h>

#include "bench/explain/profile.h"
#include "bench/model/run.h"

/*
 * A JSON object, see results/README.md. packed: as ksymbols__pack makes it; attached: for each
 * trial of the run, as ksymbols__list makes it. 0, or -errno, logged.
 */
int explain__make(const struct run *run, const struct profiles *profiles, json_t *packed,
		  json_t *attached, json_t **explain);

#endif
