/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options of a command line, without those that argp adds and does not list. */
#ifndef HOOKBENCH_BENCH_BASE_LISTED_OPTIONS_H
#define HOOKBENCH_BENCH_BASE_LISTED_OPTIONS_H

#include <argp.h>

/*
 * argp_parse, with --help and --usage, but without argp's hidden options (--program-name, --HANG),
 * which abbreviations of others could reach. The parser of `argp` gets `input`.
 */
void listed_options__parse(const struct argp *argp, int argc, char **argv, void *input);

#endif
