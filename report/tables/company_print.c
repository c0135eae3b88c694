// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/company_print.h"

#include <string.h>

#include "bench/base/print.h"

void company__print(const char *company, FILE *file)
{
	if (company[0])
		print__terminal(file, "%s\n", company);
}

void company__print_change(const char *before, const char *after, FILE *file)
{
	if (strcmp(before, after) != 0)
		print__terminal(file, "%s -> %s\n", before[0] ? before : "alone",
				after[0] ? after : "alone");
	else
		company__print(after, file);
}
