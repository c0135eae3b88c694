// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/flame.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/print.h"
#include "report/document/flame_shades.h"
#include "report/figures/format.h"

#define WIDTH	    820.0
#define ROW_HEIGHT  18
#define MARGIN	    8
#define TITLE_SPACE 34
#define LETTER	    7.0 /* average width, in the font below */
#define NARROWEST   0.5

struct frame {
	char *function;
	double own;		 /* spent in the function itself, on this stack */
	double total;		 /* including all that it calls */
	double own_added, added; /* the same for absolute weights */
	size_t n;
	struct frame *callees; /* by name */
};

struct flame {
	struct frame root;
};

struct flame *flame__new(void)
{
	struct flame *flame = calloc(1, sizeof(*flame));

	if (!flame)
		log__out_of_memory();
	return flame;
}

static void frame__free(struct frame *frame)
{
	for (size_t i = 0; i < frame->n; i++)
		frame__free(&frame->callees[i]);
	free(frame->callees);
	free(frame->function);
}

void flame__free(struct flame *flame)
{
	if (!flame)
		return;
	frame__free(&flame->root);
	free(flame);
}

/* The index of a function among the callees, or where it would be. */
static size_t find(const struct frame *frame, const char *function, size_t length, bool *found)
{
	size_t i = 0;

	*found = false;
	for (; i < frame->n; i++) {
		const char *name = frame->callees[i].function;
		int order = strncmp(name, function, length);

		if (!order && !name[length])
			*found = true;
		if (order > 0 || (!order && name[length]) || *found)
			break;
	}
	return i;
}

/* NULL when out of memory. */
static struct frame *frame__callee(struct frame *frame, const char *function, size_t length)
{
	struct frame *callees;
	bool found;
	size_t i = find(frame, function, length, &found);

	if (found)
		return &frame->callees[i];
	callees = reallocarray(frame->callees, frame->n + 1, sizeof(*callees));
	if (!callees)
		return NULL;
	frame->callees = callees;
	memmove(&callees[i + 1], &callees[i], (frame->n - i) * sizeof(*callees));
	callees[i] = (struct frame){ .function = strndup(function, length) };
	frame->n++;
	return callees[i].function ? &callees[i] : NULL;
}

int flame__add(struct flame *flame, const char *stack, double weight)
{
	struct frame *frame = &flame->root;

	frame->total += weight;
	frame->added += fabs(weight);
	while (*stack) {
		size_t length = strcspn(stack, ";");

		frame = frame__callee(frame, stack, length);
		if (!frame)
			return log__out_of_memory();
		frame->total += weight;
		frame->added += fabs(weight);
		stack += length + (stack[length] == ';');
	}
	frame->own += weight;
	frame->own_added += fabs(weight);
	return 0;
}

double flame__total(const struct flame *flame)
{
	return flame->root.total;
}

static void frame__visit(const struct frame *frame,
			 void (*visit)(void *context, const char *function), void *context)
{
	for (size_t i = 0; i < frame->n; i++) {
		visit(context, frame->callees[i].function);
		frame__visit(&frame->callees[i], visit, context);
	}
}

void flame__visit(const struct flame *flame, void (*visit)(void *context, const char *function),
		  void *context)
{
	frame__visit(&flame->root, visit, context);
}

/*
 * The weight if it is positive and significant, else 0. Sample counts vary by the square root of
 * their number.
 */
static double sure_weight(double weight, double added, double sure)
{
	return weight > 0 && weight >= sure * sqrt(added) ? weight : 0;
}

/*
 * The weight that is drawn for a frame: its own, plus the drawn weights of its callees. Parts that
 * are not significant alone may be so together.
 */
static double drawn_weight(const struct frame *frame, double sure)
{
	double weight = sure_weight(frame->own, frame->own_added, sure), all;

	for (size_t i = 0; i < frame->n; i++)
		weight += drawn_weight(&frame->callees[i], sure);
	all = sure > 0 ? sure_weight(frame->total, frame->added, sure) : 0;
	return all > weight ? all : weight;
}

