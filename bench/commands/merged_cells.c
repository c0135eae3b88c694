// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/merged_cells.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/commands/cell_folder.h"
#include "bench/model/cell_key.h"
#include "bench/model/store.h"

#define MISSING_SHOWN 20

static const char *host_of(const struct run *run)
{
	return run->host[0] ? run->host : "an unknown host";
}

static const char *of_vm(const struct run *run, const char *key)
{
	const char *text = json_string_value(json_object_get(run->vm, key));

	return text ? text : "";
}

/* ---- a cell that was measured twice ---- */

/* What differs, in words; "": nothing. */
struct difference {
	char text[256];
};

static bool is_another(const struct run *run, const char *backend, double a, double b)
{
	return isnan(a) != isnan(b) ||
	       (!isnan(a) && fabs(a - b) > run__spread(run, backend, fmax(a, b)));
}

/* The cost of `none` includes the guest's own instructions: of another build, it is another. */
static void compare_rows(const struct merged_cell *a, const struct summary_row *row,
			 const struct summary_row *other, struct difference *d)
{
	if (!other)
		snprintf(d->text, sizeof(d->text), "%s was measured by only one of them",
			 row->backend);
	else if (is_another(&a->run, row->backend, row->cost, other->cost))
		snprintf(d->text, sizeof(d->text), "the cost of %s is %.10g and %.10g",
			 row->backend, row->cost, other->cost);
	else if (is_another(&a->run, row->backend, row->overhead, other->overhead))
		snprintf(d->text, sizeof(d->text), "the overhead of %s is %.10g and %.10g",
			 row->backend, row->overhead, other->overhead);
}

static const struct summary_row *same_row(const struct summary *summary,
					  const struct summary_row *row)
{
	for (size_t i = 0; i < summary->n; i++)
		if (!strcmp(summary->rows[i].backend, row->backend) &&
		    summary->rows[i].control == row->control)
			return &summary->rows[i];
	return NULL;
}

static void compare(const struct merged_cell *a, const struct merged_cell *b, struct difference *d)
{
	d->text[0] = '\0';
	if (a->run.unit == CLOCK_NANOSECONDS)
		snprintf(d->text, sizeof(d->text), "times never repeat, so only one can stay");
	if (a->summary.n != b->summary.n)
		snprintf(d->text, sizeof(d->text), "%zu and %zu trials of a round were measured",
			 a->summary.n, b->summary.n);
	for (size_t i = 0; i < a->summary.n && !d->text[0]; i++)
		compare_rows(a, &a->summary.rows[i], same_row(&b->summary, &a->summary.rows[i]), d);
}

/* ---- reading ---- */

static int read_run(const struct cell *cell, const char *folder, struct merged_cell *to)
{
	char path[PATH_MAX], problem[2304];
	int err;

	*to = (struct merged_cell){ .folder = folder };
	cell_folder__path(folder, cell, path);
	if (access(path, F_OK))
		return 0;
	err = store__read(path, &to->run);
	if (err)
		return err;
	to->is_known = true;
	cell__check_run(cell, &to->run, problem, sizeof(problem));
	if (problem[0])
		return log__fail(-EINVAL, "%s is not the run of this cell: %s", path, problem);
	/* What becomes of the matrix is of no folder of cells. */
	to->run.cell[0] = '\0';
	summary__make(&to->run, &to->summary);
	return 0;
}

static int check_twice(const struct cell *cell, const struct merged_cell *a,
		       const struct merged_cell *b)
{
	char label[CELL_LABEL_SIZE];
	struct difference d;

	cell__label(cell, label);
	compare(a, b, &d);
	if (!d.text[0])
		return 0;
	return log__fail(
		-EXDEV,
		"cell %s (%s) was measured by %s, in %s, and by %s, in %s, and they do not agree: %s",
		cell->id, label, host_of(&a->run), a->folder, host_of(&b->run), b->folder, d.text);
}

static int take(struct merged_cells *m, size_t i, const char *folder)
{
	const struct cell *cell = &m->list.v[i];
	struct merged_cell *known = &m->v[i], *found = malloc(sizeof(*found));
	int err;

	if (!found)
		return log__out_of_memory();
	err = read_run(cell, folder, found);
	if (!err && found->is_known && known->is_known)
		err = check_twice(cell, known, found);
	if (!err && found->is_known && !known->is_known)
		*known = *found;
	else
		run__free(&found->run);
	if (!err && !known->is_known && !known->reason[0])
		cell_folder__read_failure(folder, cell, known->reason, sizeof(known->reason));
	free(found);
	return err;
}

