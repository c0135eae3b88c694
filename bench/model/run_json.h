/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run as JSON, schema hookbench/1: every field is documented in results/README.md. */
#ifndef HOOKBENCH_BENCH_MODEL_RUN_JSON_H
#define HOOKBENCH_BENCH_MODEL_RUN_JSON_H

#include <jansson.h>

#include "bench/model/run.h"

json_t *plan__to_json(const struct plan *plan);
/* 0, or -EINVAL, logged with the name of the field. */
int plan__from_json(json_t *json, struct plan *plan);

/* Writes no summary: that is computed in report/. NULL when out of memory. */
json_t *run__to_json(const struct run *run);
/*
 * Reads the output of run__to_json, or any other JSON. 0; or -EINVAL with `run` empty and the
 * problem logged (an unknown schema by name). `name`: the source, for that message. Free with
 * run__free.
 */
int run__from_json(json_t *json, const char *name, struct run *run);

#endif
