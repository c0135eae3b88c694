// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/run_labels.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/number.h"
#include "report/figures/company.h"
#include "report/figures/format.h"

static const char *environment_text(const struct run *run, const char *key)
{
	const char *text = json_string_value(json_object_get(run->environment, key));

	return text ? text : "";
}

static const char *vm_text(const struct run *run, const char *key)
{
	const char *text = json_string_value(json_object_get(run->vm, key));

	return text ? text : "";
}

#define ASPECT_SIZE   128
#define ASPECT_NUMBER 16 /* ", #" and a number */

_Static_assert(ASPECT_SIZE >= COMPANY_PART_SIZE, "an aspect holds each text of company.h");

static void write_kernel(const struct run *run, char *text)
{
	snprintf(text, ASPECT_SIZE, "%s", environment_text(run, "kernel_release"));
}

static void write_workload(const struct run *run, char *text)
{
	snprintf(text, ASPECT_SIZE, "%.*s", ASPECT_SIZE - 1, plan__subject(&run->plan));
}

static void write_payload(const struct run *run, char *text)
{
	snprintf(text, ASPECT_SIZE, "payload %s", run->plan.payload);
}

static void write_clock(const struct run *run, char *text)
{
	snprintf(text, ASPECT_SIZE, "%s", run->vm ? vm_text(run, "accelerator") : "host");
}

static void write_cpu(const struct run *run, char *text)
{
	snprintf(text, ASPECT_SIZE, "%s", vm_text(run, "cpu_model"));
}

static void write_append(const struct run *run, char *text)
{
	const char *append = vm_text(run, "append");

	/* Next to runs with arguments, the lack of them is named as well. */
	snprintf(text, ASPECT_SIZE, "%s", append[0] || !run->vm ? append : "no --append");
}

/* Only for the running kernel, whose command line hookbench did not choose. */
static void write_mitigations(const struct run *run, char *text)
{
	bool off = strstr(environment_text(run, "command_line"), "mitigations=off");

	snprintf(text, ASPECT_SIZE, "%s", run->vm ? "" : off ? "mitigations=off" : "mitigations");
}

static void write_threads(const struct run *run, char *text)
{
	snprintf(text, ASPECT_SIZE, "%u thread%s", run->plan.threads, number__s(run->plan.threads));
}

static void write_beside(const struct run *run, char *text)
{
	company__format_beside(&run->plan, text);
}

static void write_elsewhere(const struct run *run, char *text)
{
	company__format_elsewhere(&run->plan, text);
}

static void write_copies(const struct run *run, char *text)
{
	company__format_copies(&run->plan, text);
}

static void write_pid_filter(const struct run *run, char *text)
{
	company__format_pid_filter(&run->plan, text);
}

static void write_rate(const struct run *run, char *text)
{
	if (run->plan.rate_hz)
		snprintf(text, ASPECT_SIZE, "%" PRIu64 " Hz", run->plan.rate_hz);
	else
		snprintf(text, ASPECT_SIZE, "unpaced");
}

static void write_started(const struct run *run, char *text)
{
	snprintf(text, ASPECT_SIZE, "%s", run->started);
}

/* What runs may differ in, most important first. */
static const struct aspect {
	void (*write)(const struct run *run, char *text);
	bool is_chosen; /* by an option: several values were requested to be seen side by side,
			   without a verdict */
} aspects[] = {
	{ write_kernel, false },      { write_workload, true },	 { write_payload, true },
	{ write_clock, false },	      { write_cpu, true },	 { write_append, true },
	{ write_beside, true },	      { write_elsewhere, true }, { write_copies, true },
	{ write_pid_filter, true },   { write_threads, true },	 { write_rate, true },
	{ write_mitigations, false },
};

#define ASPECTS (sizeof(aspects) / sizeof(*aspects))

static bool aspect__differs(const struct aspect *a, const struct run *const *runs, size_t n)
{
	char first[ASPECT_SIZE], text[ASPECT_SIZE];
	bool has_first = false;

	for (size_t i = 0; i < n; i++) {
		if (!runs[i])
			continue;
		a->write(runs[i], has_first ? text : first);
		if (has_first && strcmp(first, text) != 0)
			return true;
		has_first = true;
	}
	return false;
}

static void write_unit(const struct run *run, char *text)
{
	snprintf(text, ASPECT_SIZE, "%s", format__unit(run));
}

bool run_labels__are_series(const struct run *const *runs, size_t n)
{
	static const struct aspect unit = { write_unit, false };

	if (aspect__differs(&unit, runs, n))
		return false;
	for (size_t a = 0; a < ASPECTS; a++)
		if (aspects[a].is_chosen && aspect__differs(&aspects[a], runs, n))
			return true;
	return false;
}

/* ---- labels ---- */

/* Truncates what does not fit. */
static void label__add(char *label, const char *text)
{
	size_t length = strlen(label), room = LABEL_SIZE - length;

	if (text[0])
		snprintf(label + length, room, "%s%.*s", length ? ", " : "", (int)room, text);
}

/* Removes the suffix that all Debian releases share. */
static void shorten_releases(char *const *labels, size_t n)
{
	static const char *const ends[] = { "-cloud-amd64", "-amd64", "-cloud-arm64", "-arm64" };

	for (size_t e = 0; e < sizeof(ends) / sizeof(*ends); e++) {
		for (size_t i = 0; i < n; i++) {
			char *label = labels[i];
			size_t end = strcspn(label, ","), length = strlen(ends[e]);

			if (end > length && !strncmp(label + end - length, ends[e], length))
				memmove(label + end - length, label + end, strlen(label + end) + 1);
		}
	}
}

/* Whether an earlier label is the same. */
static bool is_taken(char *const *labels, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(labels[i], labels[k]))
			return true;
	return false;
}

static bool are_unique(char *const *labels, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_taken(labels, i))
			return false;
	return true;
}

/* Labels that are still the same. */
static void number(const struct run *const *runs, size_t n, char *const *labels)
{
	bool unique = are_unique(labels, n);
	char text[ASPECT_SIZE];

	for (size_t i = 0; i < n && !unique; i++) {
		write_started(runs[i], text);
		label__add(labels[i], text);
	}
	for (size_t i = 0; i < n; i++) {
		if (!is_taken(labels, i))
			continue;
		/* However long the label is, the number must fit after it. */
		labels[i][LABEL_SIZE - ASPECT_NUMBER] = '\0';
		snprintf(text, sizeof(text), "#%zu", i + 1);
		label__add(labels[i], text);
	}
}

void run_labels__label(const struct run *const *runs, size_t n, char *const *labels)
{
	char text[ASPECT_SIZE];

	for (size_t i = 0; i < n; i++)
		labels[i][0] = '\0';
	for (size_t a = 0; a < ASPECTS; a++) {
		/* The kernel is always named. */
		if (a && !aspect__differs(&aspects[a], runs, n))
			continue;
		for (size_t i = 0; i < n; i++) {
			aspects[a].write(runs[i], text);
			label__add(labels[i], text);
		}
	}
	shorten_releases(labels, n);
	number(runs, n, labels);
}
