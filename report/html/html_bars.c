// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/html/html_bars.h"

#include <math.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/figures/backend_look.h"
#include "report/figures/format.h"

/* All bars of a chart have one. */
struct scale {
	double low, high; /* low <= 0 < high */
};

static void scale__include(struct scale *scale, double value)
{
	if (!isfinite(value))
		return;
	scale->low = fmin(scale->low, value);
	scale->high = fmax(scale->high, value);
}

/* Parts above 0 reach further than the value if others are below. */
static double reach_of(const struct html_bar *bar)
{
	double reach = 0;

	for (size_t i = 0; i < bar->n; i++)
		reach += fmax(0, bar->parts[i].value);
	return reach;
}

static struct scale scale_of(const struct html_bars *bars)
{
	struct scale scale = { 0, 0 };

	for (size_t i = 0; i < bars->n; i++) {
		scale__include(&scale, bars->v[i].value);
		scale__include(&scale, bars->v[i].low);
		scale__include(&scale, bars->v[i].high);
		scale__include(&scale, reach_of(&bars->v[i]));
	}
	if (scale.high <= scale.low)
		scale.high = scale.low + 1;
	return scale;
}

static double percent(const struct scale *scale, double length)
{
	return 100 * length / (scale->high - scale->low);
}

/* From a value to another. */
static void write_place(const struct scale *scale, double from, double to, FILE *file)
{
	fprintf(file, "--at:%.2f%%;--share:%.2f%%", percent(scale, fmin(from, to) - scale->low),
		percent(scale, fabs(to - from)));
}

/* ---- one bar ---- */

/* The number, in a part that is wide enough for it on a telephone. */
static void write_inside(const struct scale *scale, const struct html_bar_part *part, FILE *file)
{
	char cell[CELL_SIZE];

	format__grouped(cell, part->value, false);
	if (percent(scale, fabs(part->value)) >= 2.0 * (double)strlen(cell) + 2)
		encode__write(file, TO_HTML, cell);
}

static void write_part(const struct html_bars *bars, const struct html_bar *bar,
		       const struct html_bar_part *part, const struct scale *scale, double from,
		       FILE *file)
{
	char cell[CELL_SIZE];

	format__grouped(cell, part->value, true);
	print__html(file, "<span class=\"part%s\" role=\"img\" title=\"%s, %s: %s %s",
		    part->value < 0 ? " less" : "", bar->label ? bar->label : bar->backend,
		    part->name, cell, bars->unit);
	if (bar->value > 0)
		fprintf(file, ", %.1f %%", 100 * part->value / bar->value);
	print__html(file, "\" style=\"--part:%s;", part->colour);
	write_place(scale, from, from + part->value, file);
	fputs("\">", file);
	write_inside(scale, part, file);
	fputs("</span>", file);
}

/* Those above 0 from the line on, then those below 0 back from there. */
static void write_parts(const struct html_bars *bars, const struct html_bar *bar,
			const struct scale *scale, FILE *file)
{
	double at = 0;

	for (int sign = 1; sign >= -1; sign -= 2)
		for (size_t i = 0; i < bar->n; i++) {
			if (bar->parts[i].value * sign <= 0)
				continue;
			write_part(bars, bar, &bar->parts[i], scale, at, file);
			at += bar->parts[i].value;
		}
}

static bool has_interval(const struct html_bar *bar)
{
	return isfinite(bar->low) && isfinite(bar->high) && bar->low < bar->high;
}

static void write_plain(const struct html_bars *bars, const struct html_bar *bar,
			const struct scale *scale, FILE *file)
{
	char value[CELL_SIZE], range[CELL_SIZE];

	format__grouped(value, bar->value, true);
	format__range(range, bar->low, bar->high);
	print__html(file, "<span class=\"part plain\" role=\"img\" title=\"%s: %s %s",
		    bar->label ? bar->label : bar->backend, value, bars->unit);
	if (has_interval(bar))
		print__html(file, ", interval %s", range);
	fprintf(file, "\" style=\"--part:#%06X;", backend_look__of(bar->backend, false).colour);
	write_place(scale, 0, bar->value, file);
	fputs("\"></span>", file);
}

static void write_track(const struct html_bars *bars, const struct html_bar *bar,
			const struct scale *scale, FILE *file)
{
	fputs("<span class=\"track\">", file);
	if (bar->n)
		write_parts(bars, bar, scale, file);
	else if (isfinite(bar->value))
		write_plain(bars, bar, scale, file);
	if (has_interval(bar)) {
		fputs("<span class=\"whisker\" style=\"", file);
		write_place(scale, bar->low, bar->high, file);
		fputs("\"></span>", file);
	}
	if (scale->low < 0)
		fprintf(file, "<span class=\"zero\" style=\"--at:%.2f%%\"></span>",
			percent(scale, -scale->low));
	fputs("</span>", file);
}

static void write_bar(const struct html_bars *bars, const struct html_bar *bar,
		      const struct scale *scale, FILE *file)
{
	char value[CELL_SIZE];

	format__grouped(value, bar->value, true);
	print__html(
		file,
		"<li class=\"%s\"><span class=\"bar-name\"><i class=\"swatch\" style=\"--part:#%06X\"></i>"
		"%s</span> <span class=\"bar-value\">%s</span> ",
		bar->is_unsure ? "unsure" : "sure", backend_look__of(bar->backend, false).colour,
		bar->label ? bar->label : bar->backend, value);
	write_track(bars, bar, scale, file);
	if (bar->note && bar->note[0])
		print__html(file, " <span class=\"bar-note\">%s</span>", bar->note);
	fputs("</li>\n", file);
}

/* ---- the key ---- */

void html_key__write(const struct html_bar_part *const *parts, size_t n, FILE *file)
{
	if (!n)
		return;
	fputs("<ul class=\"key\" aria-label=\"Colours\">", file);
	for (size_t i = 0; i < n; i++)
		print__html(file, "<li><i class=\"swatch\" style=\"--part:%s\"></i>%s</li>",
			    parts[i]->colour, parts[i]->name);
	fputs("</ul>\n", file);
}

#define KEY_MOST 32

struct key {
	size_t n;
	const struct html_bar_part *v[KEY_MOST];
};

static void key__add(struct key *key, const struct html_bar_part *part)
{
	for (size_t i = 0; i < key->n; i++)
		if (!strcmp(key->v[i]->name, part->name))
			return;
	if (key->n < KEY_MOST && part->value != 0)
		key->v[key->n++] = part;
}

/* In the order of the parts. */
static void write_key(const struct html_bars *bars, FILE *file)
{
	struct key key = { .n = 0 };
	size_t most = 0;

	for (size_t i = 0; i < bars->n; i++)
		most = bars->v[i].n > most ? bars->v[i].n : most;
	for (size_t part = 0; part < most; part++)
		for (size_t i = 0; i < bars->n; i++)
			if (part < bars->v[i].n)
				key__add(&key, &bars->v[i].parts[part]);
	html_key__write(key.v, key.n, file);
}

void html_bars__write(const struct html_bars *bars, FILE *file)
{
	struct scale scale = scale_of(bars);

	if (!bars->n)
		return;
	fputs("<figure class=\"bars\">\n", file);
	write_key(bars, file);
	print__html(file, "<ol aria-label=\"%s\">\n", bars->caption);
	for (size_t i = 0; i < bars->n; i++)
		write_bar(bars, &bars->v[i], &scale, file);
	print__html(file, "</ol>\n<figcaption>%s.</figcaption>\n</figure>\n", bars->caption);
}
