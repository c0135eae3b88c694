/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hooks, tracers and folders that somebody has left behind: rows of the doctor's table. */
#ifndef HOOKBENCH_BENCH_DOCTOR_LEFTOVER_H
#define HOOKBENCH_BENCH_DOCTOR_LEFTOVER_H

#include "bench/doctor/check.h"

/* Any line of the check's list is too many, but for comments and "nop". */
void leftover__examine_list(const struct check *check, const struct machine *machine,
			    struct finding *finding);
/* The list is of hooked functions: one that a workload calls is a warning, others are advice. */
void leftover__examine_functions(const struct check *check, const struct machine *machine,
				 struct finding *finding);
/* BPF programs that trace; one on a function that a workload calls is named with it. */
void leftover__examine_bpf(const struct check *check, const struct machine *machine,
			   struct finding *finding);
/*
 * Who hooks a function already, in a text of `size` bytes; "" if nobody does, as far as this
 * process may know.
 */
void leftover__find_hooks(const struct machine *machine, const char *function, char *text,
			  size_t size);
/* Other processes' perf events. */
void leftover__examine_perf(const struct check *check, const struct machine *machine,
			    struct finding *finding);
/* Scratch folders in the usual places that no run is using any more, and those that one is. */
void leftover__examine_scratch(const struct check *check, const struct machine *machine,
			       struct finding *finding);

#endif
