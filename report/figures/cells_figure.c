// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/cells_figure.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "bench/base/log.h"

/* What keeps the error below a twentieth of a step, in the shapes that docs/nanoseconds.md lists.
 */
const struct cells_figure cells_figure_median = {
	.value = histogram_cells__quantile,
	.share = 0.5,
	.among = 1,
	.most = 0.5,
};

const struct cells_figure cells_figure_fastest = {
	.value = histogram_cells__fastest,
	.share = 0.25,
	.among = 0.25,
	.most = 0.75,
};

static bool has_many_values(const struct cells_figure *f, const struct histogram_cells *cells)
{
	return histogram_cells__fullest(cells, f->among) <= f->most;
}

int cells_figure__estimate(const struct cells_figure *f, const struct cells_pair *pairs, size_t n,
			   struct cells_clock clock, double resolution, uint64_t seed,
			   struct estimate *estimate)
{
	struct round_value *values = calloc(n + 1, sizeof(*values));
	bool is_known = true;
	size_t fine = 0;
	int err;

	if (!values)
		return log__out_of_memory();
	for (size_t i = 0; i < n && is_known; i++) {
		const struct histogram_cells *a = pairs[i].a, *b = pairs[i].b;
		double ticks = f->value(a, f->share, clock.step_ticks) -
			       f->value(b, f->share, clock.step_ticks);

		values[i] = (struct round_value){ ticks * clock.units_per_tick, pairs[i].part };
		is_known = !isnan(ticks);
		fine += has_many_values(f, a) && has_many_values(f, b);
	}
	err = estimate__make(estimate, values, is_known ? n : 0, seed);
	estimate->resolution = 2 * fine > n ? 0 : resolution;
	free(values);
	return err;
}
