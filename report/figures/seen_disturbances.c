// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/seen_disturbances.h"

#include "bench/base/number.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void __attribute__((format(printf, 2, 3)))
seen_disturbances__add(struct seen_disturbances *w, const char *format, ...)
{
	va_list args;

	if (w->n == SEEN_DISTURBANCES_MAX)
		return;
	va_start(args, format);
	vsnprintf(w->lines[w->n++], sizeof(w->lines[0]), format, args);
	va_end(args);
}

/* Only counts trials that know: some kernels report a migration, but not the absence of one. */
static void add_disturbances(const struct run *run, struct seen_disturbances *w)
{
	for (const struct disturbance_kind *k = disturbance_kinds; k->name; k++) {
		int64_t total = 0;

		for (size_t i = 0; k->words && i < run->n_trials; i++) {
			int64_t value = disturbance__value(&run->trials[i].disturbance, k);

			if (value != COUNT_UNKNOWN)
				total = maybe_count__sum(total, value);
		}
		if (total / k->share)
			seen_disturbances__add(w, "%" PRId64 " %s", total / k->share, k->words);
	}
}

static void add_unsteady(const struct run *run, struct seen_disturbances *w)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n_trials; i++)
		n += run->trials[i].unsteady;
	if (n)
		seen_disturbances__add(w, "%zu of %zu trial%s not steady (%s halves differ)", n,
				       run->n_trials, number__s(run->n_trials),
				       n == 1 ? "its" : "their");
}

static void add_kernel_log(const struct run *run, struct seen_disturbances *w)
{
	json_int_t n = json_integer_value(json_object_get(run->environment, "kernel_log_lines"));
	const char *first = json_string_value(
		json_array_get(json_object_get(run->environment, "kernel_log"), 0));

	if (n > 0)
		seen_disturbances__add(w, "%" PRId64 " line%s in the kernel's log (\"%.60s\")",
				       (int64_t)n, number__s((uint64_t)n), first ? first : "");
}

void seen_disturbances__list(const struct run *run, struct seen_disturbances *w)
{
	w->n = 0;
	if (run->unit == CLOCK_INSTRUCTIONS)
		return;
	add_disturbances(run, w);
	add_unsteady(run, w);
	add_kernel_log(run, w);
}

void seen_disturbances__add_settings(const struct run *run, struct seen_disturbances *w)
{
	const json_t *list = json_object_get(run->environment, "warnings");
	const json_t *item;
	size_t i;

	json_array_foreach (list, i, item) {
		const char *text = json_string_value(item);

		/* "governor: powersave; better: performance". */
		if (text)
			seen_disturbances__add(w, "%.*s", (int)strcspn(text, ";"), text);
	}
}

void seen_disturbances__join(const struct seen_disturbances *w, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < w->n && length < size; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%s", i ? ", " : "",
					   w->lines[i]);
}
