/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of an argp with those of all its children, as one list. */
#ifndef HOOKBENCH_BENCH_BASE_OPTION_ROWS_H
#define HOOKBENCH_BENCH_BASE_OPTION_ROWS_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#define OPTION_ROWS_MOST 128 /* what is beyond is left out */

struct option_rows {
	size_t n;
	struct option_row {
		const struct argp_option *option;
		int group; /* of the child that it is of, or its own */
	} v[OPTION_ROWS_MOST];
};

void option_rows__collect(const struct argp *argp, struct option_rows *rows);
/* As --help sorts them: groups by number, negative ones last; in one, its heading, then by name. */
void option_rows__sort(struct option_rows *rows);

bool option_row__is_heading(const struct argp_option *option);

#endif
