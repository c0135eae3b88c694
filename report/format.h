/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as people read them, the same in every table. */
#ifndef HOOKBENCH_REPORT_FORMAT_H
#define HOOKBENCH_REPORT_FORMAT_H

#include <stdbool.h>

#define CELL_SIZE 64

/*
 * 12345.6 as "12,346": the places behind the point are noise in every unit used here. "-" if it is
 * not finite. sign: a plus before what is more than nothing.
 */
void format__grouped(char cell[CELL_SIZE], double value, bool sign);

#endif
