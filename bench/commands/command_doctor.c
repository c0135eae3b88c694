// SPDX-License-Identifier: GPL-2.0-or-later
#include <argp.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/json_value.h"
#include "bench/base/listed_options.h"
#include "bench/base/log.h"
#include "bench/base/print.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/doctor/doctor.h"
#include "bench/doctor/load.h"
#include "bench/doctor/tune.h"
#include "report/tables/terminal_text.h"

#define DOCTOR_SCHEMA "hookbench-doctor/1"

/* how long the machine is watched, in microseconds */
#define WATCH_US 500000

#define MAX_CHECKS 64

enum {
	OPTION_TUNE = 0x100,
	OPTION_RESTORE,
	OPTION_FORMAT,
	OPTION_SYSROOT,
};

struct examined {
	const struct check *check;
	struct finding finding;
	char wanted[192];
};

struct diagnosis {
	size_t n, counts[FITNESS_UNKNOWN + 1];
	struct examined v[MAX_CHECKS];
};

/* ---- for people ---- */

static enum text_colour colour_of(enum fitness fitness)
{
	return fitness == FITNESS_WARNING  ? COLOUR_BAD
	       : fitness == FITNESS_ADVICE ? COLOUR_UNSURE
					   : COLOUR_OFF;
}

#define NAME_WIDTH 21

static void print_row(const struct examined *e)
{
	const struct finding *f = &e->finding;
	char text[1024];

	/* Rows that are not as wanted are explained below the table. */
	snprintf(text, sizeof(text), "%-*s %-8s %s", NAME_WIDTH, e->check->name,
		 fitness__name(f->fitness), f->now[0] ? f->now : f->reason);
	terminal_text__row(text, 0, NAME_WIDTH + 10, stdout);
}

static void print_line(const char *what, const char *text)
{
	char line[1024];

	snprintf(line, sizeof(line), "%-7s %s", what, text);
	terminal_text__row(line, 2, 10, stdout);
}

static void print_remedy(const struct examined *e)
{
	const struct finding *f = &e->finding;
	char text[1024];

	fputc('\n', stdout);
	snprintf(text, sizeof(text), "%s: %s", e->check->name, f->reason);
	terminal_text__row(text, 0, 2, stdout);
	print_line("now:", f->now);
	print_line("better:", e->wanted);
	if (f->remedy[0])
		print_line("do:", f->remedy);
}

static void print_all(const struct diagnosis *d, enum fitness fitness, const char *title)
{
	if (d->counts[fitness])
		fputc('\n', stdout);
	if (d->counts[fitness])
		terminal_text__say(title, colour_of(fitness), stdout);
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].finding.fitness == fitness)
			print_remedy(&d->v[i]);
}

static void print_tunable(const struct diagnosis *d)
{
	bool any = false;

	for (size_t i = 0; i < d->n; i++) {
		const struct examined *e = &d->v[i];
		enum fitness fitness = e->finding.fitness;

		if (!e->check->is_tunable ||
		    (fitness != FITNESS_WARNING && fitness != FITNESS_ADVICE))
			continue;
		fputs(any ? ", " : "\nhookbench doctor --tune changes, and --restore restores: ",
		      stdout);
		print__terminal(stdout, "%s", e->check->name);
		any = true;
	}
	if (any)
		puts(".");
}

static void print_table(const struct diagnosis *d)
{
	char text[160];

	print__terminal(stdout, "%-21s %-8s %s\n", "check", "state", "now");
	for (size_t i = 0; i < d->n; i++)
		print_row(&d->v[i]);
	print_all(d, FITNESS_WARNING, "What disturbs:");
	print_all(d, FITNESS_ADVICE, "What could be better:");
	print_tunable(d);
	snprintf(text, sizeof(text), "%s: %zu disturb, %zu could be better, %zu are unknown.",
		 d->counts[FITNESS_WARNING] ? "Not fit to measure nanoseconds"
					    : "Fit to measure nanoseconds, as far as known",
		 d->counts[FITNESS_WARNING], d->counts[FITNESS_ADVICE], d->counts[FITNESS_UNKNOWN]);
	fputc('\n', stdout);
	terminal_text__say(text, d->counts[FITNESS_WARNING] ? COLOUR_BAD : COLOUR_GOOD, stdout);
}

/* ---- for tools ---- */

static json_t *examined__to_json(const struct examined *e)
{
	const struct finding *f = &e->finding;

	return json_pack("{s:s, s:s, s:s, s:o, s:s, s:o, s:o, s:b}", "name", e->check->name, "what",
			 e->check->what, "state", fitness__name(f->fitness), "now",
			 json_value__text(f->now), "wanted", e->wanted, "reason",
			 json_value__text(f->reason), "remedy", json_value__text(f->remedy),
			 "tunable", e->check->is_tunable);
}

static void print_json(const struct diagnosis *d)
{
	json_t *checks = json_array(), *json;

	for (size_t i = 0; i < d->n; i++)
		json_array_append_new(checks, examined__to_json(&d->v[i]));
	json = json_pack("{s:s, s:b, s:o}", "schema", DOCTOR_SCHEMA, "fit",
			 !d->counts[FITNESS_WARNING], "checks", checks);
	print__json(stdout, json, JSON_INDENT(1));
	putchar('\n');
	json_decref(json);
}

