// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/capabilities_print.h"

#include <string.h>

#include "bench/base/print.h"
#include "report/figures/sentence.h"
#include "report/tables/terminal_programs.h"
#include "report/tables/terminal_text.h"

/* A twin is available with its program, or not. */
static bool is_listed(const struct run *run, const struct capability *c)
{
	return c->available || !plan__program(&run->plan, c->backend, true);
}

static void print_available(const struct run *run, FILE *file)
{
	char text[4096];
	struct sentence s = { .text = text, .size = sizeof(text) };
	size_t n = 0;

	for (size_t i = 0; i < run->n_capabilities; i++)
		if (run->capabilities[i].available)
			sentence__say(&s, "%s%s",
				      n++ ? ", " : "yes: ", run->capabilities[i].backend);
	if (n)
		terminal_text__hang(text, 2, 7, file);
}

/* The remedy once, below the last of several that need the same. */
static void print_remedy(const struct run *run, size_t i, FILE *file)
{
	const char *remedy = run->capabilities[i].remedy;

	for (size_t j = i + 1; j < run->n_capabilities; j++)
		if (!run->capabilities[j].available && is_listed(run, &run->capabilities[j])) {
			if (!strcmp(run->capabilities[j].remedy, remedy))
				return;
			break;
		}
	if (remedy[0])
		terminal_text__row(remedy, 23, 23, file);
}

void capabilities_print(const struct run *run, bool is_short, FILE *file)
{
	const char *release =
		json_string_value(json_object_get(run->environment, "kernel_release"));
	char text[1024];

	print__terminal(file, "On %s", release ? release : "unknown");
	if (run->target.symbol[0])
		print__terminal(file, ", hooking %s", run->target.symbol);
	fprintf(file, ":\n");
	if (is_short)
		print_available(run, file);
	for (size_t i = 0; i < run->n_capabilities; i++) {
		const struct capability *c = &run->capabilities[i];

		if (!is_listed(run, c) || (is_short && c->available))
			continue;
		snprintf(text, sizeof(text), "%-16s %s%s%s", c->backend,
			 c->available ? "yes" : "no", c->reason[0] ? ": " : "", c->reason);
		terminal_text__row(text, 2, 23, file);
		print_remedy(run, i, file);
	}
	terminal_programs__print_facts(run, file);
}
