// SPDX-License-Identifier: GPL-2.0-or-later
/* What makes the instructions of one run dear, as small multiples: a panel a driver, a bar a hook.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/plots/plot.h"
#include "report/verdicts/drivers.h"

/* What fits in a plot. The table has all of them. */
#define MOST_PANELS 20
/* More would overlap. */
#define MOST_VALUES 5

/* A panel has room for its title above the bars, and for a gap on its right; all are 1 by 1. */
#define TITLE_ROOM 0.34
#define GAP	   0.14
/* Bars below the line are part of the height. */
#define BAR_ROOM (1 - TITLE_ROOM - GAP)

struct panel {
	enum driver_id driver;
	int64_t low, high; /* what hooks add; low <= 0 <= high */
};

struct panels {
	struct drivers drivers;
	size_t n, columns, hooks;
	struct panel v[N_DRIVERS];
};

static int64_t added(const struct driven *d, enum driver_id driver)
{
	return driven_pair__difference(&d->of[driver]);
}

static void panels__add(struct panels *p, enum driver_id driver)
{
	struct panel panel = { .driver = driver };

	for (size_t i = 0; i < p->drivers.n; i++) {
		const struct driven *d = &p->drivers.v[i];
		int64_t n = d->reference ? 0 : added(d, driver);

		panel.low = n < panel.low ? n : panel.low;
		panel.high = n > panel.high ? n : panel.high;
	}
	if ((panel.low || panel.high) && p->n < MOST_PANELS)
		p->v[p->n++] = panel;
}

/* False: there is nothing to draw. Otherwise free the drivers. */
static bool panels__make(const struct plot *plot, struct panels *p)
{
	const struct report_run *r = plot->run;

	*p = (struct panels){ 0 };
	if (!r->run.drivers || drivers__check(&r->run, r->path) ||
	    drivers__make(&r->run, &r->summary, &p->drivers))
		return false;
	/* The plain ones are the rest. */
	for (int i = 0; i < N_DRIVERS; i++)
		if (i != DRIVER_PLAIN)
			panels__add(p, (enum driver_id)i);
	for (size_t i = 0; i < p->drivers.n; i++)
		p->hooks += !p->drivers.v[i].reference;
	p->columns = p->n > 12 ? 5 : p->n > 4 ? 4 : p->n;
	if (!p->n)
		drivers__free(&p->drivers);
	return p->n;
}

static bool has_drivers(const struct plot *plot)
{
	struct panels p;
	bool has = panels__make(plot, &p);

	if (has)
		drivers__free(&p.drivers);
	return has;
}

static size_t row_of(const struct panels *p, size_t i)
{
	return i / p->columns;
}

/* Where 0 of a panel is. */
static double line_of(const struct panels *p, size_t i)
{
	const struct panel *v = &p->v[i];
	double below = BAR_ROOM * (double)-v->low / (double)(v->high - v->low);

	return -(double)row_of(p, i) - 1 + GAP + below;
}

/* "branches: to +78", or "barriers: -3 to +2", which is the panel's scale. */
static void write_title(const struct panel *v, FILE *s)
{
	char low[CELL_SIZE] = "", high[CELL_SIZE];

	if (v->low)
		format__grouped(low, (double)v->low, true);
	format__grouped(high, (double)v->high, true);
	print__gnuplot(s, "\"%s: %s%sto %s\"\n", driver_table[v->driver].key, low,
		       v->low ? " " : "", high);
}

static void write_titles(const struct panels *p, FILE *s)
{
	fprintf(s, "$titles << EOD\n");
	for (size_t i = 0; i < p->n; i++) {
		fprintf(s, "%zu %.4f ", i % p->columns, -(double)row_of(p, i) - 0.1);
		write_title(&p->v[i], s);
	}
	fprintf(s, "EOD\n$lines << EOD\n");
	for (size_t i = 0; i < p->n; i++)
		fprintf(s, "%zu %.4f %.4f 0\n", i % p->columns, line_of(p, i), 1 - GAP);
	fprintf(s, "EOD\n");
}

