/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other activity on a machine: rows of the doctor's table that need two readings, or /proc. */
#ifndef HOOKBENCH_BENCH_DOCTOR_LOAD_H
#define HOOKBENCH_BENCH_DOCTOR_LOAD_H

#include <stddef.h>
#include <stdint.h>

#include "bench/doctor/check.h"
#include "bench/machine/process.h"
#include "bench/model/disturbance.h"

/* A reading. */
struct load {
	uint64_t ns;			/* when; CLOCK_MONOTONIC */
	struct disturbance disturbance; /* of all CPUs, since boot */
	size_t n_processes;
	struct process *processes;
};

/* Free with load__free. `root` as in struct machine. */
void load__read(struct load *load, const char *root);
void load__free(struct load *load);

/* See struct check. */
void load__examine_busy(const struct check *check, const struct machine *machine,
			struct finding *finding);
void load__examine_average(const struct check *check, const struct machine *machine,
			   struct finding *finding);
void load__examine_daemons(const struct check *check, const struct machine *machine,
			   struct finding *finding);
void load__examine_swap(const struct check *check, const struct machine *machine,
			struct finding *finding);
void load__examine_steal(const struct check *check, const struct machine *machine,
			 struct finding *finding);
void load__examine_throttling(const struct check *check, const struct machine *machine,
			      struct finding *finding);

#endif
