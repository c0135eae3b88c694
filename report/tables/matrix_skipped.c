// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/matrix_skipped.h"

#include <stdbool.h>
#include <string.h>

#include "bench/base/print.h"

const char *matrix_skipped__reason(const struct matrix_row *row, const char *backend)
{
	const struct capability *c = row->run ? run__capability(row->run, backend) : NULL;

	return c && !c->available ? c->reason : NULL;
}

static bool has_reason(const struct matrix_row *row, const char *backend, const char *reason)
{
	const char *own = matrix_skipped__reason(row, backend);

	return own && !strcmp(own, reason);
}

static bool was_printed(const struct matrix *m, size_t row, const char *backend)
{
	for (size_t i = 0; i < row; i++)
		if (has_reason(&m->rows[i], backend,
			       matrix_skipped__reason(&m->rows[row], backend)))
			return true;
	return false;
}

/* "fentry skipped on 5.10, 6.1: ...": the kernels on which the reason is the same; if all, none. */
static void print_reason(const struct matrix *m, size_t row, const char *backend,
			 enum destination to, FILE *file)
{
	const char *reason = matrix_skipped__reason(&m->rows[row], backend);
	size_t n = 0, measured = 0;

	for (size_t i = 0; i < m->n; i++) {
		measured += m->rows[i].run != NULL;
		n += has_reason(&m->rows[i], backend, reason);
	}
	print__to(file, to, "%s%s skipped", to == TO_MARKDOWN ? "- " : "", backend);
	for (size_t i = 0, listed = 0; i < m->n && n < measured; i++)
		if (has_reason(&m->rows[i], backend, reason))
			print__to(file, to, "%s%s", listed++ ? ", " : " on ", m->rows[i].label);
	print__to(file, to, ": %s\n", reason);
}

void matrix_skipped__print(const struct matrix *m, enum destination to, FILE *file)
{
	const struct plan *plan = &m->first->plan;
	bool any = false;

	for (size_t i = 0; i < plan->n_backends; i++) {
		const char *backend = plan->backends[i];

		/* A twin is skipped for its program's reason. */
		if (plan__program(plan, backend, true))
			continue;
		for (size_t k = 0; k < m->n; k++) {
			if (!matrix_skipped__reason(&m->rows[k], backend) ||
			    was_printed(m, k, backend))
				continue;
			print_reason(m, k, backend, to, file);
			any = true;
		}
	}
	if (any)
		fputc('\n', file);
}
