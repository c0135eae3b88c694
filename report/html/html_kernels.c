// SPDX-License-Identifier: GPL-2.0-or-later
/* What each backend adds in one run after the other. */
#include <math.h>
#include <stdlib.h>

#include "report/document/across_runs.h"
#include "report/html/html_parts.h"
#include "report/html/html_trends.h"

static struct html_trend_point point_of(const struct report *report, const struct matrix_row *row,
					const char *backend)
{
	const struct comparison_row *change = across_runs__change_of(row, backend);
	const struct summary_row *s = row->run ? summary__row(&row->summary, backend) : NULL;
	const bool has_interval = s && row->run->unit == CLOCK_NANOSECONDS;

	return (struct html_trend_point){
		.name = across_runs__label(report, row),
		.value = s ? s->overhead : NAN,
		.low = has_interval ? s->low : NAN,
		.high = has_interval ? s->high : NAN,
		.difference = change ? change->difference : NAN,
		.is_change = change && change->difference != 0 &&
			     (change->verdict == VERDICT_REGRESSION ||
			      change->verdict == VERDICT_IMPROVEMENT),
	};
}

static size_t make_trends(const struct report *report, struct html_trend *trends,
			  struct html_trend_point *points)
{
	const char *names[PLAN_MAX_BACKENDS];
	const struct matrix *m = &report->matrix;
	size_t n = across_runs__backends(report, names), made = 0;

	for (size_t i = 0; i < n; i++) {
		struct html_trend_point *own = &points[made * m->n];

		if (across_runs__is_reference(report, names[i]))
			continue;
		for (size_t k = 0; k < m->n; k++)
			own[k] = point_of(report, &m->rows[k], names[i]);
		trends[made++] = (struct html_trend){ names[i], m->n, own };
	}
	return made;
}

void html_kernels__write(const struct report *report, FILE *file)
{
	const char *unit = across_runs__unit(report);
	struct html_trend trends[PLAN_MAX_BACKENDS];
	struct html_trend_point *points;

	if (!report->has_matrix || report->matrix.is_series || !unit)
		return;
	points = calloc(report->matrix.n * PLAN_MAX_BACKENDS, sizeof(*points));
	if (!points)
		return;
	html_trends__write(
		&(struct html_trends){
			"What each hook adds to a call, run by run. Each panel begins at 0 and has a scale of its own, so that changes by the same share look the same; changes are written at the line",
			unit, make_trends(report, trends, points), trends },
		file);
	free(points);
}