static int take_folder(struct merged_cells *m, char *const *folders, size_t n)
{
	struct cell_list list;
	const char *folder = folders[n];
	int err = cell_list__read(folder, &list);

	if (err == -ENOENT)
		return log__fail(err, "%s is no folder of cells: it has no " CELL_PLAN, folder);
	if (err)
		return err;
	if (!n) {
		m->list = list;
		m->v = calloc(list.n, sizeof(*m->v));
	} else {
		err = cell_list__check_same(&m->list, folders[0], &list, folder);
		cell_list__free(&list);
	}
	if (!m->v)
		return log__out_of_memory();
	for (size_t i = 0; i < m->list.n && !err; i++)
		err = take(m, i, folder);
	return err;
}

/* ---- all of them ---- */

static bool is_same_ruler(const struct cell *a_cell, const struct run *a, const struct cell *b_cell,
			  const struct run *b)
{
	return strcmp(a_cell->arch, b_cell->arch) != 0 ||
	       text__are_equal(of_vm(a, "guest_checksum"), of_vm(b, "guest_checksum"));
}

static int check_pair(const struct merged_cells *m, size_t i, size_t j)
{
	const struct run *a = &m->v[i].run, *b = &m->v[j].run;

	if (a->unit == CLOCK_NANOSECONDS && strcmp(a->host, b->host) != 0)
		return log__fail(
			-EXDEV,
			"cell %s was timed on %s, and cell %s on %s: times of different machines are not one matrix; measure all on one of them, or count instructions",
			m->list.v[i].id, host_of(a), m->list.v[j].id, host_of(b));
	if (!is_same_ruler(&m->list.v[i], a, &m->list.v[j], b))
		return log__fail(
			-EXDEV,
			"cell %s (on %s) and cell %s (on %s) were measured by different builds of hookbench-guest: use the same files on all machines",
			m->list.v[i].id, host_of(a), m->list.v[j].id, host_of(b));
	return 0;
}

/* Being the same is transitive, but for an architecture: each is compared with all before it. */
static int check_all(const struct merged_cells *m)
{
	int err = 0;

	for (size_t i = 0; i < m->list.n && !err; i++)
		for (size_t j = 0; j < i && !err; j++)
			if (m->v[i].is_known && m->v[j].is_known)
				err = check_pair(m, j, i);
	return err;
}

/* Counts do not depend on it, as far as is known; the matrix does not show it. */
static void warn_of_qemu(const struct merged_cells *m)
{
	const struct run *first = NULL;

	for (size_t i = 0; i < m->list.n; i++) {
		const struct run *run = &m->v[i].run;

		if (!m->v[i].is_known)
			continue;
		if (!first)
			first = run;
		if (text__are_equal(of_vm(first, "qemu_version"), of_vm(run, "qemu_version")))
			continue;
		log__warning("%s measured with QEMU %s, and %s with %s", host_of(first),
			     of_vm(first, "qemu_version"), host_of(run),
			     of_vm(run, "qemu_version"));
		return;
	}
}

int merged_cells__read(char *const *folders, size_t n, struct merged_cells *m)
{
	int err = 0;

	*m = (struct merged_cells){ .v = NULL };
	for (size_t i = 0; i < n && !err; i++)
		err = take_folder(m, folders, i);
	if (!err)
		err = check_all(m);
	if (!err)
		warn_of_qemu(m);
	return err;
}

void merged_cells__free(struct merged_cells *m)
{
	for (size_t i = 0; m->v && i < m->list.n; i++)
		run__free(&m->v[i].run);
	free(m->v);
	cell_list__free(&m->list);
}

size_t merged_cells__say_missing(const struct merged_cells *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->list.n; i++) {
		const struct cell *cell = &m->list.v[i];
		char label[CELL_LABEL_SIZE];

		if (m->v[i].is_known || m->v[i].reason[0])
			continue;
		cell__label(cell, label);
		if (n++ < MISSING_SHOWN)
			log__error("cell %s (%s) is missing: measure it with --cell %s", cell->id,
				   label, cell->id);
	}
	if (n > MISSING_SHOWN)
		log__error("and %zu more cells are missing", n - MISSING_SHOWN);
	return n;
}
