/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns the users' files into BPF objects for a kernel, and adds them to the plan. */
#ifndef HOOKBENCH_BENCH_EXECUTE_PREPARE_PROGRAMS_H
#define HOOKBENCH_BENCH_EXECUTE_PREPARE_PROGRAMS_H

#include "bench/model/arm_objects.h"
#include "bench/model/program_files.h"
#include "bench/model/run.h"
#include "bench/objects/compile.h"

/* Sources that do not compile for a kernel. { 0 }: none. */
struct refused_sources {
	size_t n;
	struct {
		struct plan_program program;
		char reason[COMPILE_REFUSAL_SIZE];
	} v[PLAN_MAX_PROGRAMS];
};

/*
 * Adds the programs and their twins to the plan as its last backends. `image` is the path of the
 * kernel's image; NULL: the running kernel. A source that does not compile becomes one of
 * `refused`, as long as there is something else to measure; NULL: it is an error. 0, or -errno,
 * logged, with nothing to free.
 */
int prepare_programs(const struct program_files *files, const char *image, struct plan *plan,
		     struct arm_objects *objects, struct refused_sources *refused);
/* Adds them to a plan of the others. 0 or -E2BIG, logged. */
int refused_sources__add_to_plan(const struct refused_sources *refused, struct plan *plan);
/* Adds them to a run of the others, as arms that are not available. 0 or -E2BIG, logged. */
int refused_sources__add_to(const struct refused_sources *refused, struct run *run);

#endif
