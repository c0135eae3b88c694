// SPDX-License-Identifier: GPL-2.0-or-later
/* The summary as rows of a table: for result.json and summary.csv. */
#include "report/figures/summary.h"

#define SHIFT_COLUMNS(name, i)                                                             \
	FIELD(summary_row, shift[i].value, name "_overhead_in_unit", difference, "clock"), \
		FIELD(summary_row, shift[i].interval.low, name "_overhead_low_in_unit",    \
		      difference, "clock"),                                                \
		FIELD(summary_row, shift[i].interval.high, name "_overhead_high_in_unit",  \
		      difference, "clock")

#define DISTURBANCE_COLUMN(name, unit, words, share) \
	FIELD(summary_row, disturbance.name, #name, count, unit),

#define COUNTER_COLUMN(name)                                                       \
	FIELD(summary_row, per_operation.name, #name "_per_operation", difference, \
	      "events/operation"),

const struct field summary_columns[] = {
	FIELD(summary_row, backend, "backend", text_or_null, ""),
	FIELD(summary_row, reference, "reference", boolean, ""),
	FIELD(summary_row, control, "control", boolean, ""),
	FIELD(summary_row, rounds, "rounds", integer, "rounds"),
	FIELD(summary_row, operations, "operations", integer, "operations"),
	FIELD(summary_row, cost, "cost_in_unit", difference, "clock"),
	FIELD(summary_row, overhead, "overhead_in_unit", difference, "clock"),
	FIELD(summary_row, low, "overhead_low_in_unit", difference, "clock"),
	FIELD(summary_row, high, "overhead_high_in_unit", difference, "clock"),
	FIELD(summary_row, dispatch, "dispatch_in_unit", difference, "clock"),
	FIELD(summary_row, body, "body_in_unit", difference, "clock"),
	FIELD(summary_row, body_low, "body_low_in_unit", difference, "clock"),
	FIELD(summary_row, body_high, "body_high_in_unit", difference, "clock"),
	FIELD(summary_row, differs, "differs", boolean, ""),
	FIELD(summary_row, smallest_visible, "smallest_visible_in_unit", difference, "clock"),
	SHIFT_COLUMNS("mean", 0),
	SHIFT_COLUMNS("p90", 1),
	SHIFT_COLUMNS("p99", 2),
	SHIFT_COLUMNS("fastest_quarter", SUMMARY_FASTEST),
	FIELD(summary_row, times_cheapest, "times_cheapest_ratio", difference, ""),
	FIELD(summary_row, p50, "p50_in_unit", difference, "clock"),
	FIELD(summary_row, p99, "p99_in_unit", difference, "clock"),
	FIELD(summary_row, p999, "p999_in_unit", difference, "clock"),
	FIELD(summary_row, max, "max_in_unit", difference, "clock"),
	FIELD(summary_row, beside, "beside_in_unit", difference, "clock"),
	FIELD(summary_row, hits, "hits", count, "hits"),
	FIELD(summary_row, foreign_hits, "foreign_hits", count, "hits"),
	FIELD(summary_row, missed, "missed_hits", count, "hits"),
	FIELD(summary_row, recursion, "recursion_misses", count, "runs"),
	DISTURBANCES(DISTURBANCE_COLUMN)
		FIELD(summary_row, attach_ns, "attach_ns", difference, "ns"),
	FIELD(summary_row, detach_ns, "detach_ns", difference, "ns"),
	FIELD(summary_row, operations_per_second, "operations_per_second", difference,
	      "operations/s"),
	FIELD(summary_row, hits_per_command, "hits_per_command", difference, "hits"),
	FIELD(summary_row, overhead_per_hit, "overhead_per_hit_in_unit", difference, "clock"),
	COUNTERS(COUNTER_COLUMN){ .key = NULL },
};

json_t *summary__to_json(const struct summary *s)
{
	json_t *rows = json_array(), *problems = json_array();

	for (size_t i = 0; i < s->n; i++)
		json_array_append_new(rows, fields__to_json(summary_columns, &s->rows[i]));
	for (size_t i = 0; i < s->n_problems && i < SUMMARY_PROBLEMS; i++)
		json_array_append_new(problems, json_string(s->problems[i]));
	return json_pack("{s:b, s:I, s:o, s:o}", "valid", !s->n_problems, "problem_count",
			 (json_int_t)s->n_problems, "problems", problems, "rows", rows);
}
