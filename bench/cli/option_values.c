// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/cli/option_values.h"

#include <inttypes.h>
#include <stdlib.h>

#include "bench/base/log.h"
#include "bench/base/number.h"
#include "bench/base/table.h"
#include "bench/base/usage_error.h"

uint64_t options__number(const char *option, const char *text, uint64_t min, uint64_t max)
{
	uint64_t number;

	if (number__parse(text, &number) && number >= min && number <= max)
		return number;
	log__error("--%s takes a whole number from %" PRIu64 " to %" PRIu64
		   " (k, M or G may follow), not \"%s\"",
		   option, min, max, text);
	exit(argp_err_exit_status);
}

const void *options__row(struct argp_state *state, const char *kind, const void *table,
			 size_t row_size, const char *name)
{
	const void *row = table__find(table, row_size, name);
	char names[256], near[128];

	if (row)
		return row;
	table__names(table, row_size, names, sizeof(names));
	table__near(table, row_size, name, near, sizeof(near));
	usage_error(state, "unknown %s \"%s\"%s; use one of: %s", kind, name, near, names);
	return NULL;
}
