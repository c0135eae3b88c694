/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The users' BPF programs, as files that are not read yet. */
#ifndef HOOKBENCH_BENCH_MODEL_PROGRAM_FILES_H
#define HOOKBENCH_BENCH_MODEL_PROGRAM_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/plan.h"

struct program_file {
	char arm[NAME_SIZE];
	const char *path; /* borrowed */
};

struct program_files {
	size_t n;
	struct program_file v[PLAN_MAX_PROGRAMS];
	const char *cflags; /* for the compiler, quoted as for a shell; NULL: none */
	bool verbose;	    /* whether to show the verifier's whole log of what it refuses */
};

#endif
