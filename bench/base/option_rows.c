// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/option_rows.h"

#include <stdlib.h>
#include <strings.h>

/* As argp knows it. */
static bool is_end(const struct argp_option *option)
{
	return !option->name && !option->key && !option->doc && !option->group;
}

static void collect(const struct argp *argp, int group, struct option_rows *rows)
{
	for (const struct argp_option *option = argp->options; option && !is_end(option); option++)
		if (rows->n < OPTION_ROWS_MOST)
			rows->v[rows->n++] =
				(struct option_row){ option, group ? group : option->group };
	for (const struct argp_child *child = argp->children; child && child->argp; child++)
		collect(child->argp, group ? group : child->group, rows);
}

void option_rows__collect(const struct argp *argp, struct option_rows *rows)
{
	rows->n = 0;
	collect(argp, 0, rows);
}

bool option_row__is_heading(const struct argp_option *option)
{
	return !option->name && !option->key;
}

static int compare(const void *a, const void *b)
{
	const struct option_row *x = a, *y = b;
	char short_x[2] = { (char)x->option->key }, short_y[2] = { (char)y->option->key };
	bool is_x = option_row__is_heading(x->option), is_y = option_row__is_heading(y->option);

	if ((x->group < 0) != (y->group < 0))
		return x->group < 0 ? 1 : -1;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (is_x || is_y)
		return is_y - is_x;
	return strcasecmp(x->option->name ? x->option->name : short_x,
			  y->option->name ? y->option->name : short_y);
}

void option_rows__sort(struct option_rows *rows)
{
	qsort(rows->v, rows->n, sizeof(*rows->v), compare);
}
