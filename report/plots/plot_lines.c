// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/plot_lines.h"

#include <math.h>
#include <stdlib.h>

#include "report/plots/gnuplot_script.h"

void plot_data__begin(struct plot_data *d, size_t line, FILE *script)
{
	*d = (struct plot_data){ .line = line, .first_x = NAN, .script = script };
	d->told = open_memstream(&d->told_text, &d->told_size);
	fprintf(script, "$d%zu << EOD\n", line);
}

void plot_data__add(struct plot_data *d, double x, double y, const char *told)
{
	if (isnan(d->first_x)) {
		d->first_x = x;
		d->first_y = y;
	}
	fprintf(d->script, "%.10g %.10g\n", x, y);
	if (!told || !d->told)
		return;
	fprintf(d->told, "%.10g %.10g ", x, y);
	gnuplot_script__quote_data(told, d->told);
	fputc('\n', d->told);
}

/* A line of which no point tells gets one that says nothing: without any, gnuplot 5.4 crashes. */
void plot_data__end(struct plot_data *d)
{
	if (d->told)
		fclose(d->told);
	fprintf(d->script, "EOD\n$t%zu << EOD\n", d->line);
	if (d->told_text && d->told_text[0])
		fputs(d->told_text, d->script);
	else
		fprintf(d->script, "%.10g %.10g \" \"\n", d->first_x, d->first_y);
	fprintf(d->script, "EOD\n");
	free(d->told_text);
}

void plot_lines__write(const struct plot *p, const char *how, FILE *s)
{
	fprintf(s, "plot");
	for (size_t i = 0; i < p->n; i++) {
		fprintf(s, "%s \\\n  $d%zu using 1:2 with %s lw 2 %s title ", i ? "," : "", i, how,
			gnuplot_script__line(p->lines[i].look));
		gnuplot_script__quote(p->lines[i].label, s);
		fprintf(s,
			", \\\n  $t%zu using 1:2:3 with labels hypertext point ps 0.6 %s notitle",
			i, gnuplot_script__mark(p->lines[i].look));
	}
	fputc('\n', s);
}
