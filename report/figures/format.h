/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formats numbers for people, the same way in every table. */
#ifndef HOOKBENCH_REPORT_FIGURES_FORMAT_H
#define HOOKBENCH_REPORT_FIGURES_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

#define CELL_SIZE 64

/*
 * 12345.6 as "12,346": decimals are noise in every unit used here. "-" if it is not finite. sign:
 * with a plus sign if positive.
 */
void format__grouped(char cell[CELL_SIZE], double value, bool sign);
/*
 * At most five characters, and at least three significant digits, the resolution of a histogram.
 * "-" if it is not finite.
 */
void format__short(char cell[CELL_SIZE], double value);
/* "-" for COUNT_UNKNOWN. */
void format__count(char cell[CELL_SIZE], int64_t value);
/* Two decimals; "-" if it is not finite. */
void format__ratio(char cell[CELL_SIZE], double value);
/* Nanoseconds as milliseconds, one decimal; "-" if it is not finite. */
void format__ms(char cell[CELL_SIZE], double value_ns);
/* "+16 [7 25]"; "+16 [?]" without an interval, "-" if nothing is known. */
void format__interval(char cell[CELL_SIZE], double value, double low, double high);
/* "+77 to +92"; "-" if there is no interval. */
void format__range(char cell[CELL_SIZE], double low, double high);
/* "2.5 runs per operation"; "" if it is not finite. */
void format__runs(char cell[CELL_SIZE], double runs);
/*
 * The unit of the run's figures: "instructions", "ns", or "emulated ns" for the time of an emulated
 * CPU.
 */
const char *format__unit(const struct run *run);
/* The backend's name, or "control". */
const char *format__row_name(const struct summary_row *row);

#endif
