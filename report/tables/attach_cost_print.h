/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints what attaching costs. */
#ifndef HOOKBENCH_REPORT_TABLES_ATTACH_COST_PRINT_H
#define HOOKBENCH_REPORT_TABLES_ATTACH_COST_PRINT_H

#include <stdio.h>

#include "bench/model/attach_cost.h"

struct attach_cost_format {
	const char *name;
	void (*print)(const struct attach_cost *cost, FILE *file);
};

/* Ends with a row whose name is NULL; the first is the default. */
extern const struct attach_cost_format attach_cost_formats[];

void attach_cost__print_json(const struct attach_cost *cost, FILE *file);
/* One line a trial. */
void attach_cost__print_csv(const struct attach_cost *cost, FILE *file);

#endif
