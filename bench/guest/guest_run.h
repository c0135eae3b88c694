/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's side of `hookbench run --kernel` and `list --kernel`: the requests run and probe. The
 * reply is a run as bench/model/run_json.h writes it; also if no hook attaches, and then with the
 * error ENOTSUP.
 */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_RUN_H
#define HOOKBENCH_BENCH_GUEST_GUEST_RUN_H

#include <jansson.h>

/* 0 with the fields of the reply, or -errno, logged. */
int guest_run__measure(const json_t *request, json_t **reply);
int guest_run__probe(const json_t *request, json_t **reply);
int guest_run__inspect(const json_t *request, json_t **reply);

#endif
