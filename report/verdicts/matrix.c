// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/matrix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "bench/base/log.h"
#include "report/verdicts/run_labels.h"

/* ---- labels ---- */

static const char *release_of(const struct matrix_input *input)
{
	const char *release = input->run ? json_string_value(json_object_get(
						   input->run->environment, "kernel_release"))
					 : NULL;

	return release ? release : "";
}

/* "vmlinuz-6.1.0-9-amd64" is shown as 6.1.0-9-amd64. */
static const char *short_name(const char *name)
{
	return strncmp(name, "vmlinuz-", 8) != 0 ? name : name + 8;
}

/* Whether all releases differ. Two builds of one tree have the same release. */
static bool releases_differ(const struct matrix_input *inputs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (inputs[i].run && inputs[j].run &&
			    !strcmp(release_of(&inputs[i]), release_of(&inputs[j])))
				return false;
	return true;
}

static bool all_end_with(const struct matrix *m, const char *end)
{
	for (size_t i = 0; i < m->n; i++) {
		const char *label = m->rows[i].label;
		size_t length = strlen(label), end_length = strlen(end);

		if (m->rows[i].run &&
		    (length <= end_length || strcmp(label + length - end_length, end) != 0))
			return false;
	}
	return true;
}

/* A suffix that all releases share, such as "-cloud-amd64", is left out. */
static void strip_common_end(struct matrix *m, const char *release)
{
	const char *end = release;
	char copy[sizeof(m->rows[0].label)];

	while ((end = strchr(end + 1, '-')) && !all_end_with(m, end))
		;
	if (!end)
		return;
	snprintf(copy, sizeof(copy), "%s", end);
	for (size_t i = 0; i < m->n; i++)
		if (m->rows[i].run)
			m->rows[i].label[strlen(m->rows[i].label) - strlen(copy)] = '\0';
}

static void set_labels(struct matrix *m, const struct matrix_input *inputs)
{
	bool by_release = releases_differ(inputs, m->n);
	const char *some_label = NULL;
	size_t n_measured = 0;
	struct utsname here;

	uname(&here);
	for (size_t i = 0; i < m->n; i++) {
		struct matrix_row *row = &m->rows[i];
		const char *release = release_of(&inputs[i]);

		row->is_running = !strcmp(release, here.release);
		snprintf(row->label, sizeof(row->label), "%s",
			 release[0] && by_release ? release : short_name(inputs[i].name));
		if (row->run) {
			some_label = row->label;
			n_measured++;
		}
	}
	/* A single kernel would share its whole name with itself. */
	if (by_release && n_measured > 1)
		strip_common_end(m, some_label);
}

/* ---- the matrix ---- */

static void compare(const struct run *base, const struct run *new_run,
		    const struct threshold *threshold, struct comparison *comparison)
{
	compare__make(base, new_run, threshold ? *threshold : threshold__default(base->unit), false,
		      comparison);
}

static void fill_rows(struct matrix *m, const struct matrix_input *inputs,
		      const struct threshold *threshold)
{
	const struct matrix_row *before = NULL, *first = NULL;

	for (size_t i = 0; i < m->n; i++) {
		struct matrix_row *row = &m->rows[i];

		row->run = inputs[i].run;
		row->name = inputs[i].name;
		row->reason = inputs[i].reason;
		if (!row->run)
			continue;
		if (inputs[i].summary)
			row->summary = *inputs[i].summary;
		else
			summary__make(row->run, &row->summary);
		row->before = m->is_series ? NULL : before;
		if (row->before)
			compare(before->run, row->run, threshold, &row->change);
		before = row;
		if (!first)
			first = row;
	}
	m->first = first ? first->run : NULL;
	if (!before || !before->before || before->before == first)
		return;
	m->has_overall = true;
	m->overall_rows[0] = first;
	m->overall_rows[1] = before;
	compare(first->run, before->run, threshold, &m->overall);
}

static bool are_series(const struct matrix_input *inputs, size_t n)
{
	const struct run **runs = calloc(n + 1, sizeof(const struct run *));
	bool series;

	for (size_t i = 0; runs && i < n; i++)
		runs[i] = inputs[i].run;
	series = runs && run_labels__are_series(runs, n);
	free(runs);
	return series;
}

int matrix__make(const struct matrix_input *inputs, size_t n, const struct threshold *threshold,
		 struct matrix *m)
{
	memset(m, 0, sizeof(*m));
	m->n = n;
	m->label = "";
	m->rows = calloc(n + 1, sizeof(*m->rows));
	if (!m->rows)
		return log__out_of_memory();
	m->is_series = are_series(inputs, n);
	fill_rows(m, inputs, threshold);
	set_labels(m, inputs);
	return 0;
}

void matrix__free(struct matrix *m)
{
	free(m->rows);
	m->rows = NULL;
	m->n = 0;
}

enum verdict matrix__verdict(const struct matrix *m)
{
	enum verdict worst = m->has_overall ? m->overall.verdict : VERDICT_NONE;

	for (size_t i = 0; i < m->n; i++)
		if (m->rows[i].before && m->rows[i].change.verdict > worst)
			worst = m->rows[i].change.verdict;
	return worst;
}