/* The depth of what is drawn. */
static unsigned int depth_of(const struct frame *frame, double per_weight, double sure)
{
	unsigned int deepest = 0;

	for (size_t i = 0; i < frame->n; i++) {
		const struct frame *callee = &frame->callees[i];
		unsigned int depth;

		if (drawn_weight(callee, sure) * per_weight < NARROWEST)
			continue;
		depth = 1 + depth_of(callee, per_weight, sure);
		deepest = depth > deepest ? depth : deepest;
	}
	return deepest;
}

struct drawing {
	const struct flame_look *look;
	double all, per_weight;
	double bottom;
	FILE *file;
};

static const char *colour_of(const struct flame_look *look, const char *function)
{
	if (look->shades)
		return flame_shades__colour(look->shades, function);
	return look->colour ? look->colour(function) : "#e8a33d";
}

static void draw_frame(const struct drawing *d, const struct frame *frame, double weight, double x,
		       unsigned int level)
{
	double width = weight * d->per_weight, y = d->bottom - (level + 1) * ROW_HEIGHT;
	int letters = (int)((width - 6) / LETTER);
	char value[CELL_SIZE];

	if (weight < 10)
		snprintf(value, sizeof(value), "%.3g", round(10 * weight) / 10);
	else
		format__grouped(value, weight, false);
	fprintf(d->file, "<g><title>");
	encode__write(d->file, TO_HTML, frame->function);
	print__html(d->file, ": %s %s, %.1f %%", value, d->look->unit, 100 * weight / d->all);
	if (d->look->shades)
		flame_shades__write_note(d->look->shades, frame->function, d->file);
	print__html(
		d->file,
		"</title><rect x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", x,
		y, width, ROW_HEIGHT - 1, colour_of(d->look, frame->function));
	if (letters >= 3) {
		char cut[64];

		snprintf(cut, sizeof(cut), "%.*s%s", letters > 60 ? 60 : letters, frame->function,
			 strlen(frame->function) > (size_t)letters ? "…" : "");
		fprintf(d->file, "<text x=\"%.1f\" y=\"%.0f\">", x + 3, y + 13);
		encode__write(d->file, TO_HTML, cut);
		fputs("</text>", d->file);
	}
	fputs("</g>\n", d->file);
}

static void draw_callees(const struct drawing *d, const struct frame *frame, double x,
			 unsigned int level)
{
	for (size_t i = 0; i < frame->n; i++) {
		const struct frame *callee = &frame->callees[i];
		double weight = drawn_weight(callee, d->look->sure), width = weight * d->per_weight;

		if (width >= NARROWEST) {
			draw_frame(d, callee, weight, x, level);
			draw_callees(d, callee, x, level + 1);
		}
		x += width;
	}
}

void flame__write_svg(const struct flame *flame, const struct flame_look *look, FILE *file)
{
	double all = drawn_weight(&flame->root, look->sure);
	double per_weight = all > 0 ? (WIDTH - 2 * MARGIN) / all : 0;
	int height = (int)depth_of(&flame->root, per_weight, look->sure) * ROW_HEIGHT +
		     TITLE_SPACE + (look->shades ? FLAME_LEGEND_HEIGHT : 0) + MARGIN;
	struct drawing d = {
		.look = look,
		.all = all,
		.per_weight = per_weight,
		.bottom = height - MARGIN,
		.file = file,
	};

	fprintf(file,
		"<svg viewBox=\"0 0 %.0f %d\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#1a1a1a\">\n<title>",
		WIDTH, height);
	encode__write(file, TO_HTML, look->title);
	fprintf(file,
		"</title>\n<text x=\"%.0f\" y=\"20\" text-anchor=\"middle\" font-size=\"14\" fill=\"currentColor\">",
		WIDTH / 2);
	encode__write(file, TO_HTML, look->title);
	fputs("</text>\n", file);
	if (look->shades)
		flame_shades__write_legend(look->shades, MARGIN, TITLE_SPACE, file);
	print__html(file, "<g id=\"%s_frames\">\n", look->name);
	draw_callees(&d, &flame->root, MARGIN, 0);
	fputs("</g>\n</svg>\n", file);
}
