// SPDX-License-Identifier: GPL-2.0-or-later
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/listed_options.h"
#include "bench/base/log.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/commands/judge_drivers.h"
#include "report/tables/compare_print.h"
#include "report/verdicts/compare.h"
#include "report/verdicts/pool.h"

enum {
	OPTION_MAX_INCREASE = 0x100,
	OPTION_FORMAT,
	OPTION_FORCE,
	OPTION_GATE_BASE,
};

struct compare_options {
	const char *base, *new_run;
	bool has_threshold;
	struct threshold threshold;
	struct drivers_limits limits;
	const struct comparison_format *format;
	bool force;
	bool gate_base;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct compare_options *options = state->input;

	switch (key) {
	case OPTION_MAX_INCREASE:
		if (drivers_limits__is_one(arg)) {
			judge_drivers__take(state, arg, &options->limits);
			break;
		}
		if (threshold__parse(arg, &options->threshold))
			usage_error(state, THRESHOLD_USAGE, arg);
		options->has_threshold = true;
		break;
	case OPTION_FORMAT:
		options->format = options__row(state, "format", comparison_formats,
					       sizeof(*comparison_formats), arg);
		break;
	case OPTION_FORCE: options->force = true; break;
	case OPTION_GATE_BASE: options->gate_base = true; break;
	case ARGP_KEY_ARG:
		if (state->arg_num > 1)
			usage_error(state, "two runs are compared: remove \"%s\"", arg);
		*(state->arg_num ? &options->new_run : &options->base) = arg;
		break;
	case ARGP_KEY_END:
		if (state->arg_num < 2)
			usage_error(state, "name two stored runs: BASE and NEW");
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "max-increase", OPTION_MAX_INCREASE, "N", 0, THRESHOLD_HELP THRESHOLD_DRIVERS_HELP, 1 },
	{ "gate-base", OPTION_GATE_BASE, NULL, 0, GATE_BASE_HELP, 1 },
	{ "format", OPTION_FORMAT, "NAME", 0, "table (default), markdown, json, csv, junit or ktap",
	  1 },
	{ "force", OPTION_FORCE, NULL, 0, "Also judge runs that are not comparable, and say so",
	  1 },
	{ 0 },
};

static const struct argp argp = {
	.options = rows,
	.parser = parse,
	.args_doc = "BASE NEW",
	.doc = "Compares the overhead of each backend on two stored runs. "
	       "Each is a folder, its result.json, or a folder of several runs that are pooled. "
	       "Needs no privilege.\v"
	       "Exit status: 0 no regression; 1 a regression; 2 wrong usage; 3 inconclusive, or not comparable."
	       "\n\nExamples:\n  hookbench compare main pr\n  hookbench compare old new --max-increase 2% --format markdown",
};

static int exit_status_of(enum verdict verdict)
{
	if (verdict == VERDICT_REGRESSION)
		return EXIT_REGRESSION;
	if (verdict == VERDICT_INCONCLUSIVE || verdict == VERDICT_NOT_COMPARABLE)
		return EXIT_INCONCLUSIVE;
	return EXIT_OK;
}

/* What to compare, and how to name it in the output. */
struct side {
	struct run run;
	char name[4096];
};

static int side__read(struct side *side, const char *path, bool force)
{
	size_t n_runs;
	int err = pool__read(path, force, &side->run, &n_runs);

	if (err)
		return err;
	if (n_runs == 1)
		snprintf(side->name, sizeof(side->name), "%s", path);
	else
		snprintf(side->name, sizeof(side->name), "%.4000s (%zu runs)", path, n_runs);
	return 0;
}

static int compare(const struct compare_options *options, const struct side *base,
		   const struct side *new_side)
{
	struct comparison comparison;
	struct threshold threshold =
		options->has_threshold ? options->threshold : threshold__default(base->run.unit);
	struct comparison_names names = { base->name, new_side->name };

	threshold.judges_none = options->gate_base;
	compare__make(&base->run, &new_side->run, threshold, options->force, &comparison);
	options->format->print(&comparison, names, stdout);
	if (comparison.verdict == VERDICT_NONE) {
		log__error("the runs have no hook in common: there is nothing to compare");
		return EXIT_INCONCLUSIVE;
	}
	if (!options->limits.n)
		return exit_status_of(comparison.verdict);
	fflush(stdout); /* before the messages on stderr */
	return exit_status__worse(exit_status_of(comparison.verdict),
				  judge_drivers__pair(&base->run, base->name, &new_side->run,
						      new_side->name, &options->limits));
}

int command_compare(int argc, char **argv)
{
	struct compare_options options = { .format = &comparison_formats[0] };
	struct side base, new_side;
	int err, status = EXIT_NOT_MEASURED;

	listed_options__parse(&argp, argc, argv, &options);
	err = side__read(&base, options.base, options.force);
	if (err)
		return err == -EXDEV ? EXIT_INCONCLUSIVE : EXIT_NOT_MEASURED;
	err = side__read(&new_side, options.new_run, options.force);
	if (!err) {
		status = compare(&options, &base, &new_side);
		run__free(&new_side.run);
	} else if (err == -EXDEV) {
		status = EXIT_INCONCLUSIVE;
	}
	run__free(&base.run);
	return status;
}
