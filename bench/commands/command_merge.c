// SPDX-License-Identifier: GPL-2.0-or-later
#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/listed_options.h"
#include "bench/base/log.h"
#include "bench/base/usage_error.h"
#include "bench/cli/options.h"
#include "bench/commands/commands.h"
#include "bench/commands/judge_drivers.h"
#include "bench/commands/judge_kernels.h"
#include "bench/commands/merged_cells.h"
#include "bench/model/cell_key.h"
#include "bench/model/store.h"
#include "report/report.h"
#include "report/run_folder.h"

enum { OPTION_MAX_INCREASE = 0x100, OPTION_FORMAT, OPTION_REPORT, OPTION_GATE_BASE };

struct merge_options {
	char **folders;
	size_t n;
	const char *output; /* NULL: nothing is written */
	bool report, quiet;
	struct judge_kernels judge;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct merge_options *merge = state->input;

	switch (key) {
	case 'o': merge->output = arg; break;
	case 'q': merge->quiet = true; break;
	case OPTION_REPORT: merge->report = true; break;
	case OPTION_MAX_INCREASE: judge_kernels__take_increase(state, arg, &merge->judge); break;
	case OPTION_GATE_BASE: merge->judge.gate_base = true; break;
	case OPTION_FORMAT: judge_kernels__take_format(state, arg, &merge->judge); break;
	case ARGP_KEY_ARGS:
		merge->folders = state->argv + state->next;
		merge->n = (size_t)(state->argc - state->next);
		break;
	case ARGP_KEY_END:
		if (!merge->n)
			usage_error(state, "name the folders of cells");
		if (merge->report && !merge->output)
			usage_error(state, "--report needs a folder: name it with -o");
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ NULL, 'o', "DIR", 0,
	  "Store the runs below this new folder, as hookbench regress would have (default: only judge them)",
	  1 },
	{ "report", OPTION_REPORT, NULL, 0, "Also make a report there", 1 },
	{ "max-increase", OPTION_MAX_INCREASE, "N", 0, THRESHOLD_HELP THRESHOLD_DRIVERS_HELP, 1 },
	{ "gate-base", OPTION_GATE_BASE, NULL, 0, GATE_BASE_HELP, 1 },
	{ "format", OPTION_FORMAT, "NAME", 0, "table (default), markdown or csv", 1 },
	{ "quiet", 'q', NULL, 0, "Print only errors and results", 1 },
	{ 0 },
};

static const struct argp argp = {
	.options = rows,
	.parser = parse,
	.args_doc = "DIR...",
	.doc = "Puts the cells in the folders of hookbench run --shard and --cell together, and compares each kernel with the one before, as hookbench regress does on one machine. "
	       "A cell that was measured twice must have the same numbers; times of different machines are never put together.\v"
	       "Exit status: 0 no regression; 1 a regression; 2 wrong usage, or folders of different plans or versions; 3 inconclusive, a cell is missing, or hosts do not agree; 75 this machine failed, try again."
	       "\n\nExamples:\n  hookbench merge part1 part2 -o merged --report\n  hookbench merge parts -o merged --max-increase 2%",
};

/* ---- the runs ---- */

/* Of several variants, each has a folder of its own, like those of hookbench run. */
static void parent_of(const struct merge_options *merge, const struct cell *cell,
		      char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%.3800s%s%s", merge->output, cell->folder[0] ? "/" : "",
		 cell->folder);
}

/* What could not be hooked is an answer, but no run to be kept. */
static bool is_stored(const struct merged_cell *cell)
{
	return cell->is_known && !cell__is_skip(&cell->run);
}

static int write_runs(const struct merge_options *merge, const struct merged_cells *m, char **paths,
		      size_t *n)
{
	char parent[PATH_MAX], path[PATH_MAX];
	int err = 0;

	*n = 0;
	for (size_t i = 0; i < m->list.n && !err; i++) {
		if (!is_stored(&m->v[i]))
			continue;
		parent_of(merge, &m->list.v[i], parent);
		err = run_folder__write_new(&m->v[i].run, &m->v[i].summary, parent, path,
					    sizeof(path));
		if (!err)
			paths[(*n)++] = strdup(path);
	}
	return err;
}

