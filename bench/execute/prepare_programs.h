/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns the users' files into BPF objects for a kernel, and adds them to the plan. */
#ifndef HOOKBENCH_BENCH_EXECUTE_PREPARE_PROGRAMS_H
#define HOOKBENCH_BENCH_EXECUTE_PREPARE_PROGRAMS_H

#include "bench/model/arm_objects.h"
#include "bench/model/program_files.h"

/*
 * Adds the programs and their twins to the plan as its last backends. `image` is the path of the
 * kernel's image; NULL: the running kernel. 0, or -errno, logged, with nothing to free.
 */
int prepare_programs(const struct program_files *files, const char *image, struct plan *plan,
		     struct arm_objects *objects);

#endif
