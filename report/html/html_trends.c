// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/html/html_trends.h"

#include <math.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/figures/backend_look.h"
#include "report/figures/format.h"

/* Of a panel, in its own units, which are about a pixel each. */
#define WIDTH	320.0
#define HEIGHT	132.0
#define LEFT	10.0
#define RIGHT	66.0 /* for the last value, at the end of the line */
#define TOP	24.0 /* for what is written above a point */
#define BOTTOM	22.0
#define LETTER	7.0
#define NEAREST 6.0 /* between what is written at two points */

/* How long a name may be below the axis. */
#define NAME_MOST 20

struct panel {
	const struct html_trend *trend;
	const char *unit, *colour;
	double low, high;   /* low <= 0 < high */
	size_t first, last; /* measured */
	FILE *file;
};

static double x_of(const struct panel *p, size_t i)
{
	double n = p->trend->n > 1 ? (double)p->trend->n - 1 : 1;

	return LEFT + (WIDTH - LEFT - RIGHT) * (double)i / n;
}

static double y_of(const struct panel *p, double value)
{
	return TOP + (HEIGHT - TOP - BOTTOM) * (p->high - value) / (p->high - p->low);
}

/* False without a point. */
static bool panel__measure(struct panel *p)
{
	bool found = false;

	for (size_t i = 0; i < p->trend->n; i++) {
		const struct html_trend_point *point = &p->trend->v[i];

		if (!isfinite(point->value))
			continue;
		p->first = found ? p->first : i;
		p->last = i;
		found = true;
		p->low = fmin(p->low, fmin(point->value, point->low));
		p->high = fmax(p->high, fmax(point->value, point->high));
	}
	if (p->high <= p->low)
		p->high = p->low + 1;
	return found;
}

/* ---- what is drawn ---- */

/* It is not drawn across a run without the backend. */
static void write_line(const struct panel *p)
{
	bool is_on = false;

	print__html(p->file, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"2\" d=\"",
		    p->colour);
	for (size_t i = 0; i < p->trend->n; i++) {
		double value = p->trend->v[i].value;

		if (isfinite(value))
			print__html(p->file, "%c%.1f %.1f", is_on ? 'L' : 'M', x_of(p, i),
				    y_of(p, value));
		is_on = isfinite(value);
	}
	fputs("\"/>\n", p->file);
}

static void write_interval(const struct panel *p, size_t i)
{
	const struct html_trend_point *point = &p->trend->v[i];

	if (isfinite(point->low) && isfinite(point->high) && point->low < point->high)
		print__html(p->file, "<path stroke=\"%s\" d=\"M%.1f %.1fV%.1f\"/>", p->colour,
			    x_of(p, i), y_of(p, point->low), y_of(p, point->high));
}

/* Many points would be one thick line. */
static double radius_of(const struct panel *p, const struct html_trend_point *point)
{
	bool are_many = p->trend->n > 30;

	return point->is_change ? (are_many ? 2.5 : 4) : (are_many ? 1.2 : 2.5);
}

static void write_point(const struct panel *p, size_t i)
{
	const struct html_trend_point *point = &p->trend->v[i];
	char value[CELL_SIZE], difference[CELL_SIZE];

	format__grouped(value, point->value, true);
	format__grouped(difference, point->difference, true);
	write_interval(p, i);
	print__html(p->file, "<g><title>%s on %s: %s %s", p->trend->backend, point->name, value,
		    p->unit);
	if (point->is_change && isfinite(point->difference))
		print__html(p->file, ", %s from before", difference);
	print__html(p->file, "</title><circle cx=\"%.1f\" cy=\"%.1f\" r=\"%g\" fill=\"%s\"/></g>\n",
		    x_of(p, i), y_of(p, point->value), radius_of(p, point), p->colour);
}

/* Where the line rises steeply, it would go through what is above its beginning. */
static bool rises_from(const struct panel *p, size_t i)
{
	while (i < p->last && !isfinite(p->trend->v[i + 1].value))
		i++;
	return i < p->last &&
	       y_of(p, p->trend->v[p->first].value) - y_of(p, p->trend->v[i + 1].value) > 10;
}

/* "+16" at a point; returns where it ends. */
static double write_at(const struct panel *p, size_t i, const char *text, const char *class)
{
	const double half = LETTER * (double)strlen(text) / 2;
	const double x = fmax(x_of(p, i), half + 3);
	const bool is_below = i == p->first && rises_from(p, i);

	print__html(p->file,
		    "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>\n",
		    class, x, y_of(p, p->trend->v[i].value) + (is_below ? 16 : -8), text);
	return x + half;
}

