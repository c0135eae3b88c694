/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command that repeats a measurement. */
#ifndef HOOKBENCH_REPORT_FIGURES_REPEAT_H
#define HOOKBENCH_REPORT_FIGURES_REPEAT_H

#include <stdio.h>

#include "bench/model/run.h"

/*
 * One line without the line end, quoted for the shell. It names every option that affects the
 * numbers, including defaults. Debian's kernels are given by their version, which is fetched;
 * others by their file name only, because the folder is not stored.
 */
void repeat__write(const struct run *run, FILE *file);
/* The file name of a kernel that is not fetched, so that its path must be given; NULL: there is
 * none. */
const char *repeat__image(const struct run *run);

#endif
