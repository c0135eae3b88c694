/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A user's file as the backend of a command that hooks with one: trace, attach. */
#ifndef HOOKBENCH_BENCH_EXECUTE_OPEN_PROGRAM_H
#define HOOKBENCH_BENCH_EXECUTE_OPEN_PROGRAM_H

#include "bench/model/program_files.h"
#include "bench/programs/program_arm.h"
#include "bench/vm/where.h"

/* What the user gives for it; the first file. */
struct program_request {
	const struct program_files *files; /* NULL, or none: a row of the table is hooked */
	const struct plan_settings *settings;
};

/*
 * Reads or compiles the file for the kernel that is hooked, and sets *backend; leaves it as it is
 * without a file. 0; or -errno, logged, with nothing to close.
 */
int open_program(const struct program_request *request, const struct where *where,
		 struct program_arm *program, const struct backend **backend);

#endif
