// SPDX-License-Identifier: GPL-2.0-or-later
#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/listed_options.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/new_file.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/commands/commands.h"
#include "bench/model/store.h"
#include "report/document/across_runs.h"
#include "report/html/html_history.h"
#include "report/plots/history_plot.h"
#include "report/report.h"
#include "report/tables/history_print.h"
#include "report/verdicts/run_labels.h"

enum { OPTION_BACKEND = 0x100, OPTION_BY, OPTION_FORMAT };

struct history_options {
	char **paths;
	size_t n;
	const char *backend; /* NULL: all */
	enum history_order order;
	const struct history_format *format;
	const char *folder; /* -o; NULL: nothing is stored */
};

static enum history_order order_of(const char *name, struct argp_state *state)
{
	static const char *const names[] = { [HISTORY_BY_KERNEL] = "kernel",
					     [HISTORY_BY_DATE] = "date",
					     [HISTORY_BY_COMMIT] = "commit" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i], name))
			return (enum history_order)i;
	usage_error(state, "--by takes kernel, date or commit, not \"%s\"", name);
	return HISTORY_BY_KERNEL;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct history_options *options = state->input;

	switch (key) {
	case OPTION_BACKEND: options->backend = arg; break;
	case OPTION_BY: options->order = order_of(arg, state); break;
	case OPTION_FORMAT:
		options->format = options__row(state, "format", history_formats,
					       sizeof(*history_formats), arg);
		break;
	case 'o': options->folder = arg; break;
	case ARGP_KEY_ARGS:
		options->paths = state->argv + state->next;
		options->n = (size_t)(state->argc - state->next);
		break;
	case ARGP_KEY_END:
		if (!options->n)
			usage_error(state, "name stored runs, or a folder of them");
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "backend", OPTION_BACKEND, "NAME", 0, "Only this backend or program (default: all)", 1 },
	{ "by", OPTION_BY, "ORDER", 0,
	  "kernel (default: its version, then the date), date (of the run), or commit (run --commit, or that in the kernel's release; in the order in which they were first measured)",
	  1 },
	{ "format", OPTION_FORMAT, "NAME", 0, "table (default) or csv", 1 },
	{ NULL, 'o', "DIR", 0,
	  "Also store " HISTORY_PLOT ".html, " HISTORY_PLOT
	  ".csv and a plot in this new folder (default: nowhere)",
	  1 },
	{ 0 },
};

static const struct argp argp = {
	.options = rows,
	.parser = parse,
	.args_doc = "RUN...",
	.doc = "Shows what each backend or program cost over many stored runs, and where that changed: in instructions, every difference is a change. "
	       "Where the runs have it (run --explain), the functions that changed are named. Needs no privilege.\v"
	       "Exit status: 0 shown; 2 wrong usage, or there is nothing to show; 3 the runs differ in more than the kernel."
	       "\n\nExamples:\n  hookbench history results/runs\n  hookbench history results/runs --backend fentry -o history",
};

/* ---- storing ---- */

struct histories {
	const struct history *v;
	size_t n;
	enum history_order order;
};

static void write_csv(const void *what, FILE *file)
{
	const struct histories *histories = what;

	history_print__csv(histories->v, histories->n, histories->order, file);
}

static void write_script(const void *what, FILE *file)
{
	const struct histories *histories = what;

	history_plot__write(histories->v, histories->n, histories->order, file);
}

static int write_page(FILE *file, const void *what)
{
	const struct histories *histories = what;

	html_history__write(histories->v, histories->n, histories->order, file);
	return 0;
}

static int store_page(const char *folder, const struct histories *histories)
{
	char path[PATH_MAX];
	int err;

	snprintf(path, sizeof(path), "%.4000s/" HISTORY_PLOT ".html", folder);
	err = machine_failure__note_errno(new_file__write(path, write_page, histories));
	return err ? log__fail(err, "cannot write %s: %s", path, strerror(-err)) : 0;
}

/* Without gnuplot there is no plot, and a warning. 0 or -errno, logged. */
static int store(const char *folder, const struct histories *histories)
{
	static const struct store_file files[] = {
		{ HISTORY_PLOT ".csv", write_csv, NULL },
		{ HISTORY_PLOT ".gnuplot", write_script, NULL },
		{ NULL, NULL, NULL },
	};
	int err = store__write(folder, files, histories);

	err = err ? err : store_page(folder, histories);
	if (err)
		return err;
	log__info("Stored in %s", folder);
	err = history_plot__draw(folder);
	return err == -ENOENT ? 0 : err;
}

/* ---- showing ---- */

static int print(const struct history_options *options, const struct run *const *runs, size_t n,
		 const char *const *names, size_t n_names)
{
	struct history *histories = calloc(n_names + 1, sizeof(*histories));
	size_t made = 0;
	int err = histories ? 0 : log__out_of_memory();

	for (size_t i = 0; i < n_names && !err; i++) {
		if (options->backend && strcmp(options->backend, names[i]) != 0)
			continue;
		err = history__make(runs, n, names[i], &histories[made++]);
	}
	if (!err && !made)
		err = log__fail(-ENOENT, "none of these runs has a backend \"%s\"",
				options->backend ? options->backend : "");
	if (!err)
		options->format->print(histories, made, options->order, stdout);
	if (!err && options->folder) {
		fflush(stdout); /* before the messages on stderr */
		err = store(options->folder,
			    &(struct histories){ histories, made, options->order });
	}
	while (made)
		history__free(&histories[--made]);
	free(histories);
	return err ? EXIT_NOT_MEASURED : EXIT_OK;
}

/* Without the references, which cost nothing more than themselves. */
static size_t list_backends(const struct report *report, const char **names)
{
	size_t all = across_runs__backends(report, names), n = 0;

	for (size_t i = 0; i < all; i++)
		if (!across_runs__is_reference(report, names[i]))
			names[n++] = names[i];
	return n;
}

static int show(const struct history_options *options, const struct report *report)
{
	const char *names[PLAN_MAX_BACKENDS];
	size_t n_names = list_backends(report, names);
	const struct run **runs = calloc(report->n, sizeof(const struct run *));
	int status = EXIT_INCONCLUSIVE;

	if (!runs)
		return log__out_of_memory(), EXIT_NOT_MEASURED;
	for (size_t i = 0; i < report->n; i++)
		runs[i] = &report->runs[i].run;
	if (!across_runs__unit(report) || run_labels__are_series(runs, report->n)) {
		log__error(
			"these runs differ in more than the kernel, as in the payload, the CPU model or the clock: name those of one history");
	} else {
		status = history__sort(runs, report->n, options->order)
				 ? EXIT_NOT_MEASURED
				 : print(options, runs, report->n, names, n_names);
	}
	free(runs);
	return status;
}

int command_history(int argc, char **argv)
{
	struct history_options options = { .format = &history_formats[0] };
	struct report report;
	int status;

	listed_options__parse(&argp, argc, argv, &options);
	if (options.folder && store__check_folder(options.folder))
		return EXIT_NOT_MEASURED;
	if (report__open(options.paths, options.n, &report))
		return EXIT_NOT_MEASURED;
	status = show(&options, &report);
	report__close(&report);
	return status;
}
