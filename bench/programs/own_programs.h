/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hookbench's own workloads, as programs: create-unlink and the like. */
#ifndef HOOKBENCH_BENCH_PROGRAMS_OWN_PROGRAMS_H
#define HOOKBENCH_BENCH_PROGRAMS_OWN_PROGRAMS_H

/*
 * Adds the folder that they are in to the end of PATH, so that a command may name them and any
 * other program of that name comes first. 0, or -ENOENT, silently, if they are not there.
 */
int own_programs__add_to_path(void);

#endif
