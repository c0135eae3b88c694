// SPDX-License-Identifier: GPL-2.0-or-later
#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/folders.h"
#include "bench/base/listed_options.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/print.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/commands/commands.h"
#include "report/document/profile_folder.h"
#include "report/html/html_profile.h"
#include "report/plots/plots.h"
#include "report/report.h"
#include "report/tables/export.h"
#include "report/verdicts/drivers.h"

enum { OPTION_PLOT = 0x100, OPTION_FOLDED, OPTION_FLAME_BY, OPTION_FORMAT, OPTION_ORIGIN };

struct report_options {
	char **paths;
	size_t n;
	const char *output;		    /* NULL: the folder of the only run */
	const char *plot;		    /* NULL: all */
	const char *folded;		    /* a folder of call stacks, instead of runs; or NULL */
	const struct export_format *format; /* to stdout, instead of a report; or NULL */
	const char *origin;
	const struct driver *flame_by; /* colours of flame graphs; NULL: by purpose */
	bool quiet;
};

static bool is_plot(const char *name)
{
	const struct plot_kind *kind;

	for (size_t i = 0; (kind = plots__kind(i)); i++)
		if (!strcmp(kind->name, name))
			return true;
	return false;
}

/* Appended to the options' help. */
static char *help(int key, const char *text, void *input)
{
	const struct plot_kind *kind;
	char *all = NULL;
	size_t size;
	FILE *file;

	(void)input;
	if (key != ARGP_KEY_HELP_POST_DOC || !(file = open_memstream(&all, &size)))
		return (char *)text;
	fprintf(file, "Plots:\n");
	for (size_t i = 0; (kind = plots__kind(i)); i++)
		print__terminal(file, "  %-12s %s\n", kind->name, kind->help);
	fprintf(file, "\nFormats:\n");
	for (const struct export_format *f = export_formats; f->name; f++)
		print__terminal(file, "  %-12s %s\n", f->name, f->help);
	fputc('\n', file);
	fputs(text ? text : "", file);
	fclose(file);
	return all;
}

static const struct driver *find_driver(struct argp_state *state, const char *name)
{
	enum driver_id driver = driver__find(name);
	char names[1024] = "";
	size_t used = 0;

	if (driver != N_DRIVERS)
		return &driver_table[driver];
	for (int i = 0; i < N_DRIVERS && used < sizeof(names); i++)
		used += (size_t)snprintf(names + used, sizeof(names) - used, "%s%s", i ? ", " : "",
					 driver_table[i].key);
	usage_error(state, "unknown driver \"%s\"; use one of: %s", name, names);
	return NULL;
}

static void check(const struct report_options *options, struct argp_state *state)
{
	if (!options->n && !options->folded)
		usage_error(state, "name a stored run, or several");
	if (options->folded && (options->n || options->plot || options->flame_by))
		usage_error(
			state,
			"--folded makes a page of call stacks only, without runs, plots and drivers");
	if (options->flame_by && options->plot)
		usage_error(state, "--flame-by colours the page, which --plot does not write");
	if (options->format &&
	    (options->folded || options->plot || options->output || options->flame_by))
		usage_error(
			state,
			"--format prints the runs' numbers instead of a report, without -o, --plot, --folded and --flame-by");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct report_options *options = state->input;

	switch (key) {
	case 'o': options->output = arg; break;
	case 'q': options->quiet = true; break;
	case OPTION_PLOT:
		if (!is_plot(arg))
			usage_error(state, "unknown plot \"%s\"; --help lists the plots", arg);
		options->plot = arg;
		break;
	case OPTION_FOLDED: options->folded = arg; break;
	case OPTION_FLAME_BY: options->flame_by = find_driver(state, arg); break;
	case OPTION_FORMAT:
		options->format =
			options__row(state, "format", export_formats, sizeof(*export_formats), arg);
		break;
	case OPTION_ORIGIN:
		if (!arg[0] || arg[strspn(arg, "abcdefghijklmnopqrstuvwxyz0123456789_")])
			usage_error(state, "--origin takes a-z, 0-9 and _, not \"%s\"", arg);
		options->origin = arg;
		break;
	case ARGP_KEY_ARGS:
		options->paths = state->argv + state->next;
		options->n = (size_t)(state->argc - state->next);
		break;
	case ARGP_KEY_END: check(options, state); break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ NULL, 'o', "DIR", 0,
	  "Write the report into this folder; required for several runs (default: the folder of the run)",
	  1 },
	{ "plot", OPTION_PLOT, "NAME", 0, "Draw only this plot, and write nothing else", 1 },
	{ "folded", OPTION_FOLDED, "DIR", 0,
	  "Make the page from the call stacks in this folder, BACKEND.folded, instead of from runs: flame graphs of each backend and of its difference from none",
	  1 },
	{ "flame-by", OPTION_FLAME_BY, "DRIVER", 0,
	  "Colour the flame graphs by what makes instructions dear, such as locked or data_lines, instead of by purpose; the run must have been measured with --drivers",
	  1 },
	{ "format", OPTION_FORMAT, "NAME", 0,
	  "Print the runs' numbers, as a table or in a format of other tools, and write no report",
	  1 },
	{ "origin", OPTION_ORIGIN, "NAME", 0,
	  "With --format kcidb: the CI system that submits, as KCIDB knows it (default: hookbench)",
	  1 },
	{ "quiet", 'q', NULL, 0, "Do not list the files written", 1 },
	{ 0 },
};

