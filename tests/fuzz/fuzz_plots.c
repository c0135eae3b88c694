// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any strings of a stored run, in gnuplot's scripts: they are no commands. And any bytes as the SVG
 * that gnuplot wrote.
 */
#include "tests/fuzz/fuzz_target.h"

#include <stdlib.h>
#include <string.h>

#include "report/plots/plot_svg.h"
#include "report/plots/plots.h"

/* Outside data, a line is a comment or begins with one of these. */
static const char *const commands[] = { "#", "set ", "unset ", "plot", "  $", "$", NULL };

static bool begins_command(const char *line)
{
	for (const char *const *command = commands; *command; command++)
		if (!strncmp(line, *command, strlen(*command)))
			return true;
	return false;
}

/* Quotes of either kind, of which gnuplot takes the first; they end on their line. */
static void check_quotes(const char *line)
{
	char quote = 0;

	for (; *line != '\n'; line++) {
		fuzz__require(*line && *line != '`', "nothing is run, and each line ends");
		if (quote ? *line == quote : *line == '"' || *line == '\'')
			quote = quote ? 0 : *line;
	}
	fuzz__require(!quote, "quotes end on their line");
}

static void check_script(const char *line)
{
	bool in_data = false;

	fuzz__require_shown(line);
	for (; *line; line = strchr(line, '\n') + 1) {
		if (line[0] != '#')
			check_quotes(line);
		if (in_data)
			in_data = strncmp(line, "EOD\n", 4) != 0;
		else {
			fuzz__require(begins_command(line), "each line begins with a command");
			in_data = line[0] == '$';
		}
	}
	fuzz__require(!in_data, "data end");
}

static void check_scripts(const struct report *report, size_t run)
{
	for (size_t i = 0; plots__kind(i); i++) {
		char *script = NULL;
		size_t size;
		FILE *file = open_memstream(&script, &size);

		fuzz__require(file, "there is memory");
		plots__write_script(report, run, plots__kind(i), file);
		fclose(file);
		check_script(script);
		free(script);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_report report;
	char *svg = strndup((const char *)data, size);

	fuzz__drop_log();
	free(plot_svg__clean(svg, "name"));
	free(svg);
	if (!fuzz__report(data, size, &report))
		return 0;
	for (size_t i = 0; i < report.content.n; i++)
		check_scripts(&report.content, i);
	if (report.content.n > 1)
		check_scripts(&report.content, REPORT_ALL_RUNS);
	fuzz__free_report(&report);
	return 0;
}
