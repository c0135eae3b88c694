/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the first process of a guest does that bench/vm/vm.c started.
 *
 * A request is {"command": "run" | "probe" | "boot", "plan": {...}}, and the reply a run as
 * bench/model/run_json.h writes it, with {"error": ERRNO} beside it if measuring failed. For
 * "attach" see guest_command.h, for "trace" guest_trace.h.
 */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_H
#define HOOKBENCH_BENCH_GUEST_GUEST_H

/* Answers the request and powers off. For the first process. */
void guest__main(void) __attribute__((noreturn));

#endif
