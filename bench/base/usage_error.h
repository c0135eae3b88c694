/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wrong use of a command, told as argp tells it, with the words of the command line encoded. */
#ifndef HOOKBENCH_BENCH_BASE_USAGE_ERROR_H
#define HOOKBENCH_BENCH_BASE_USAGE_ERROR_H

#include <argp.h>

/* Like argp_error, which would print them raw: it ends the process unless ARGP_NO_EXIT is set. */
void usage_error(const struct argp_state *state, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
