/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times a command under each hook where the options say: on the running kernel, or in a VM. */
#ifndef HOOKBENCH_BENCH_EXECUTE_EXECUTE_MACRO_H
#define HOOKBENCH_BENCH_EXECUTE_EXECUTE_MACRO_H

#include "bench/execute/execute_attach.h"
#include "bench/programs/macro.h"

/*
 * As macro__measure, with a plan that is complete. In a VM, the programs that the command's and the
 * other lines' first words name are put into it, and hyperfine.
 */
int execute_macro__measure(const struct macro *macro, const struct plan *plan,
			   const struct attach_where *where, struct run *run);

#endif
