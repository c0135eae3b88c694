/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the points of bench/machine/clock_points.h are in the guest program, read from its file. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_GUEST_POINTS_H
#define HOOKBENCH_BENCH_EXPLAIN_GUEST_POINTS_H

#include <stddef.h>

/*
 * The plugin's arguments for the ELF file `program`: for each point but POINT_ROUNDS its number and
 * its distance from that one in bytes, with a comma before: ",p1=-300". 0, or -errno, logged.
 */
int guest_points__arguments(const char *program, char *text, size_t size);

#endif
