/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Parses the command line into struct options. Wrong usage ends the process with
 * argp_err_exit_status, which main sets to 2.
 */
#ifndef HOOKBENCH_BENCH_CLI_OPTIONS_PARSE_H
#define HOOKBENCH_BENCH_CLI_OPTIONS_PARSE_H

#include "bench/cli/options.h"

/*
 * Parses the words after a command's name into `options`, starting from the defaults. Ends the
 * process on --help (with 0) and on wrong usage.
 */
void options__parse(int argc, char **argv, const struct argp *argp, struct options *options);

/* The number of words before the "--" that precedes a command; all of them if there is none. */
int options__count_own(int argc, char **argv);

#endif
