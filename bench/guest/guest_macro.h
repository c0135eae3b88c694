/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's side of `hookbench macro --kernel`: {"command": "macro", "plan", "macro":
 * macro__to_json}, and what guest_command__open reads, without words. The reply is that of a run,
 * with "hyperfine" as in struct run, and "attaches": whether any hook does; or {"error": ERRNO}.
 */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_MACRO_H
#define HOOKBENCH_BENCH_GUEST_GUEST_MACRO_H

#include "bench/base/progress.h"
#include "bench/guest/guest_command.h"

json_t *guest_macro__answer(json_t *request, guest_send send, progress_fn progress);

#endif