/* The first value, and each change that has room. */
static void write_changes(const struct panel *p)
{
	double end = -WIDTH;
	char cell[CELL_SIZE];

	for (size_t i = p->first; i <= p->last; i++) {
		const struct html_trend_point *point = &p->trend->v[i];
		bool is_first = i == p->first && p->first < p->last;

		if (!isfinite(point->value) || (!is_first && !point->is_change))
			continue;
		format__grouped(cell, is_first ? point->value : point->difference, true);
		if (x_of(p, i) - LETTER * (double)strlen(cell) / 2 < end + NEAREST ||
		    (!is_first && !isfinite(point->difference)))
			continue;
		end = write_at(p, i, cell,
			       is_first		       ? "first"
			       : point->difference > 0 ? "worse"
						       : "better");
	}
}

static void write_last(const struct panel *p)
{
	char cell[CELL_SIZE];

	format__grouped(cell, p->trend->v[p->last].value, true);
	print__html(p->file, "<text x=\"%.1f\" y=\"%.1f\" font-weight=\"600\">%s</text>\n",
		    x_of(p, p->last) + 8, y_of(p, p->trend->v[p->last].value) + 4, cell);
}

static void write_name(const struct panel *p, size_t i, const char *anchor, double x)
{
	const char *name = p->trend->v[i].name;

	print__html(
		p->file,
		"<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"11\">%.*s%s</text>\n",
		x, HEIGHT - 5, anchor, NAME_MOST, name,
		strlen(name) > NAME_MOST ? "\342\200\246" : "");
}

static void write_axis(const struct panel *p)
{
	print__html(p->file,
		    "<path stroke=\"currentColor\" opacity=\"0.45\" d=\"M%.1f %.1fH%.1f\"/>\n",
		    LEFT - 4, y_of(p, 0), WIDTH - RIGHT + 4);
	write_name(p, 0, "start", LEFT - 4);
	if (p->trend->n > 1)
		write_name(p, p->trend->n - 1, "end", WIDTH - 4);
}

/* ---- a panel ---- */

static size_t count_changes(const struct html_trend *trend)
{
	size_t n = 0;

	for (size_t i = 0; i < trend->n; i++)
		n += trend->v[i].is_change;
	return n;
}

/* In words, for those who do not see it; the tables have each number. */
static void write_words(const struct panel *p)
{
	const struct html_trend_point *first = &p->trend->v[p->first],
				      *last = &p->trend->v[p->last];
	size_t changes = count_changes(p->trend);
	char from[CELL_SIZE], to[CELL_SIZE];

	format__grouped(from, first->value, true);
	format__grouped(to, last->value, true);
	print__html(p->file, "%s: %s %s on %s, %s on %s; %zu change%s", p->trend->backend, from,
		    p->unit, first->name, to, last->name, changes, number__s(changes));
}

static void write_panel(struct panel *p)
{
	if (!panel__measure(p))
		return;
	print__html(
		p->file,
		"<figure class=\"trend\"><figcaption><i class=\"swatch\" style=\"--part:%s\"></i>"
		"%s</figcaption>\n<div class=\"plot\" role=\"img\" aria-label=\"",
		p->colour, p->trend->backend);
	write_words(p);
	print__html(
		p->file,
		"\">\n<svg viewBox=\"0 0 %.0f %.0f\" xmlns=\"http://www.w3.org/2000/svg\" font-size=\"12\" fill=\"currentColor\">\n",
		WIDTH, HEIGHT);
	write_axis(p);
	write_line(p);
	for (size_t i = p->first; i <= p->last; i++)
		if (isfinite(p->trend->v[i].value))
			write_point(p, i);
	write_changes(p);
	write_last(p);
	fputs("</svg>\n</div></figure>\n", p->file);
}

void html_trends__write(const struct html_trends *trends, FILE *file)
{
	if (!trends->n)
		return;
	fputs("<div class=\"trends\">\n", file);
	for (size_t i = 0; i < trends->n; i++) {
		char colour[16];
		struct panel p = {
			.trend = &trends->v[i], .unit = trends->unit, .colour = colour, .file = file
		};

		snprintf(colour, sizeof(colour), "#%06X",
			 backend_look__of(trends->v[i].backend, false).colour);
		write_panel(&p);
	}
	print__html(file, "</div>\n<p class=\"note\">%s.</p>\n", trends->caption);
}
