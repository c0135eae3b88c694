// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/export.h"

#include "report/tables/terminal.h"

static int write_table(const struct export *what, FILE *file)
{
	for (size_t i = 0; i < what->n; i++) {
		if (i)
			fputc('\n', file);
		terminal__print_run(what->runs[i].run, what->runs[i].summary, file);
	}
	return 0;
}

const struct export_format export_formats[] = {
	{ "table", "the table that the run has printed", write_table, true },
	{ "go", "Go's benchmark format, for benchstat", export__write_benchfmt, false },
	{ "smaller", "JSON for github-action-benchmark's tool customSmallerIsBetter",
	  export__write_smaller, false },
	{ "bmf", "Bencher's metric format", export__write_bmf, false },
	{ "kcidb", "JSON for the reports of kernel CI, KCIDB", export__write_kcidb, false },
	{ "openmetrics", "OpenMetrics text, for Prometheus", export__write_openmetrics, false },
	{ 0 },
};
