// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/flame.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "report/groups.h"
#include "report/html_text.h"

#define WIDTH	   1000
#define ROW	   17
#define CHARACTER  6.1 /* width of one of the font, about */
#define NAME_ROOM  128
#define LEAST_WIDE 0.4 /* what is less wide is not drawn: nobody could see it */

/* By group; dark text can be read on each. */
static const char *const colours[N_GROUPS] = {
	[GROUP_GETTING_THERE] = "#f4b183",  [GROUP_DISPATCH] = "#f7d774",
	[GROUP_BPF_ENTRY_EXIT] = "#a9d18e", [GROUP_PROGRAM] = "#8fd3e8",
	[GROUP_WAY_BACK] = "#d5a6e6",	    [GROUP_MITIGATIONS] = "#f19c9c",
	[GROUP_REST] = "#d9d9d9",
};

struct stack {
	const char *text;
	int64_t n;
};

struct flame {
	struct stack *stacks; /* by name, those that begin with the same callers together */
	size_t n;
	int64_t total;
	unsigned int depth; /* of the deepest one */
	FILE *file;
};

/* A semicolon comes before all other characters: "a;b" before "a1". */
static int by_text(const void *x, const void *y)
{
	const char *a = ((const struct stack *)x)->text, *b = ((const struct stack *)y)->text;

	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (*a == ';' ? 1 : (unsigned char)*a) - (*b == ';' ? 1 : (unsigned char)*b);
}

static unsigned int depth_of(const char *text)
{
	unsigned int depth = 1;

	for (; *text; text++)
		depth += *text == ';';
	return depth;
}

static void flame__box(const struct flame *f, const char *name, size_t size, int64_t before,
		       int64_t n, unsigned int depth)
{
	double x = WIDTH * (double)before / (double)f->total,
	       width = WIDTH * (double)n / (double)f->total;
	size_t room = (size_t)(width / CHARACTER);
	unsigned int y = depth * ROW;
	char text[NAME_ROOM];

	snprintf(text, sizeof(text), "%.*s", (int)size, name);
	fprintf(f->file, "<g><title>");
	html_text__print(f->file, "%s: %" PRId64 " instructions, %.1f %%", text, n,
			 100 * (double)n / (double)f->total);
	fprintf(f->file,
		"</title><rect x=\"%.1f\" y=\"%u\" width=\"%.1f\" height=\"%d\" fill=\"%s\" "
		"stroke=\"#fff\" stroke-width=\".5\"/>",
		x, y, width, ROW - 1, colours[group__of(text)]);
	if (room >= 4) {
		fprintf(f->file, "<text x=\"%.1f\" y=\"%u\">", x + 2, y + 12);
		html_text__print(f->file, "%.*s", (int)(room < size ? room : size), text);
		fputs("</text>", f->file);
	}
	fputs("</g>\n", f->file);
}

/* Stacks from `first` to before `end` have the callers up to `at` in common. */
static void flame__draw(const struct flame *f, size_t first, size_t end, size_t at, int64_t before,
			unsigned int depth)
{
	while (first < end) {
		const char *name = f->stacks[first].text + at;
		size_t size = strcspn(name, ";"), next = first, inner = first;
		int64_t n = 0, self = 0;

		for (; next < end; next++) {
			const char *other = f->stacks[next].text + at;

			if (strcspn(other, ";") != size || memcmp(other, name, size) != 0)
				break;
			n += f->stacks[next].n;
		}
		if (WIDTH * (double)n / (double)f->total >= LEAST_WIDE) {
			flame__box(f, name, size, before, n, depth);
			/* What ends here has nothing below it. */
			for (; inner < next && !f->stacks[inner].text[at + size]; inner++)
				self += f->stacks[inner].n;
			flame__draw(f, inner, next, at + size + 1, before + self, depth + 1);
		}
		before += n;
		first = next;
	}
}

static void flame__collect(struct flame *f, json_t *stacks, json_t *less)
{
	const char *text;
	json_t *count;

	json_object_foreach (stacks, text, count) {
		int64_t n =
			json_integer_value(count) - json_integer_value(json_object_get(less, text));

		if (n <= 0)
			continue;
		f->stacks[f->n++] = (struct stack){ text, n };
		f->total += n;
		if (depth_of(text) > f->depth)
			f->depth = depth_of(text);
	}
	if (f->n)
		qsort(f->stacks, f->n, sizeof(*f->stacks), by_text);
}

void flame__write(json_t *stacks, json_t *less, FILE *file)
{
	struct flame f = { .file = file };

	f.stacks = calloc(json_object_size(stacks) + 1, sizeof(*f.stacks));
	if (f.stacks)
		flame__collect(&f, stacks, less);
	if (f.n) {
		fprintf(file,
			"<svg viewBox=\"0 0 %d %u\" width=\"100%%\" role=\"img\" "
			"aria-label=\"Flame graph of %" PRId64 " instructions\" "
			"font-family=\"monospace\" font-size=\"10\" fill=\"#111\">\n",
			WIDTH, f.depth * ROW, f.total);
		flame__draw(&f, 0, f.n, 0, 0, 0);
		fputs("</svg>\n", file);
	}
	free(f.stacks);
}
