/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command that measures the same again. */
#ifndef HOOKBENCH_REPORT_FIGURES_REPEAT_H
#define HOOKBENCH_REPORT_FIGURES_REPEAT_H

#include <stdio.h>

#include "bench/model/run.h"

/*
 * One line without its end, quoted for the shell, with every option that decides the numbers, also
 * where it has its default. A VM's kernel is named by its file, without the folder, which is not
 * stored.
 */
void repeat__write(const struct run *run, FILE *file);

#endif
