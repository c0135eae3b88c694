// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/number.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/execute/execute_attach_cost.h"
#include "bench/measure/measure_attach_cost.h"
#include "bench/model/store.h"
#include "report/plots/attach_plot.h"
#include "report/tables/attach_cost_print.h"

#define DEFAULT_BACKENDS  "kprobe,kprobe.multi,fentry,fentry.multi"
#define DEFAULT_FUNCTIONS "1,10,100,1000,all"
#define DEFAULT_REPEATS	  3

enum {
	OPTION_BACKENDS = 0x200,
	OPTION_FUNCTIONS,
	OPTION_REPEATS,
	OPTION_FORMAT,
};

struct attach_cost_options {
	struct options options; /* must be first: the groups of options know only this */
	struct attach_cost_plan plan;
	const struct attach_cost_format *format;
};

/* The values of a comma list, one by one. 0 or -EINVAL, logged. */
static int for_each(const char *list, struct attach_cost_plan *plan,
		    int (*add)(struct attach_cost_plan *plan, const char *value))
{
	char *copy = strdup(list), *rest = copy, *value;
	int err = copy ? 0 : log__out_of_memory();

	while (!err && (value = strsep(&rest, ",")))
		err = add(plan, value);
	free(copy);
	return err;
}

static int add_number(struct attach_cost_plan *plan, const char *value)
{
	uint64_t number = 0; /* all */

	if (strcmp(value, "all") != 0 &&
	    (!number__parse(value, &number) || !number || number > PLAN_MAX_FUNCTIONS))
		return log__fail(
			-EINVAL,
			"--functions takes numbers from 1 to %d, separated by commas, or all, not \"%s\"",
			PLAN_MAX_FUNCTIONS, value);
	for (size_t i = 0; i < plan->n_counts; i++)
		if (plan->counts[i] == number)
			return log__fail(-EINVAL, "--functions has the value \"%s\" twice", value);
	if (plan->n_counts == ATTACH_COST_MAX_COUNTS)
		return log__fail(-E2BIG, "--functions takes at most %d numbers",
				 ATTACH_COST_MAX_COUNTS);
	plan->counts[plan->n_counts++] = number;
	return 0;
}

static void take_list(const char *list, struct attach_cost_plan *plan,
		      int (*add)(struct attach_cost_plan *plan, const char *value))
{
	if (for_each(list, plan, add))
		exit(argp_err_exit_status);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct attach_cost_options *o = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		o->format = &attach_cost_formats[0];
		o->plan.repeats = DEFAULT_REPEATS;
		break;
	case OPTION_BACKENDS:
		o->plan.n_backends = 0;
		take_list(arg, &o->plan, attach_cost_plan__add);
		break;
	case OPTION_FUNCTIONS:
		o->plan.n_counts = 0;
		take_list(arg, &o->plan, add_number);
		break;
	case OPTION_REPEATS:
		o->plan.repeats =
			(unsigned int)options__number("repeats", arg, 1, ATTACH_COST_MAX_REPEATS);
		break;
	case OPTION_FORMAT:
		o->format = options__row(state, "format", attach_cost_formats,
					 sizeof(*attach_cost_formats), arg);
		break;
	case 'o': o->options.output.folder = arg; break;
	case ARGP_KEY_END:
		if (!o->plan.n_backends)
			take_list(DEFAULT_BACKENDS, &o->plan, attach_cost_plan__add);
		if (!o->plan.n_counts)
			take_list(DEFAULT_FUNCTIONS, &o->plan, add_number);
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "backends", OPTION_BACKENDS, "LIST", 0,
	  "Ways to attach, separated by commas (default: " DEFAULT_BACKENDS ")", OPTIONS_WHAT },
	{ "functions", OPTION_FUNCTIONS, "LIST", 0,
	  "Numbers of functions, or all, which needs one link for all (default: " DEFAULT_FUNCTIONS
	  ")",
	  OPTIONS_WHAT },
	{ "repeats", OPTION_REPEATS, "N", 0, "Measure each this often (default: 3)", OPTIONS_WHAT },
	{ 0 },
};

