/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's side of `hookbench macro --kernel`: the request macro. The reply has a run,
 * "hyperfine" as in struct run, and "attaches": whether any hook attaches.
 */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_MACRO_H
#define HOOKBENCH_BENCH_GUEST_GUEST_MACRO_H

#include <jansson.h>

/* 0 with the fields of the reply, or -errno, logged. */
int guest_macro__answer(const json_t *request, json_t **reply);

#endif
