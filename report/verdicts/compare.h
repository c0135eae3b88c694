/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compares two stored runs: is a hook's overhead larger on the new one?
 *
 * The overhead is compared, because the cost of an operation also changes for reasons other than
 * the hooks. The cost of `none` is shown too, and judged only if that is asked for.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_COMPARE_H
#define HOOKBENCH_REPORT_VERDICTS_COMPARE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"
#include "report/figures/columns.h"
#include "report/verdicts/comparable.h"

/* From best to worst. The worst verdict is that of the whole comparison. */
enum verdict {
	VERDICT_NONE,	  /* for `none`, which is not judged */
	VERDICT_UNJUDGED, /* not judged yet; never in a finished comparison */
	VERDICT_SAME,
	VERDICT_NEW, /* attaches on the new kernel alone: there is no price to compare */
	VERDICT_IMPROVEMENT,
	VERDICT_INCONCLUSIVE,	/* the data support no verdict */
	VERDICT_NOT_COMPARABLE, /* the runs differ in more than the kernel, or one is invalid */
	VERDICT_REGRESSION,
};

/* As printed and stored: "same", "not comparable", ...; "" for VERDICT_NONE. */
const char *verdict__name(enum verdict verdict);

/* How much an overhead may increase. */
struct threshold {
	double value; /* not negative; in the clock's unit, or per cent of the base's overhead */
	bool is_percent;
	bool judges_none; /* also the cost of `none`, by the same measure: the operation itself */
};

/* The default: 0 if counts are exact, otherwise 5 % of the base's overhead. */
struct threshold threshold__default(enum clock_unit unit);

/* The help of --max-increase, and the message if its argument is invalid. */
#define THRESHOLD_HELP \
	"Tolerated increase of an overhead: a number in the clock's unit, or a percentage such as 5% (default: 0 instructions, or 5% of a time)"
/* And in commands that also judge drivers: see drivers_limits.h. */
#define THRESHOLD_DRIVERS_HELP \
	"; DRIVER=N, any number of times, for what makes instructions dear, as locked=0 or lines=2"
#define THRESHOLD_USAGE \
	"--max-increase needs a non-negative number or a percentage such as 5%%, not \"%s\""

/* The help of --gate-base. */
#define GATE_BASE_HELP \
	"Also judge none, the operation without a hook: more than --max-increase of its cost is a regression, too"

/* "10" is in the clock's unit, "5%" of the base's overhead. 0 or -EINVAL; judges_none stays. */
int threshold__parse(const char *text, struct threshold *threshold);

struct comparison_row {
	char backend[NAME_SIZE];
	bool is_cost; /* of `none`; the others are overheads */
	/* In the clock's unit; NAN if not measured. */
	double base, new_value, difference;
	double low, high; /* interval of the difference, at the verdict's confidence; or NAN */
	double percent;	  /* of base; NAN if base is not positive */
	double smallest_visible; /* smallest detectable difference; NAN if unknown */
	enum verdict verdict;
	char verdict_name[NAME_SIZE];
	char severity[NAME_SIZE]; /* of a regression, see severity.h; otherwise "" */
	/*
	 * The reason, if the figures do not show it. For a regression, the functions responsible,
	 * if both runs have explain data. Otherwise "".
	 */
	char note[320];
};

/* A fact about the environment in which the runs differ. */
struct comparison_fact {
	char name[96];
	char base[256], new_value[256]; /* "" if unknown */
};

#define COMPARISON_FACTS 64

struct comparison {
	enum clock_unit unit; /* of base */
	enum verdict verdict; /* the worst of the rows */
	/* Why the runs cannot be compared, or could not without `force`. */
	struct obstacle obstacle;
	const char *caveat; /* a limitation of the comparison; or "" */
	size_t n;
	struct comparison_row rows[2 * PLAN_MAX_BACKENDS];
	size_t n_facts;
	struct comparison_fact facts[COMPARISON_FACTS];
};

/* The members of a row, for CSV and JSON. */
extern const struct field comparison_columns[];

/* force: also judge runs that are not comparable. */
void compare__make(const struct run *base, const struct run *new_run, struct threshold threshold,
		   bool force, struct comparison *comparison);
/* No difference was found, of whatever size. */
bool comparison_row__is_tie(const struct comparison_row *row);
/* NULL if the comparison does not have the backend. */
const struct comparison_row *compare__row(const struct comparison *comparison, const char *backend);
json_t *compare__to_json(const struct comparison *comparison);

#endif