static int write_output(const struct merge_options *merge, const struct merged_cells *m)
{
	char **paths = calloc(m->list.n, sizeof(*paths)), folder[PATH_MAX];
	size_t n = 0;
	int err = paths ? write_runs(merge, m, paths, &n) : log__out_of_memory();

	if (!err)
		log__info("Stored in %s", merge->output);
	snprintf(folder, sizeof(folder), "%.4000s/report", merge->output);
	if (!err && merge->report && n)
		report__make(paths, n, folder);
	while (n)
		free(paths[--n]);
	free(paths);
	return err;
}

/* ---- the verdict ---- */

/* The cells of one variant follow each other. */
static size_t end_of_variant(const struct merged_cells *m, size_t first)
{
	size_t i = first + 1;

	while (i < m->list.n && !strcmp(m->list.v[i].folder, m->list.v[first].folder))
		i++;
	return i;
}

static int judge_variant(const struct merge_options *merge, const struct merged_cells *m,
			 size_t first, size_t end)
{
	struct matrix_input *inputs = calloc(end - first, sizeof(*inputs));
	struct judge_kernels judge = merge->judge;
	int status = EXIT_NOT_MEASURED;

	for (size_t i = first; inputs && i < end; i++) {
		const struct merged_cell *cell = &m->v[i];

		inputs[i - first] = (struct matrix_input){
			.name = m->list.v[i].kernel,
			.run = cell->is_known ? &cell->run : NULL,
			.reason = cell->is_known    ? ""
				  : cell->reason[0] ? cell->reason
						    : "missing: no folder has this cell",
		};
	}
	/* As regress calls its matrices. */
	judge.label = m->list.v[first].variant;
	judge.is_further = first > 0;
	if (inputs)
		status = judge_kernels(&judge, inputs, end - first);
	else
		log__out_of_memory();
	free(inputs);
	return status;
}

static int judge(const struct merge_options *merge, const struct merged_cells *m)
{
	int status = EXIT_OK;

	for (size_t first = 0, end; first < m->list.n; first = end) {
		end = end_of_variant(m, first);
		status = exit_status__worse(status, judge_variant(merge, m, first, end));
	}
	return status;
}

static bool has_variants(const struct merged_cells *m)
{
	return end_of_variant(m, 0) < m->list.n;
}

static int merge_cells(const struct merge_options *merge, const struct merged_cells *m)
{
	size_t n_missing = merged_cells__say_missing(m);
	int status;

	/* Its lines do not say of which variant they are. */
	if (merge->judge.drivers && has_variants(m) && !strcmp(merge->judge.format->name, "csv")) {
		log__error(
			"there are several variants, and the CSV of drivers does not tell them apart: leave --format csv out");
		return EXIT_NOT_MEASURED;
	}
	status = judge(merge, m);
	fflush(stdout); /* before the messages on stderr */
	if (merge->output && write_output(merge, m))
		return EXIT_NOT_MEASURED;
	return n_missing ? exit_status__worse(status, EXIT_INCONCLUSIVE) : status;
}

int command_merge(int argc, char **argv)
{
	struct merge_options merge = { .judge.format = &matrix_formats[0] };
	struct merged_cells m;
	int status = EXIT_NOT_MEASURED, err;

	listed_options__parse(&argp, argc, argv, &merge);
	if (merge.quiet)
		log__set_quiet();
	if (merge.output && store__check_folder(merge.output))
		return status;
	err = merged_cells__read(merge.folders, merge.n, &m);
	if (!err)
		status = merge_cells(&merge, &m);
	else if (err == -EXDEV)
		status = EXIT_INCONCLUSIVE;
	merged_cells__free(&m);
	return status;
}
