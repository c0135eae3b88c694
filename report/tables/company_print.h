/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line below a heading that says what was beside the hooks: see report/figures/company.h. */
#ifndef HOOKBENCH_REPORT_TABLES_COMPANY_PRINT_H
#define HOOKBENCH_REPORT_TABLES_COMPANY_PRINT_H

#include <stdio.h>

/* Nothing if they were alone. */
void company__print(const char *company, FILE *file);
/* Of two runs. */
void company__print_change(const char *before, const char *after, FILE *file);

#endif
