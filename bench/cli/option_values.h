/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Parses values of options. A wrong value ends the process with argp_err_exit_status, after a
 * message that says what is allowed.
 */
#ifndef HOOKBENCH_BENCH_CLI_OPTION_VALUES_H
#define HOOKBENCH_BENCH_CLI_OPTION_VALUES_H

#include <argp.h>
#include <stddef.h>
#include <stdint.h>

/* A whole number, which k, M or G may follow; ends the process if it is invalid or out of range. */
uint64_t options__number(const char *option, const char *text, uint64_t min, uint64_t max);

/* A row of a table (see table.h); if there is none, lists the rows and ends the process. */
const void *options__row(struct argp_state *state, const char *kind, const void *table,
			 size_t row_size, const char *name);

struct program_files;

/* Adds a user's program, with the name of its arm; ends the process if there are too many. */
void options__add_program(struct argp_state *state, struct program_files *files, const char *path);

#endif
