/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options with several values: parses them into struct options, and selects a combination. */
#ifndef HOOKBENCH_BENCH_CLI_VARIANTS_PARSE_H
#define HOOKBENCH_BENCH_CLI_VARIANTS_PARSE_H

#include <stddef.h>

#include "bench/cli/options.h"
#include "bench/model/variants.h"

/*
 * Parses the value of such an option: a list, or, if commas belong to its values, one more of them.
 * A list replaces an earlier one. Changes `text`, and sets the first value in `options`. 0, or
 * -EINVAL or -E2BIG, logged.
 */
int variants__parse(struct options *options, enum axis_id axis, char *text);
/*
 * Sets the values of one combination in `options`, and what follows from them: see
 * options__settle.
 */
void variants__choose(const struct variants *axes, size_t combination, struct options *options);

#endif