/* The bars of a hook, in all panels. */
static void write_bars(const struct panels *p, const struct driven *d, size_t hook, FILE *s)
{
	double width = (1 - GAP) / (double)p->hooks;

	fprintf(s, "$d%zu << EOD\n", hook);
	for (size_t i = 0; i < p->n; i++) {
		const struct driver *driver = &driver_table[p->v[i].driver];
		int64_t n = added(d, p->v[i].driver);
		double x = (double)(i % p->columns) + width * (double)hook, line = line_of(p, i);
		double end = line + BAR_ROOM * (double)n / (double)(p->v[i].high - p->v[i].low);
		char value[CELL_SIZE];

		format__grouped(value, (double)n, true);
		print__gnuplot(s, "%.4f %.4f %.4f %.4f %.4f %.4f \"%s\" \"%s: %s %s\"\n",
			       x + width / 2, end, x + 0.1 * width, x + 0.9 * width,
			       end < line ? end : line, end < line ? line : end, n ? value : "",
			       d->backend, value, driver->key);
	}
	fprintf(s, "EOD\n");
}

static void write_hook(const struct panels *p, const struct driven *d, size_t hook, FILE *s)
{
	unsigned int colour = backend_look__of(d->backend, false).colour;

	print__gnuplot(s,
		       ", \\\n  $d%zu using 1:2:3:4:5:6 with boxxyerror fs solid 0.75 noborder "
		       "lc rgb %u title '%s'",
		       hook, colour, d->backend);
	if (p->hooks <= MOST_VALUES)
		fprintf(s, ", \\\n  $d%zu using 1:2:7 with labels font ',8' offset 0,0.4 notitle",
			hook);
	print__gnuplot(
		s,
		", \\\n  $d%zu using 1:2:8 with labels hypertext point pt 7 ps 0.3 lc rgb %u notitle",
		hook, colour);
}

static void write_drivers(const struct plot *plot, FILE *s)
{
	size_t hook = 0;
	struct panels p;

	if (!panels__make(plot, &p))
		return;
	write_titles(&p, s);
	for (size_t i = 0; i < p.drivers.n; i++)
		if (!p.drivers.v[i].reference)
			write_bars(&p, &p.drivers.v[i], hook++, s);
	fprintf(s,
		"unset border\nunset tics\nunset grid\nset key bmargin center horizontal\nset xrange [-0.05:%zu]\nset yrange [-%zu:0.05]\n"
		"plot $lines using 1:2:3:4 with vectors nohead lt -1 lw 0.5 notitle, \\\n"
		"  $titles using 1:2:3 with labels left font ',10' notitle",
		p.columns, (p.n + p.columns - 1) / p.columns);
	hook = 0;
	for (size_t i = 0; i < p.drivers.n; i++)
		if (!p.drivers.v[i].reference)
			write_hook(&p, &p.drivers.v[i], hook++, s);
	fputc('\n', s);
	drivers__free(&p.drivers);
}

static const char *caption_drivers(const struct plot *plot)
{
	(void)plot;
	return "What each hook adds to one call, exactly; each panel has its own scale. Some of these are dear on a hook that is hit often, others on one that is hit rarely: see below.";
}

static void describe_drivers(const struct plot *plot, FILE *text)
{
	const char *between = "";
	struct panels p;

	if (!panels__make(plot, &p))
		return;
	for (size_t i = 0; i < p.n; i++) {
		print__terminal(text, "%s%s:", between, driver_table[p.v[i].driver].key);
		for (size_t j = 0; j < p.drivers.n; j++)
			if (!p.drivers.v[j].reference)
				print__terminal(text, " %s %+" PRId64, p.drivers.v[j].backend,
						added(&p.drivers.v[j], p.v[i].driver));
		between = "; ";
	}
	fputc('.', text);
	drivers__free(&p.drivers);
}

const struct plot_row plot_drivers = {
	.kind = { "drivers", "what makes the instructions dear: a panel a driver, a bar a hook" },
	.title = "What makes the instructions dear",
	.applies = has_drivers,
	.write = write_drivers,
	.caption = caption_drivers,
	.describe = describe_drivers,
};
