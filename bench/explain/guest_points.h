/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the points of bench/machine/clock_points.h in the file of the guest program. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_GUEST_POINTS_H
#define HOOKBENCH_BENCH_EXPLAIN_GUEST_POINTS_H

#include <stddef.h>

/*
 * The plugin's arguments for the ELF file `program`: for each point other than POINT_ROUNDS, its
 * number and its distance from POINT_ROUNDS in bytes, after a comma: ",p1=-300". 0, or -errno,
 * logged.
 */
int guest_points__arguments(const char *program, char *text, size_t size);

#endif
