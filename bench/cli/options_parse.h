/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the words of the command line to struct options. Wrong use ends the process with
 * argp_err_exit_status, which main sets to 2.
 */
#ifndef HOOKBENCH_BENCH_CLI_OPTIONS_PARSE_H
#define HOOKBENCH_BENCH_CLI_OPTIONS_PARSE_H

#include "bench/cli/options.h"

/*
 * Parses the words behind a command's name into `options`, which start from the defaults. Ends
 * the process on --help (0) and on wrong use.
 */
void options__parse(int argc, char **argv, const struct argp *argp, struct options *options);

/* How many words stand before the "--" behind which a command stands; all, if there is none. */
int options__count_own(int argc, char **argv);

#endif
