/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compares two stored runs: is a hook's overhead larger on the new one?
 *
 * What is compared is the overhead, since the cost of an operation changes for reasons that are no
 * hook's. The cost of `none` is shown beside it and has no verdict.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_COMPARE_H
#define HOOKBENCH_REPORT_VERDICTS_COMPARE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"
#include "report/figures/columns.h"
#include "report/verdicts/comparable.h"

/* From best to worst: what is worse decides about the whole comparison. */
enum verdict {
	VERDICT_NONE,	  /* of `none`: shown, not judged */
	VERDICT_UNJUDGED, /* not yet; never in a finished comparison */
	VERDICT_SAME,
	VERDICT_IMPROVEMENT,
	VERDICT_INCONCLUSIVE,	/* the data do not tell */
	VERDICT_NOT_COMPARABLE, /* the runs differ in more than the kernel, or one is invalid */
	VERDICT_REGRESSION,
};

/* As printed and stored: "same", "not comparable", ...; "" for VERDICT_NONE. */
const char *verdict__name(enum verdict verdict);

/* How much larger an overhead may become. */
struct threshold {
	double value; /* not negative; in the clock's unit, or per cent of the base's overhead */
	bool is_percent;
};

/* What is allowed if nobody says: nothing where counts are exact, 5 % of a time. */
struct threshold threshold__default(enum clock_unit unit);

/* What --max-increase is, for its help and for what it does not understand. */
#define THRESHOLD_HELP                                                                        \
	"How much larger an overhead may be: a number in the clock's unit, or per cent (5%) " \
	"(default: 0 instructions, or 5% of a time)"
#define THRESHOLD_USAGE \
	"--max-increase takes a number that is not negative, or per cent (5%%), not \"%s\""

/* "10" is in the clock's unit, "5%" of the base's overhead. 0 or -EINVAL. */
int threshold__parse(const char *text, struct threshold *threshold);

struct comparison_row {
	char backend[NAME_SIZE];
	/* Overheads, or of `none` costs, in the clock's unit; NAN where it was not measured. */
	double base, new_value, difference;
	double low, high; /* interval of the difference, at the confidence of the verdict; or NAN */
	double percent;	  /* of base; NAN where that is not positive */
	double smallest_visible; /* difference that these runs would have shown; NAN unknown */
	enum verdict verdict;
	char verdict_name[NAME_SIZE];
	/*
	 * Why, where the figures do not tell; of a regression, in which functions, if both runs
	 * have explain; or "".
	 */
	char note[320];
};

/* A fact of the environment in which the runs differ. */
struct comparison_fact {
	char name[96];
	char base[256], new_value[256]; /* "" where it is unknown */
};

#define COMPARISON_FACTS 64

struct comparison {
	enum clock_unit unit; /* of base */
	enum verdict verdict; /* the worst of the rows */
	/* Why the runs cannot be compared, or could not be but for `force`. */
	struct obstacle obstacle;
	const char *caveat; /* what the runs cannot tell; or "" */
	size_t n;
	struct comparison_row rows[2 * PLAN_MAX_BACKENDS];
	size_t n_facts;
	struct comparison_fact facts[COMPARISON_FACTS];
};

/* The members of a row, for CSV and JSON. */
extern const struct field comparison_columns[];

/* force: judge also what is not comparable. */
void compare__make(const struct run *base, const struct run *new_run, struct threshold threshold,
		   bool force, struct comparison *comparison);
/* NULL if the backend is not among them. */
const struct comparison_row *compare__row(const struct comparison *comparison, const char *backend);
json_t *compare__to_json(const struct comparison *comparison);

#endif
