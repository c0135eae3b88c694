// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/judge_kernels.h"

#include <stdio.h>

#include "bench/base/log.h"
#include "bench/base/table.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/commands/commands.h"
#include "bench/commands/judge_drivers.h"

void judge_kernels__take_increase(struct argp_state *state, const char *arg,
				  struct judge_kernels *judge)
{
	if (drivers_limits__is_one(arg)) {
		judge_drivers__take(state, arg, &judge->limits);
		judge->drivers = true;
		return;
	}
	if (threshold__parse(arg, &judge->threshold))
		usage_error(state, THRESHOLD_USAGE, arg);
	judge->has_threshold = true;
}

void judge_kernels__take_format(struct argp_state *state, const char *arg,
				struct judge_kernels *judge)
{
	judge->format = options__row(state, "format", matrix_formats, sizeof(*matrix_formats), arg);
}

static size_t count_known(const struct matrix_input *inputs, size_t n)
{
	size_t known = 0;

	for (size_t i = 0; i < n; i++)
		known += inputs[i].run != NULL;
	return known;
}

static bool has_program(const struct matrix_input *inputs, size_t n, const char *arm)
{
	for (size_t i = 0; i < n; i++) {
		const struct capability *c =
			inputs[i].run ? run__capability(inputs[i].run, arm) : NULL;

		if (c && c->available)
			return true;
	}
	return false;
}

/* One that no kernel runs is in no comparison: its gate must not open. All have the same ones. */
static bool has_all_programs(const struct matrix_input *inputs, size_t n)
{
	const struct plan *plan = NULL;
	bool all = true;

	for (size_t i = 0; i < n && !plan; i++)
		plan = inputs[i].run ? &inputs[i].run->plan : NULL;
	for (size_t i = 0; plan && i < plan->n_programs; i++)
		if (!has_program(inputs, n, plan->programs[i].arm)) {
			log__error("%s could not be measured on any kernel",
				   plan->programs[i].source);
			all = false;
		}
	return all;
}

static int exit_status_of(const struct matrix_input *inputs, size_t n, enum verdict verdict)
{
	if (verdict == VERDICT_REGRESSION)
		return EXIT_REGRESSION;
	if (verdict == VERDICT_NONE) {
		log__error("no two kernels have a hook in common: there is nothing to compare");
		return EXIT_INCONCLUSIVE;
	}
	if (verdict == VERDICT_INCONCLUSIVE || verdict == VERDICT_NOT_COMPARABLE ||
	    count_known(inputs, n) < n || !has_all_programs(inputs, n))
		return EXIT_INCONCLUSIVE;
	return EXIT_OK;
}

static int print(const struct judge_kernels *judge, const struct matrix_input *inputs, size_t n,
		 const struct matrix *matrix)
{
	const struct drivers_matrix_format *drivers = NULL;
	int status = exit_status_of(inputs, n, matrix__verdict(matrix));

	if (judge->drivers)
		drivers = table__find(drivers_matrix_formats, sizeof(*drivers_matrix_formats),
				      judge->format->name);
	if (!drivers || !drivers->is_alone)
		judge->format->print(matrix, stdout);
	return drivers ? exit_status__worse(status,
					    judge_drivers__matrix(matrix, &judge->limits, drivers))
		       : status;
}

/* All runs have the same clock, or they are not compared. */
static struct threshold threshold_of(const struct judge_kernels *judge,
				     const struct matrix_input *inputs, size_t n)
{
	struct threshold threshold = judge->threshold;

	for (size_t i = n; !judge->has_threshold && i-- > 0;)
		if (inputs[i].run)
			threshold = threshold__default(inputs[i].run->unit);
	threshold.judges_none = judge->gate_base;
	return threshold;
}

int judge_kernels(const struct judge_kernels *judge, const struct matrix_input *inputs, size_t n)
{
	const struct threshold threshold = threshold_of(judge, inputs, n);
	struct matrix matrix;
	int status = EXIT_NOT_MEASURED;

	if (matrix__make(inputs, n, &threshold, &matrix))
		return EXIT_NOT_MEASURED;
	matrix.label = judge->label ? judge->label : "";
	matrix.is_further = judge->is_further;
	if (matrix.first)
		status = print(judge, inputs, n, &matrix);
	else
		log__error("none of the kernels could be measured");
	matrix__free(&matrix);
	return status;
}
