// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/encode.h"
#include "bench/base/log.h"
#include "bench/base/table.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/commands/programs_workload.h"
#include "bench/commands/store_run.h"
#include "bench/execute/execute.h"
#include "bench/model/store.h"
#include "report/figures/summary.h"
#include "report/tables/drivers_print.h"
#include "report/tables/explanation_print.h"
#include "report/verdicts/drivers.h"
#include "report/verdicts/explanation.h"

#define MAX_SIDES 2

enum {
	OPTION_FORMAT = 0x200,
	OPTION_FOLDED,
	OPTION_DRIVERS,
};

/* A run that is explained. */
struct side {
	struct explanation explanation;
	struct drivers drivers; /* with --drivers */
};

struct explain_options {
	struct options options; /* must be first: the groups of options know only this */
	size_t n_runs;
	const char *runs[MAX_SIDES]; /* stored runs */
	const struct explanation_format *format;
	const char *folded; /* folder for call stacks; NULL: none */
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct explain_options *explain = state->input;
	size_t n;

	switch (key) {
	case ARGP_KEY_INIT:
		explain->format = &explanation_formats[0];
		explain->options.explain = EXPLAIN_FUNCTIONS;
		break;
	case OPTION_FORMAT:
		explain->format = options__row(state, "format", explanation_formats,
					       sizeof(*explanation_formats), arg);
		break;
	case OPTION_DRIVERS: explain->options.explain = EXPLAIN_DRIVERS; break;
	case 'o': explain->options.output.folder = arg; break;
	case OPTION_FOLDED: explain->folded = arg; break;
	case ARGP_KEY_ARG:
		if (explain->n_runs == MAX_SIDES)
			usage_error(state,
				    "one run is explained, or two are compared: remove \"%s\"",
				    arg);
		explain->runs[explain->n_runs++] = arg;
		break;
	case ARGP_KEY_END:
		n = explain->options.n_kernels;
		if (n > MAX_SIDES)
			usage_error(state, "one kernel is explained, or two are compared");
		if (!n == !explain->n_runs)
			usage_error(
				state,
				"name one or two kernels with --kernel, or one or two stored runs");
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "format", OPTION_FORMAT, "NAME", 0, "table (default), json or csv", OPTIONS_OUTPUT },
	{ "drivers", OPTION_DRIVERS, NULL, 0,
	  "Show what makes the instructions dear instead: loads and stores, branches, locked and serialising instructions, exceptions, cache lines, and by function",
	  OPTIONS_OUTPUT },
	{ "folded", OPTION_FOLDED, "DIR", 0,
	  "Write the call stacks into this folder, in the format of flame graph tools: BACKEND.folded, and the difference from none, BACKEND-none.folded",
	  OPTIONS_OUTPUT },
	{ NULL, 'o', "DIR", 0,
	  "Store the run in this new folder; with two kernels, in new folders below it "
	  "(default: below " STORE_DEFAULT ")",
	  OPTIONS_OUTPUT },
	{ 0 },
};

