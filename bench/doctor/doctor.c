// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/doctor/doctor.h"

#include <stdio.h>

#include "bench/base/log.h"
#include "bench/base/number.h"

/* Maximum number of warnings at the start of a run; the last one points to the doctor. */
#define MOST_WARNINGS 3

json_t *doctor__list_warnings(const struct machine *machine)
{
	json_t *list = json_array();

	for (const struct check *check = doctor_checks; check->name; check++) {
		struct finding finding;
		char wanted[128];

		if (check->is_slow)
			continue;
		check__examine(check, machine, &finding);
		if (finding.fitness != FITNESS_WARNING)
			continue;
		check__wanted(check, wanted, sizeof(wanted));
		json_array_append_new(list, json_sprintf("%s: %.80s; better: %s", check->name,
							 finding.now, wanted));
	}
	return list;
}

void doctor__warn(const json_t *warnings)
{
	size_t n = json_array_size(warnings), shown = n < MOST_WARNINGS ? n : MOST_WARNINGS - 1;

	for (size_t i = 0; i < shown; i++)
		log__warning("%s", json_string_value(json_array_get(warnings, i)));
	if (n > shown)
		log__warning(
			"%zu more finding%s may disturb; hookbench doctor shows how to fix them",
			n - shown, number__s(n - shown));
	else if (n)
		log__warning("hookbench doctor shows how to fix this");
}
