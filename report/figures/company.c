// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/company.h"

#include <stdio.h>
#include <string.h>

#define NOTHING "nothing"

const struct field company_columns[] = {
	FIELD(plan, beside, "beside", text_or_null, ""),
	FIELD(plan, elsewhere, "elsewhere", text_or_null, ""),
	FIELD(plan, copies, "copies", integer, "hooks"),
	FIELD(plan, pid_filter, "pid_filter", boolean, ""),
	{ .key = NULL },
};

void company__format_beside(const struct plan *plan, char text[COMPANY_PART_SIZE])
{
	snprintf(text, COMPANY_PART_SIZE, "beside %s", plan->beside[0] ? plan->beside : NOTHING);
}

void company__format_elsewhere(const struct plan *plan, char text[COMPANY_PART_SIZE])
{
	snprintf(text, COMPANY_PART_SIZE, "elsewhere %s",
		 plan->elsewhere[0] ? plan->elsewhere : NOTHING);
}

void company__format_copies(const struct plan *plan, char text[COMPANY_PART_SIZE])
{
	snprintf(text, COMPANY_PART_SIZE, "%u cop%s", plan->copies,
		 plan->copies == 1 ? "y" : "ies");
}

void company__format_pid_filter(const struct plan *plan, char text[COMPANY_PART_SIZE])
{
	snprintf(text, COMPANY_PART_SIZE, "%s", plan->pid_filter ? "pid filter" : "no pid filter");
}

void company__format(const struct plan *plan, char text[COMPANY_SIZE])
{
	const struct {
		bool is_default;
		void (*format)(const struct plan *plan, char text[COMPANY_PART_SIZE]);
	} parts[] = {
		{ !plan->beside[0], company__format_beside },
		{ !plan->elsewhere[0], company__format_elsewhere },
		{ plan->copies <= 1, company__format_copies },
		{ !plan->pid_filter, company__format_pid_filter },
	};
	char part[COMPANY_PART_SIZE];
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (parts[i].is_default)
			continue;
		parts[i].format(plan, part);
		length += (size_t)snprintf(text + length, COMPANY_SIZE - length, "%s%s",
					   length ? ", " : "", part);
	}
}
