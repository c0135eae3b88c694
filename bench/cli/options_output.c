// SPDX-License-Identifier: GPL-2.0-or-later
/* Options for what is stored and printed. */
#include "bench/base/usage_error.h"
#include "bench/cli/options.h"
#include "bench/model/commit.h"

enum {
	OPTION_NO_HISTOGRAMS = 0x1c0,
	OPTION_REPORT,
	OPTION_EXPLAIN,
	OPTION_DRIVERS,
	OPTION_COMMIT,
};

static error_t parse_rest(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'o': options->output.folder = arg; break;
	case 'q': options->quiet = true; break;
	case OPTION_EXPLAIN:
		if (options->explain < EXPLAIN_FUNCTIONS)
			options->explain = EXPLAIN_FUNCTIONS;
		break;
	case OPTION_DRIVERS: options->explain = EXPLAIN_DRIVERS; break;
	case OPTION_REPORT: options->output.report = true; break;
	case OPTION_COMMIT:
		if (!commit__is_id(arg))
			usage_error(
				state,
				"--commit takes the id of a commit, 7 to 64 digits 0-9 and a-f, not \"%s\"",
				arg);
		options->output.commit = arg;
		break;
	case OPTION_NO_HISTOGRAMS: options->output.no_histograms = true; break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option output_rows[] = {
	{ NULL, 'o', "DIR", 0,
	  "Store the run in this new folder, or several runs in folders below it (default: below results/runs)",
	  OPTIONS_OUTPUT },
	{ 0 },
};

static const struct argp_option stored_rows[] = {
	{ "report", OPTION_REPORT, NULL, 0, "Also make a report: see hookbench report --help",
	  OPTIONS_OUTPUT },
	{ "no-histograms", OPTION_NO_HISTOGRAMS, NULL, 0,
	  "Store the figures of each trial without its histograms: for runs to be kept",
	  OPTIONS_OUTPUT },
	{ "commit", OPTION_COMMIT, "ID", 0,
	  "Store the commit of your tree, for hookbench history --by commit (default: GITHUB_SHA or CI_COMMIT_SHA, if set)",
	  OPTIONS_OUTPUT },
	{ 0 },
};

static const struct argp_option explain_rows[] = {
	{ "explain", OPTION_EXPLAIN, NULL, 0,
	  "Also count which kernel functions spend the instructions, in exact mode: see hookbench explain --help",
	  OPTIONS_WHAT },
	{ "drivers", OPTION_DRIVERS, NULL, 0,
	  "With --explain, which this implies: also count what makes instructions dear, as locked ones, exceptions, cache lines",
	  OPTIONS_WHAT },
	{ 0 },
};

static const struct argp_option quiet_rows[] = {
	{ "quiet", 'q', NULL, 0, "Print only errors and results, and no progress", OPTIONS_OUTPUT },
	{ 0 },
};

const struct argp options_output = { output_rows, parse_rest, NULL, NULL, NULL, NULL, NULL };
const struct argp options_stored = { stored_rows, parse_rest, NULL, NULL, NULL, NULL, NULL };
const struct argp options_explain = { explain_rows, parse_rest, NULL, NULL, NULL, NULL, NULL };
const struct argp options_quiet = { quiet_rows, parse_rest, NULL, NULL, NULL, NULL, NULL };
