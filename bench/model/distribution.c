// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/distribution.h"

#include "bench/base/log.h"

/* The highest value of a bucket may be above the maximum recorded. */
static double percentile(const struct distribution *d, const struct histogram *h, double percent)
{
	uint64_t value = histogram_cells__percentile(&d->cells, percent);

	return (double)(value < h->max ? value : h->max);
}

int distribution__make(struct distribution *d, const struct histogram *h, enum clock_unit unit,
		       double units_per_tick)
{
	const double scale = units_per_tick;
	struct figures *f = &d->figures;
	struct histogram_cell mode;

	if (histogram__cells(h, &d->cells))
		return log__out_of_memory();
	*f = (struct figures){ .count = h->total, .over = h->over };
	if (!h->total)
		return 0;
	f->mode_exact = unit == CLOCK_INSTRUCTIONS ? histogram__shortest_common(h, &mode)
						   : histogram__mode(h, &mode);
	f->mode = (double)mode.value * scale;
	f->mode_count = mode.count;
	f->min = (double)h->min * scale;
	f->max = (double)h->max * scale;
	f->mean = (double)h->sum / (double)h->total * scale;
	f->p50 = percentile(d, h, 50) * scale;
	f->p90 = percentile(d, h, 90) * scale;
	f->p99 = percentile(d, h, 99) * scale;
	f->p999 = percentile(d, h, 99.9) * scale;
	return 0;
}

void distribution__free(struct distribution *d)
{
	histogram_cells__free(&d->cells);
}
