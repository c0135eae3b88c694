/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run's hooks were on: the one place that says it in headings. */
#ifndef HOOKBENCH_REPORT_FIGURES_HOOKED_H
#define HOOKBENCH_REPORT_FIGURES_HOOKED_H

#include "bench/model/run.h"

#define HOOKED_SIZE 320 /* with the NUL */

/*
 * "do_unlinkat"; of a run of users' programs, what these are attached to, as their sections name
 * it: "libc.so.6:malloc, libc.so.6:free and 2 more". "no function to hook" if there is nothing.
 */
void hooked__format(const struct run *run, char text[HOOKED_SIZE]);

#endif