static const struct argp argp = {
	.options = rows,
	.parser = parse,
	.args_doc = "RUN...\n--folded=DIR",
	.doc = "Makes a report on stored runs: one HTML page, Markdown, CSV, plots, and HdrHistogram's formats. "
	       "Each run is a folder, its result.json, or a folder of several runs. "
	       "Needs no privilege.\v"
	       "Exit status: 0 written; 2 wrong usage, or it could not be written; 3 with --format, a run is invalid."
	       "\n\nExamples:\n  hookbench report results/runs/*6.12* -o report\n  hookbench report RUN --format table",
	.help_filter = help,
};

static int report_folded(const struct report_options *options)
{
	const char *folder = options->output ? options->output : options->folded;
	struct profile_folder profile;
	char page[PATH_MAX];
	size_t there;
	int err = profile_folder__open(options->folded, &profile);

	if (err)
		return err;
	snprintf(page, sizeof(page), "%.4000s/report.html", folder);
	err = folders__make(folder, &there);
	if (machine_failure__note_errno(err))
		log__error("cannot create %s: %s", folder, strerror(-err));
	else
		err = html_profile__write(&profile, page);
	if (err)
		folders__remove_made(folder, there);
	if (!err && !options->quiet)
		print__terminal(stdout, "%s\n", page);
	profile_folder__close(&profile);
	return err;
}

/* A number of an invalid run would be taken for sound: most formats have no word for it. */
static int export_runs(const struct report_options *options, const struct report *report)
{
	struct export_run *runs = calloc(report->n, sizeof(*runs));
	struct export what = { runs, 0, options->origin };
	int status = EXIT_NOT_MEASURED;
	size_t invalid = 0;

	for (size_t i = 0; runs && i < report->n; i++) {
		const struct report_run *r = &report->runs[i];

		invalid += r->summary.n_problems > 0;
		if (r->summary.n_problems && !options->format->says_invalid)
			log__error("%s is invalid, and left out: %s", r->path,
				   r->summary.problems[0]);
		else
			runs[what.n++] = (struct export_run){ &r->run, &r->summary };
	}
	if (!runs)
		log__out_of_memory();
	else if (!options->format->write(&what, stdout))
		status = invalid ? EXIT_INCONCLUSIVE : EXIT_OK;
	free(runs);
	return status;
}

/* Only the page of one run has flame graphs. 0, or -errno, logged. */
static int colour_by(struct report *report, const struct driver *driver)
{
	report->flame_by = driver;
	if (!driver)
		return 0;
	if (report->n == 1)
		return drivers__check(&report->runs[0].run, report->runs[0].path);
	return log__fail(-EINVAL,
			 "--flame-by needs one run: a page of several has no flame graphs");
}

int command_report(int argc, char **argv)
{
	struct report_options options = { .origin = "hookbench" };
	struct report report;
	int err, status;

	listed_options__parse(&argp, argc, argv, &options);
	if (options.folded)
		return report_folded(&options) ? EXIT_NOT_MEASURED : EXIT_OK;
	err = report__open(options.paths, options.n, &report);
	if (err)
		return EXIT_NOT_MEASURED;
	if (options.format) {
		status = export_runs(&options, &report);
		report__close(&report);
		return status;
	}
	if (report.n > 1 && !options.output) {
		log__error("a report on several runs needs a folder: name one with -o DIR");
		err = -1;
	} else {
		err = colour_by(&report, options.flame_by);
		if (!err)
			err = report__write(&report, options.output, options.plot);
	}
	if (!err && !options.quiet)
		report__print_paths(&report, options.output, options.plot, stdout);
	report__close(&report);
	return err ? EXIT_NOT_MEASURED : EXIT_OK;
}