static const struct argp options_here = { rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_option headings[] = { OPTION_HEADINGS("What is measured:"), { 0 } };

static const struct argp_child children[] = {
	{ &options_explained, 0, NULL, 0 },
	{ &options_plan, 0, NULL, 0 },
	{ &options_program, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },
	{ &options_here, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },
	{ 0 },
};

static const struct argp argp = {
	.options = headings,
	.args_doc = "[RUN [RUN]]",
	.doc = "Shows which kernel functions spend the instructions of each backend's overhead; for two kernels, what changed from the first to the second. "
	       "A kernel is measured in a VM in exact mode; a stored run must have been measured with --explain, or with --drivers.\v"
	       "Exit status: 0 explained; 2 wrong usage, or nothing could be measured; 3 the run is invalid, or its parts do not add up."
	       "\n\nExamples:\n  hookbench explain --kernel 6.16 --kernel 6.18\n  hookbench explain --kernel 6.12 --drivers",
	.children = children,
};

/* Of a run that was just measured. 0, or -errno, logged. */
static int side__make(struct side *side, const struct run *run, const struct summary *summary,
		      const struct options *options)
{
	int err = explanation__make(run, summary, &side->explanation);

	if (!err && options->explain == EXPLAIN_DRIVERS)
		err = drivers__make(run, summary, &side->drivers);
	return err;
}

/* Stores and explains the run of one kernel. */
static int store_and_explain(struct run *run, const struct options *options, bool alone,
			     struct side *side)
{
	const struct output *output = &options->output;
	const char *parent = output->folder ? output->folder : STORE_DEFAULT;
	struct summary summary;
	char folder[PATH_MAX];
	int err;

	summary__make(run, &summary);
	err = store_run(run, &summary, output, alone ? output->folder : NULL, parent, folder,
			sizeof(folder));
	if (!err)
		log__info("Stored in %s", folder);
	for (size_t i = 0; i < summary.n_problems && i < SUMMARY_PROBLEMS; i++)
		log__warning("%s: %s", folder, summary.problems[i]);
	if (!err)
		err = side__make(side, run, &summary, options);
	if (err)
		return EXIT_NOT_MEASURED;
	return summary.n_problems ? EXIT_INCONCLUSIVE : EXIT_OK;
}

static int measure(struct options *options, const char *kernel, bool alone, struct side *side)
{
	int status = EXIT_NOT_MEASURED, err;
	struct run run;

	options->where.kernel = kernel;
	err = execute__measure(&(struct job){ &options->plan, &options->where, options->explain,
					      NULL, &options->programs, NULL },
			       &run);
	if (!err)
		status = store_and_explain(&run, options, alone, side);
	if (err == -ENOTSUP)
		print_nothing_measured(&run, "");
	run__free(&run);
	return status;
}

static int read_side(const char *folder, const struct options *options, struct side *side)
{
	int err = explanation__read(folder, &side->explanation);

	if (!err && options->explain == EXPLAIN_DRIVERS)
		err = drivers__read(folder, &side->drivers);
	return err ? EXIT_NOT_MEASURED : EXIT_OK;
}

static int write_folded(const struct explain_options *explain, const struct side *sides, size_t n)
{
	char folder[4096], name[128];
	int err = 0;

	if (n == 1)
		return explanation__write_folded(&sides->explanation, explain->folded);
	for (size_t i = 0; i < n && !err; i++) {
		const struct explanation *e = &sides[i].explanation;

		encode__text(name, sizeof(name), TO_FILE_NAME, e->kernel);
		snprintf(folder, sizeof(folder), "%.3900s/%s", explain->folded, name);
		err = explanation__write_folded(e, folder);
	}
	return err;
}

static void print_functions(const struct explain_options *explain, const struct side *sides,
			    size_t n)
{
	if (n == 2)
		explain->format->print_change(&sides[0].explanation, &sides[1].explanation, stdout);
	else
		explain->format->print(&sides[0].explanation, stdout);
}

static void print_drivers(const struct explain_options *explain, const struct side *sides, size_t n)
{
	const struct drivers_format *format =
		table__find(drivers_formats, sizeof(*drivers_formats), explain->format->name);

	if (n == 2)
		format->print_change(&sides[0].drivers, &sides[1].drivers, stdout);
	else
		format->print(&sides[0].drivers, stdout);
}

static int print(const struct explain_options *explain, const struct side *sides, size_t n)
{
	bool drivers = explain->options.explain == EXPLAIN_DRIVERS;
	int status = EXIT_OK;

	(drivers ? print_drivers : print_functions)(explain, sides, n);
	fflush(stdout); /* before the messages on stderr */
	for (size_t i = 0; i < n; i++) {
		if (explanation__is_exact(&sides[i].explanation) &&
		    (!drivers || drivers__add_up(&sides[i].drivers)))
			continue;
		log__error(
			"the parts do not add up to the overhead on %s: do not rely on this output",
			sides[i].explanation.kernel);
		status = EXIT_INCONCLUSIVE;
	}
	if (explain->folded && write_folded(explain, sides, n))
		status = EXIT_NOT_MEASURED;
	return status;
}

/* Explains all sides, up to the first that fails. */
static int explain_all(struct explain_options *explain, struct side *sides, size_t *n)
{
	struct options *options = &explain->options;
	size_t wanted = explain->n_runs ? explain->n_runs : options->n_kernels;
	int worst = EXIT_OK;

	for (*n = 0; *n < wanted; (*n)++) {
		struct side *side = &sides[*n];
		int status = explain->n_runs
				     ? read_side(explain->runs[*n], options, side)
				     : measure(options, options->kernels[*n], wanted == 1, side);

		if (status == EXIT_NOT_MEASURED)
			return status;
		worst = status > worst ? status : worst;
	}
	return worst;
}

static int check_output(const struct options *options)
{
	if (options->n_kernels > 1)
		return store__check_parent(options->output.folder ? options->output.folder
								  : STORE_DEFAULT);
	return options->n_kernels ? store__check_folder(options->output.folder) : 0;
}

int command_explain(int argc, char **argv)
{
	struct side sides[MAX_SIDES] = { 0 };
	struct explain_options explain;
	int status, printed;
	size_t n;

	memset(&explain, 0, sizeof(explain));
	options__parse(argc, argv, &argp, &explain.options);
	if (check_output(&explain.options) ||
	    programs_workload__choose(&explain.options, explain.options.kernels[0]))
		return EXIT_NOT_MEASURED;
	status = explain_all(&explain, sides, &n);
	if (status != EXIT_NOT_MEASURED) {
		printed = print(&explain, sides, n);
		status = printed == EXIT_OK ? status : printed;
	}
	for (size_t i = 0; i < MAX_SIDES; i++) {
		explanation__free(&sides[i].explanation);
		drivers__free(&sides[i].drivers);
	}
	return status;
}
