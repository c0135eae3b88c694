// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/export.h"

const struct export_format export_formats[] = {
	{ "go", "Go's benchmark format, for benchstat", export__write_benchfmt },
	{ "smaller", "JSON for github-action-benchmark's tool customSmallerIsBetter",
	  export__write_smaller },
	{ "bmf", "Bencher's metric format", export__write_bmf },
	{ "kcidb", "JSON for the reports of kernel CI, KCIDB", export__write_kcidb },
	{ "openmetrics", "OpenMetrics text, for Prometheus", export__write_openmetrics },
	{ NULL, NULL, NULL },
};
