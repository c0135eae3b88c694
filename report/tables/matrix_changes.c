// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/matrix_changes.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/figures/sentence.h"
#include "report/tables/verdict_colour.h"
#include "report/verdicts/compare_answer.h"
#include "report/verdicts/compare_order.h"

/* ---- each change ---- */

/* "kprobe +16", or what changed if there is no difference to show. */
static void print_cause(const struct comparison_row *row, enum destination to, FILE *file)
{
	char difference[CELL_SIZE];

	format__grouped(difference, row->difference, true);
	print__to(file, to, "%s%s", row->backend,
		  isfinite(row->new_value) ? "" : " does not attach");
	if (isfinite(row->difference))
		print__to(file, to, " %s", difference);
	if (row->verdict == VERDICT_INCONCLUSIVE && isfinite(row->low) && isfinite(row->high))
		fprintf(file, " [%.0f %.0f]", row->low, row->high);
}

/* Prints one of the verdicts and the backends that have it. Returns whether there were any. */
static bool print_verdict(const struct comparison *c, enum verdict verdict, bool is_first,
			  enum destination to, FILE *file)
{
	const struct comparison_row *rows[2 * PLAN_MAX_BACKENDS];
	bool any = false;

	compare_order__sort(c, rows);
	for (size_t i = 0; i < c->n; i++) {
		if (rows[i]->verdict != verdict)
			continue;
		if (any)
			fputs(", ", file);
		else
			print__to(file, to, "%s%s (", is_first ? "" : ", ", verdict__name(verdict));
		print_cause(rows[i], to, file);
		any = true;
	}
	if (any)
		fputs(")", file);
	return any;
}

/* "6.1 -> 6.12: regression (kprobe +16, fexit +10), improvement (fentry -3)" */
static void print_change(const struct matrix_row *base, const struct matrix_row *new_row,
			 const struct comparison *c, enum destination to, FILE *file)
{
	static const enum verdict reported[] = { VERDICT_REGRESSION, VERDICT_INCONCLUSIVE,
						 VERDICT_IMPROVEMENT, VERDICT_NEW };
	bool any = false;

	print__to(file, to, "%s -> %s: ", base->label, new_row->label);
	if (c->obstacle.text[0]) {
		print__to(file, to, "not comparable (%s)\n", c->obstacle.text);
		return;
	}
	if (c->verdict == VERDICT_NONE) {
		fprintf(file, "nothing to compare\n");
		return;
	}
	for (size_t i = 0; i < sizeof(reported) / sizeof(*reported); i++)
		any |= print_verdict(c, reported[i], !any, to, file);
	print__to(file, to, "%s\n", any ? "" : verdict__name(VERDICT_SAME));
}

static void print_changes(const struct matrix *m, enum destination to, FILE *file)
{
	bool is_list = to == TO_MARKDOWN;

	for (size_t i = 0; i < m->n; i++) {
		if (!m->rows[i].before)
			continue;
		fputs(is_list ? "- " : "", file);
		print_change(m->rows[i].before, &m->rows[i], &m->rows[i].change, to, file);
	}
	if (!m->has_overall)
		return;
	fputs(is_list ? "- " : "", file);
	print_change(m->overall_rows[0], m->overall_rows[1], &m->overall, to, file);
}

/* ---- the answer ---- */

/* The change with the worst verdict; of several with the same, the one of the most severe row. */
struct worst {
	const struct matrix_row *base, *new_row;
	const struct comparison *change;
	const struct comparison_row *row; /* its first; NULL: it has none */
	size_t n;			  /* of all changes */
};

static const struct comparison_row *first_row(const struct comparison *c)
{
	const struct comparison_row *rows[2 * PLAN_MAX_BACKENDS] = { NULL };

	compare_order__sort(c, rows);
	return rows[0];
}

static void worst__consider(struct worst *w, const struct matrix_row *base,
			    const struct matrix_row *new_row, const struct comparison *c)
{
	const struct comparison_row *row = first_row(c);
	bool is_first = !w->n++;

	/* Changes without a row have nothing worse to tell than those before them. */
	if (!is_first && (!row || (w->row && !compare_order__is_before(row, w->row))))
		return;
	w->base = base;
	w->new_row = new_row;
	w->change = c;
	w->row = row;
}

static void print_answer(const struct matrix *m, enum destination to, FILE *file)
{
	struct worst worst = { .n = 0 };
	char text[2048] = "";
	struct sentence s = { .text = text, .size = sizeof(text) };

	for (size_t i = 0; i < m->n; i++)
		if (m->rows[i].before)
			worst__consider(&worst, m->rows[i].before, &m->rows[i], &m->rows[i].change);
	if (m->has_overall)
		worst__consider(&worst, m->overall_rows[0], m->overall_rows[1], &m->overall);
	if (!worst.change)
		return;
	if (worst.n > 1 && worst.change->verdict != VERDICT_SAME)
		sentence__say(&s, "%s to %s: ", worst.base->label, worst.new_row->label);
	compare_answer__say(&s, worst.change);
	fputc('\n', file);
	if (to != TO_TERMINAL) {
		print__to(file, to, "%s\n", text);
		return;
	}
	terminal_text__say(text, verdict_colour(worst.change->verdict), file);
}

/* Lines of a terminal are broken between words; others are read by programs, too. */
static void print_broken_changes(const struct matrix *m, FILE *file)
{
	char *text = NULL, *rest, *line;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	if (!memory)
		return;
	print_changes(m, TO_TERMINAL, memory);
	fclose(memory);
	for (rest = text; (line = strsep(&rest, "\n"));)
		terminal_text__hang(line, 0, 4, file);
	free(text);
}

void matrix_changes__print(const struct matrix *m, enum destination to, FILE *file)
{
	if (to == TO_TERMINAL && terminal_text__is_one(file))
		print_broken_changes(m, file);
	else
		print_changes(m, to, file);
	print_answer(m, to, file);
}
