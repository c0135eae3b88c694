/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's side of `hookbench trace --kernel`: {"command": "trace", "backend", "workload",
 * "printk", "pid", and what guest_command.h has of a command}; without "words" of it, a
 * demonstration is traced. Events and lines are output to descriptors that no command has. The
 * reply is {"backend", "function", "placement", "events", "lost", "status", "release"}, or
 * {"error": ERRNO}.
 */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_TRACE_H
#define HOOKBENCH_BENCH_GUEST_GUEST_TRACE_H

#include "bench/guest/guest_command.h"

#define GUEST_TRACE_EVENT 3 /* a struct hit_event */
#define GUEST_TRACE_LINE  4 /* without its newline */

json_t *guest_trace__answer(json_t *request, guest_send send);

#endif
