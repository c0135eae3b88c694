// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/flame_shades.h"

#include <inttypes.h>
#include <stddef.h>

#include "bench/base/print.h"

#define STEP   96.0 /* from one colour to the next */
#define SWATCH 11

/*
 * The same in each graph, so that graphs can be compared. From light to dark as the number grows,
 * which also holds for the colour-blind; all are light enough for black text.
 */
static const struct {
	int64_t from;
	const char *colour, *text;
} shades_table[] = {
	{ 0, "#c8ccd0", "0" },
	{ 1, "#fdeeb5", "1" },
	{ 2, "#fcd57a", "2 to 4" },
	{ 5, "#f9b04b", "5 to 9" },
	{ 10, "#f28a3c", "10 to 49" },
	{ 50, "#e3693c", "50 to 199" },
	{ 200, "#d9624f", "200 or more" },
};

#define SHADES (sizeof(shades_table) / sizeof(*shades_table))

const char *flame_shades__colour(const struct flame_shades *shades, const char *function)
{
	int64_t value = shades->value(shades->context, function);
	size_t i = 0;

	while (i + 1 < SHADES && value >= shades_table[i + 1].from)
		i++;
	return shades_table[i].colour;
}

void flame_shades__write_note(const struct flame_shades *shades, const char *function, FILE *file)
{
	int64_t value = shades->value(shades->context, function);

	if (value)
		print__html(file, "; %" PRId64 " %s", value, shades->what);
}

void flame_shades__write_legend(const struct flame_shades *shades, double x, double y, FILE *file)
{
	print__html(file, "<text x=\"%.0f\" y=\"%.0f\" fill=\"currentColor\">%s:</text>\n", x,
		    y + SWATCH, shades->what);
	for (size_t i = 0; i < SHADES; i++) {
		double at = x + STEP * (double)(i + 1);

		print__html(file,
			    "<rect x=\"%.0f\" y=\"%.0f\" width=\"%d\" height=\"%d\" fill=\"%s\"/>"
			    "<text x=\"%.0f\" y=\"%.0f\" fill=\"currentColor\">%s</text>\n",
			    at, y + 1, SWATCH, SWATCH, shades_table[i].colour, at + SWATCH + 4,
			    y + SWATCH, shades_table[i].text);
	}
}
