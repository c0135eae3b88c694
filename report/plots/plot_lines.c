// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/plot_lines.h"

#include <math.h>
#include <stdlib.h>

#include "bench/base/print.h"
#include "report/plots/gnuplot_script.h"

void plot_data__begin(struct plot_data *d, size_t line, FILE *script)
{
	*d = (struct plot_data){ .line = line, .first_x = NAN, .script = script };
	d->tips = open_memstream(&d->tips_text, &d->tips_size);
	fprintf(script, "$d%zu << EOD\n", line);
}

void plot_data__add(struct plot_data *d, double x, double y, const char *tip)
{
	if (isnan(d->first_x)) {
		d->first_x = x;
		d->first_y = y;
	}
	fprintf(d->script, "%.10g %.10g\n", x, y);
	if (!tip || !d->tips)
		return;
	print__gnuplot(d->tips, "%.10g %.10g \"%s\"\n", x, y, tip);
}

/* gnuplot 5.4 crashes if no point of a line has a text, so such a line gets one empty text. */
void plot_data__end(struct plot_data *d)
{
	if (d->tips)
		fclose(d->tips);
	fprintf(d->script, "EOD\n$t%zu << EOD\n", d->line);
	if (d->tips_text && d->tips_text[0])
		fputs(d->tips_text, d->script);
	else
		fprintf(d->script, "%.10g %.10g \" \"\n", d->first_x, d->first_y);
	fprintf(d->script, "EOD\n");
	free(d->tips_text);
}

void plot_lines__write(const struct plot *p, const char *how, FILE *s)
{
	char look[SCRIPT_LOOK_SIZE];

	fprintf(s, "plot");
	for (size_t i = 0; i < p->n; i++) {
		print__gnuplot(s, "%s \\\n  $d%zu using 1:2 with %s lw 2 %s title '%s'",
			       i ? "," : "", i, how, gnuplot_script__line(p->lines[i].look, look),
			       p->lines[i].label);
		print__gnuplot(
			s,
			", \\\n  $t%zu using 1:2:3 with labels hypertext point ps 0.6 %s notitle",
			i, gnuplot_script__mark(p->lines[i].look, look));
	}
	fputc('\n', s);
}
