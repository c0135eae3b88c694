/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times a command under each hook, on the running kernel or in a VM. */
#ifndef HOOKBENCH_BENCH_EXECUTE_EXECUTE_MACRO_H
#define HOOKBENCH_BENCH_EXECUTE_EXECUTE_MACRO_H

#include "bench/execute/execute_attach.h"
#include "bench/programs/macro.h"

/*
 * Like macro__measure, with a complete plan, to which the programs and their twins are added. A VM
 * gets hyperfine, and the programs that are the first words of the command and of the untimed
 * lines.
 */
int execute_macro__measure(const struct macro *macro, const struct plan *plan,
			   const struct program_files *programs, const struct attach_where *where,
			   struct run *run);

#endif
