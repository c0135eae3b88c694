/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command that repeats a measurement. */
#ifndef HOOKBENCH_REPORT_FIGURES_REPEAT_H
#define HOOKBENCH_REPORT_FIGURES_REPEAT_H

#include <stdio.h>

#include "bench/model/run.h"

/*
 * One line without the line end, quoted for the shell. It names every option that affects the
 * numbers, including defaults. A VM's kernel is given by its file name only, because the folder is
 * not stored.
 */
void repeat__write(const struct run *run, FILE *file);

#endif
