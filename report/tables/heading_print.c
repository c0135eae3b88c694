// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/heading_print.h"

#include <string.h>

#include "bench/base/print.h"
#include "report/figures/columns.h"
#include "report/figures/company.h"

/* ---- for readers ---- */

static void print_company(const char *company, FILE *file)
{
	if (company[0])
		print__terminal(file, "%s\n", company);
}

void heading__print(const struct heading *h, FILE *file)
{
	char company[COMPANY_SIZE];

	company__format(h->plan, company);
	print__terminal(file, "%s on %s; %s, payload %s\n", h->hooked, h->kernel, h->workload,
			h->payload);
	print_company(company, file);
}

/* The function may have another name on the other kernel. */
void heading__print_change(const struct heading *before, const struct heading *after, FILE *file)
{
	char a[COMPANY_SIZE], b[COMPANY_SIZE];

	company__format(before->plan, a);
	company__format(after->plan, b);
	print__terminal(file, "%s on %s -> ", before->hooked, before->kernel);
	if (strcmp(before->hooked, after->hooked) != 0)
		print__terminal(file, "%s on ", after->hooked);
	print__terminal(file, "%s; %s, payload %s\n", after->kernel, after->workload,
			after->payload);
	if (strcmp(a, b) != 0)
		print__terminal(file, "%s -> %s\n", a[0] ? a : "alone", b[0] ? b : "alone");
	else
		print_company(a, file);
}

/* ---- JSON ---- */

/* Adds what is hooked and the company. NULL when out of memory. */
static json_t *add_hooks(const struct heading *h, json_t *json)
{
	if (json && !json_object_set_new(json, "hooked", json_string(h->hooked)) &&
	    !fields__add_to_json(company_columns, h->plan, json))
		return json;
	json_decref(json);
	return NULL;
}

json_t *heading__to_json(const struct heading *h, json_t *backends)
{
	json_t *json = add_hooks(h, json_pack("{s:s, s:s, s:s}", "kernel_release", h->kernel,
					      "workload", h->workload, "payload", h->payload));

	json_object_set_new(json, "backends", backends);
	return json;
}

json_t *heading__change_to_json(const struct heading *before, const struct heading *after,
				json_t *backends)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "before", before->kernel, "after",
			 after->kernel, "workload", after->workload, "payload", after->payload,
			 "hooks_before", add_hooks(before, json_object()), "hooks_after",
			 add_hooks(after, json_object()), "backends", backends);
}

/* ---- CSV ---- */

void heading__end_csv_names(FILE *file)
{
	fputs(",hooked,", file);
	columns__write_header(company_columns, file);
	fputc('\n', file);
}

void heading__end_csv_line(const struct heading *h, FILE *file)
{
	print__csv(file, ",%s,", h->hooked);
	columns__write_row(company_columns, h->plan, file);
	fputc('\n', file);
}
