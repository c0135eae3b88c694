/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows what the verifier said of a program that it refused. */
#ifndef HOOKBENCH_BENCH_MEASURE_VERIFIER_PRINT_H
#define HOOKBENCH_BENCH_MEASURE_VERIFIER_PRINT_H

#include <stdbool.h>

/* Logs the last lines of the verifier's log, or, with `whole`, all that was kept. NULL: nothing. */
void verifier_print(const char *arm, const char *log, bool whole);

#endif
