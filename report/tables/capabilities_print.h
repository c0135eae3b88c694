/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints what a kernel can do, as it was found out by trying. */
#ifndef HOOKBENCH_REPORT_TABLES_CAPABILITIES_PRINT_H
#define HOOKBENCH_REPORT_TABLES_CAPABILITIES_PRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "bench/model/run.h"

/*
 * Whether each backend works on this kernel, and if not, why, and what would help. is_short: those
 * that work as a list of names, not a line each.
 */
void capabilities_print(const struct run *run, bool is_short, FILE *file);

#endif