static const struct argp_option output_rows[] = {
	{ "format", OPTION_FORMAT, "NAME", 0, "table (default), json or csv", OPTIONS_OUTPUT },
	{ NULL, 'o', "DIR", 0,
	  "Also store " ATTACH_PLOT ".json, .csv and a plot in this new folder (default: nowhere)",
	  OPTIONS_OUTPUT },
	{ 0 },
};

static const struct argp options_what = { rows, parse, NULL, NULL, NULL, NULL, NULL };
/* Its keys are parsed with those above. */
static const struct argp options_how = { output_rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_option headings[] = { OPTION_HEADING_WHERE,
					       OPTION_HEADING("What is measured:", OPTIONS_WHAT),
					       OPTION_HEADING_VM,
					       OPTION_HEADING_OUTPUT,
					       { 0 } };

static const struct argp_child children[] = {
	{ &options_kernel, 0, NULL, 0 }, { &options_what, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },	 { &options_how, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	 { 0 },
};

static const struct argp argp = {
	.options = headings,
	.doc = "Measures what loading, attaching and detaching cost by the number of functions: on the running kernel in processor time, or, with --kernel, in a VM, by default in instructions. "
	       "The functions are the first of those that can be hooked, by name.\v"
	       "Exit status: 0 measured; 2 wrong usage, or nothing could be measured."
	       "\n\nExamples:\n  hookbench attach-cost --kernel 6.12\n  hookbench attach-cost --kernel 7.3 --backends kprobe.multi",
	.children = children,
};

/* ---- storing ---- */

static void write_json(const void *cost, FILE *file)
{
	attach_cost__print_json(cost, file);
}

static void write_csv(const void *cost, FILE *file)
{
	attach_cost__print_csv(cost, file);
}

static void write_script(const void *cost, FILE *file)
{
	attach_plot__write(cost, file);
}

/* 0 or -errno, logged. */
static bool is_anything_measured(const struct attach_cost *cost)
{
	for (size_t i = 0; i < cost->n; i++)
		if (!cost->trials[i].reason[0])
			return true;
	return false;
}

static int store(const struct attach_cost *cost, const char *folder)
{
	static const struct store_file files[] = {
		{ ATTACH_PLOT ".json", write_json, NULL },
		{ ATTACH_PLOT ".csv", write_csv, NULL },
		{ ATTACH_PLOT ".gnuplot", write_script, NULL },
		{ NULL, NULL, NULL },
	};
	int err = store__write(folder, files, cost);

	if (err)
		return err;
	log__info("Stored in %s", folder);
	if (!is_anything_measured(cost))
		return 0;
	err = attach_plot__draw(folder);
	return err == -ENOENT ? 0 : err;
}

/* The running kernel may be locked down, or lack what hooks need. */
static void suggest_vm(const struct where *where)
{
	if (!where->in_vm)
		log__write(LOG_INFO, "  measure another kernel, in a VM: --kernel IMAGE");
}

static void say_if_all_is_refused(const struct attach_cost *cost, const struct where *where)
{
	if (is_anything_measured(cost))
		return;
	log__error("nothing could be attached");
	suggest_vm(where);
}

int command_attach_cost(int argc, char **argv)
{
	struct attach_cost_options o = { .format = NULL };
	int status = EXIT_NOT_MEASURED, err;
	struct attach_cost cost;
	const char *folder;

	options__parse(argc, argv, &argp, &o.options);
	folder = o.options.output.folder;
	if (folder && store__check_folder(folder))
		return status;
	err = execute_attach_cost__measure(&o.plan, &o.options.where, &cost);
	if (err && err != -EINTR)
		suggest_vm(&o.options.where);
	if (!err) {
		if (is_anything_measured(&cost))
			status = EXIT_OK;
		if (folder && store(&cost, folder))
			status = EXIT_NOT_MEASURED;
		o.format->print(&cost, stdout);
		fflush(stdout); /* before the messages on stderr */
		say_if_all_is_refused(&cost, &o.options.where);
	}
	attach_cost__free(&cost);
	return status;
}
