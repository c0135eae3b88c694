/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * This program as the first process of a guest that bench/vm/vm.c started.
 *
 * A request is {"command": "run" | "probe" | "boot", "plan": {...}}, and the reply a run as
 * bench/model/run_json.h writes it, with {"error": ERRNO} beside it if measuring failed. For
 * "attach" see guest_command.h, for "trace" guest_trace.h.
 */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_H
#define HOOKBENCH_BENCH_GUEST_GUEST_H

#include <stdbool.h>

#include "bench/model/run.h"

/* Whether this process is such a guest. */
bool guest__is_guest(void);
/* Answers the request and powers off. Does not return. is_enough: see struct run_context. */
void guest__main(bool (*is_enough)(const struct run *run)) __attribute__((noreturn));

#endif
