/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hookbench's own workloads as programs, such as create-unlink. */
#ifndef HOOKBENCH_BENCH_PROGRAMS_OWN_PROGRAMS_H
#define HOOKBENCH_BENCH_PROGRAMS_OWN_PROGRAMS_H

/*
 * Appends their folder to PATH, so that a command can name them, but any other program of the same
 * name is found first. 0, or -ENOENT, silently, if they are not installed.
 */
int own_programs__add_to_path(void);

#endif