static const struct format {
	const char *name;
	void (*print)(const struct diagnosis *diagnosis);
} formats[] = { { "table", print_table }, { "json", print_json }, { 0 } };

/* ---- the command line ---- */

struct doctor_options {
	bool tune, restore;
	const struct format *format; /* NULL: none was named */
	const char *sysroot;	     /* "" for this machine */
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct doctor_options *options = state->input;

	switch (key) {
	case OPTION_TUNE: options->tune = true; break;
	case OPTION_RESTORE: options->restore = true; break;
	case OPTION_FORMAT:
		options->format = options__row(state, "format", formats, sizeof(*formats), arg);
		break;
	case OPTION_SYSROOT:
		if (!arg[0] || access(arg, X_OK))
			usage_error(state, "--sysroot: there is no folder \"%s\"", arg);
		options->sysroot = arg;
		break;
	case ARGP_KEY_END:
		if (options->tune && options->restore)
			usage_error(state, "--tune and --restore exclude each other");
		if (options->format && (options->tune || options->restore))
			usage_error(state, "--format cannot be combined with --tune or --restore");
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "tune", OPTION_TUNE, NULL, 0,
	  "Change what is safe to change, and store the previous values in " TUNE_STATE " (root)",
	  1 },
	{ "restore", OPTION_RESTORE, NULL, 0,
	  "Restore what --tune changed, and what a hookbench that was killed has left changed (root)",
	  1 },
	{ "format", OPTION_FORMAT, "NAME", 0, "table (default) or json", 2 },
	{ "sysroot", OPTION_SYSROOT, "DIR", 0,
	  "Use DIR/proc, DIR/sys and DIR/run instead of this machine's", 2 },
	{ 0 },
};

static const struct argp argp = {
	.options = rows,
	.parser = parse,
	.doc = "Reports whether this machine is fit to measure nanoseconds, and how to fix it. "
	       "It takes half a second, and shows root more than other users.\v"
	       "Exit status: 0 fit, or changed as requested; 2 wrong usage, or nothing could be changed; 3 something disturbs, or could not be changed or restored."
	       "\n\nExamples:\n  hookbench doctor\n  hookbench doctor --tune",
};

/* ---- what is asked for ---- */

static void examine_all(const struct machine *machine, struct diagnosis *d)
{
	*d = (struct diagnosis){ 0 };
	for (const struct check *check = doctor_checks; check->name && d->n < MAX_CHECKS; check++) {
		struct examined *e = &d->v[d->n++];

		e->check = check;
		check__examine(check, machine, &e->finding);
		check__wanted(check, e->wanted, sizeof(e->wanted));
		d->counts[e->finding.fitness]++;
	}
}

static int diagnose(const struct doctor_options *options)
{
	struct diagnosis diagnosis;
	struct load before, after;
	struct machine machine = { options->sysroot, &before, &after };

	load__read(&before, machine.root);
	/* With --sysroot, nothing changes. */
	if (machine__is_this(&machine))
		usleep(WATCH_US);
	load__read(&after, machine.root);
	examine_all(&machine, &diagnosis);
	load__free(&before);
	load__free(&after);
	(options->format ? options->format : &formats[0])->print(&diagnosis);
	return diagnosis.counts[FITNESS_WARNING] ? EXIT_INCONCLUSIVE : EXIT_OK;
}

struct change_report {
	bool tune; /* false: restore */
	size_t n;  /* files */
};

/* Prints what was changed, one line per file. */
static void print_change(const struct tune_change *c, enum tune_outcome outcome, const char *value,
			 void *context)
{
	struct change_report *report = context;
	const char *wanted = report->tune ? c->set : c->before;

	report->n++;
	switch (outcome) {
	case TUNE_SET:
	case TUNE_RESTORED:
		print__terminal(stdout, "%s: %s -> %s (%s)\n", c->check,
				report->tune ? c->before : c->set, value, c->path);
		break;
	case TUNE_LEFT:
		print__terminal(stdout, "%s: left alone, as it is now %s, not %s (%s)\n", c->check,
				value, c->set, c->path);
		break;
	case TUNE_REFUSED:
		print__terminal(stdout, "%s: cannot be changed to %s: %s (%s)\n", c->check, wanted,
				value, c->path);
		break;
	}
	/* Even if this process is killed now, everything that it changed has been reported. */
	fflush(stdout);
}

static int exit_status_of(int err)
{
	if (err == -EIO)
		return EXIT_INCONCLUSIVE;
	return err ? EXIT_NOT_MEASURED : EXIT_OK;
}

static int change(const struct doctor_options *options)
{
	struct change_report report = { .tune = options->tune };
	int err;

	if (options->tune)
		err = tune__set(options->sysroot, print_change, &report);
	else
		err = tune__restore(options->sysroot, print_change, &report);
	if (!err && !report.n)
		puts(options->tune ? "Everything that --tune can change is already as wanted."
				   : "There is nothing to restore.");
	else if (!err && options->tune)
		puts("hookbench doctor --restore undoes this.");
	return exit_status_of(err);
}

int command_doctor(int argc, char **argv)
{
	struct doctor_options options = { .sysroot = "" };

	listed_options__parse(&argp, argc, argv, &options);
	return options.tune || options.restore ? change(&options) : diagnose(&options);
}
