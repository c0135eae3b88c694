// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/hooked.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define MOST 3 /* places that are named; others are counted */

/* How a section names this program, which has the functions of workloads in user space. */
#define OWN_FILE "/proc/self/exe:"

/* Whether a backend that is no user's program hooks the target. */
static bool has_own_hook(const struct plan *plan)
{
	for (size_t i = 1; i < plan->n_backends; i++)
		if (!plan__program(plan, plan->backends[i], false) &&
		    !plan__program(plan, plan->backends[i], true))
			return true;
	return false;
}

/* Place 0 is the target of the backends, the others are those of the programs; "": none. */
static const char *place_of(const struct run *run, size_t i)
{
	const struct program_fact *fact = i ? &run->facts.v[i - 1] : NULL;

	if (!fact)
		return has_own_hook(&run->plan) ? run->target.symbol : "";
	if (!fact->attached)
		return "";
	/* The target has the workload's name of the same function. */
	return strncmp(fact->target, OWN_FILE, strlen(OWN_FILE)) != 0 ? fact->target
								      : run->target.symbol;
}

static bool is_new(const struct run *run, size_t i)
{
	const char *place = place_of(run, i);

	for (size_t j = 0; j < i; j++)
		if (!strcmp(place_of(run, j), place))
			return false;
	return place[0];
}

void hooked__format(const struct run *run, char text[HOOKED_SIZE])
{
	const size_t room = HOOKED_SIZE - sizeof(" and 4294967295 more");
	size_t n = 0, named = 0, length = 0;

	for (size_t i = 0; i <= run->facts.n; i++) {
		const char *place = place_of(run, i);

		if (!is_new(run, i))
			continue;
		n++;
		if (named == MOST || length + strlen(", ") + strlen(place) >= room)
			continue;
		length += (size_t)snprintf(text + length, HOOKED_SIZE - length, "%s%s",
					   named++ ? ", " : "", place);
	}
	if (!named)
		snprintf(text, HOOKED_SIZE, "%s",
			 run->target.symbol[0] ? run->target.symbol : "no function to hook");
	else if (named < n)
		snprintf(text + length, HOOKED_SIZE - length, " and %zu more", n - named);
}
