/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hooks, tracers and folders that were left behind: rows of the doctor's table. */
#ifndef HOOKBENCH_BENCH_DOCTOR_LEFTOVER_H
#define HOOKBENCH_BENCH_DOCTOR_LEFTOVER_H

#include "bench/doctor/check.h"

/* Any line of the check's list is bad, except comments and "nop". */
void leftover__examine_list(const struct check *check, const struct machine *machine,
			    struct finding *finding);
/* The same for tracepoints: those that hookbench or the kernel have left are advice. */
void leftover__examine_events(const struct check *check, const struct machine *machine,
			      struct finding *finding);
/* For a list of hooked functions: one that a workload calls is a warning, others are advice. */
void leftover__examine_functions(const struct check *check, const struct machine *machine,
				 struct finding *finding);
/* BPF programs that trace; for one on a function that a workload calls, the function is named. */
void leftover__examine_bpf(const struct check *check, const struct machine *machine,
			   struct finding *finding);
/*
 * Writes what already hooks a function to a text of `size` bytes; "" if nothing is visible to this
 * process.
 */
void leftover__find_hooks(const struct machine *machine, const char *function, char *text,
			  size_t size);
/* Perf events of other processes. */
void leftover__examine_perf(const struct check *check, const struct machine *machine,
			    struct finding *finding);
/* Scratch folders in the usual places, both abandoned and in use. */
void leftover__examine_scratch(const struct check *check, const struct machine *machine,
			       struct finding *finding);

#endif
