// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/plots.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/number.h"
#include "bench/base/print.h"
#include "bench/base/written_file.h"
#include "report/figures/company.h"
#include "report/figures/format.h"
#include "report/figures/hooked.h"
#include "report/plots/gnuplot.h"
#include "report/plots/plot.h"
#include "report/plots/plot_svg.h"

const struct plot_kind *plots__kind(size_t i)
{
	for (const struct plot_row *const *row = plots_of_run; *row; row++)
		if (!i--)
			return &(*row)->kind;
	for (const struct plot_row *const *row = plots_of_runs; *row; row++)
		if (!i--)
			return &(*row)->kind;
	return NULL;
}

/* ---- what a plot is given ---- */

static int plot__open(struct plot *p, const struct report *report, const struct report_run *run)
{
	int err = 0;

	*p = (struct plot){ .report = report, .run = run };
	for (size_t i = 0; run && i < run->summary.n && !err; i++) {
		const struct summary_row *row = &run->summary.rows[i];
		struct plot_line *line = &p->lines[p->n++];

		line->row = row;
		line->label = row->control ? "control" : row->backend;
		line->look = backend_look__of(row->backend, row->control);
		err = merged__make(&run->run, row->backend, row->control, &line->merged);
	}
	return err;
}

static void plot__close(struct plot *p)
{
	for (size_t i = 0; i < p->n; i++)
		merged__free(&p->lines[i].merged);
}

/* ---- scripts ---- */

/* "do_unlinkat on 6.12.117, payload count, 40 rounds of 2,000 operations" */
static void describe_run(const struct report_run *r, char *text, size_t size)
{
	const struct run *run = &r->run;
	const char *release =
		json_string_value(json_object_get(run->environment, "kernel_release"));
	char cycles[CELL_SIZE], company[COMPANY_SIZE], hooked[HOOKED_SIZE];

	format__grouped(cycles, (double)run->plan.cycles, false);
	company__format(&run->plan, company);
	hooked__format(run, hooked);
	snprintf(text, size, "%.200s on %s, payload %s, %u round%s of %s operation%s%s",
		 plan__is_macro(&run->plan) ? run->plan.command
		 : run->target.symbol[0]    ? hooked
					    : run->plan.workload,
		 release ? release : "an unknown kernel", run->plan.payload, run__count_rounds(run),
		 number__s(run__count_rounds(run)), cycles, number__s(run->plan.cycles),
		 run->plan.threads > 1 ? " a thread" : "");
	if (run->plan.threads > 1)
		snprintf(text + strlen(text), size - strlen(text), ", %u threads",
			 run->plan.threads);
	if (company[0])
		snprintf(text + strlen(text), size - strlen(text), ", %s", company);
	if (run->vm)
		snprintf(text + strlen(text), size - strlen(text), " (VM, %s)",
			 json_string_value(json_object_get(run->vm, "accelerator")));
	if (r->summary.n_problems)
		snprintf(text + strlen(text), size - strlen(text), " - INVALID");
}

/* What all runs have in common, and their number of rounds and operations. */
static void describe_runs(const struct report *report, char *text, size_t size)
{
	unsigned int least = UINT_MAX, most = 0;
	const struct run *first = &report->runs[0].run;
	bool same_workload = true, same_payload = true, same_company = true;
	char first_company[COMPANY_SIZE], company[COMPANY_SIZE];
	size_t length;

	company__format(&first->plan, first_company);
	for (size_t i = 0; i < report->n; i++) {
		const struct run *run = &report->runs[i].run;
		unsigned int rounds = run__count_rounds(run);

		same_workload &= !strcmp(plan__subject(&run->plan), plan__subject(&first->plan));
		same_payload &= !strcmp(run->plan.payload, first->plan.payload);
		company__format(&run->plan, company);
		same_company &= !strcmp(company, first_company);
		least = rounds < least ? rounds : least;
		most = rounds > most ? rounds : most;
	}
	length = (size_t)snprintf(text, size, "%zu runs of %u", report->n, least);
	if (most != least)
		length += (size_t)snprintf(text + length, size - length, " to %u", most);
	length += (size_t)snprintf(text + length, size - length, " round%s", number__s(most));
	if (same_workload)
		length += (size_t)snprintf(text + length, size - length, ", %.200s",
					   plan__subject(&first->plan));
	if (same_payload)
		length += (size_t)snprintf(text + length, size - length, ", payload %s",
					   first->plan.payload);
	if (same_company && first_company[0])
		snprintf(text + length, size - length, ", %s", first_company);
}

static void write_script(const struct plot_row *row, const struct plot *p, FILE *s)
{
	char subtitle[512];

	if (p->run)
		describe_run(p->run, subtitle, sizeof(subtitle));
	else
		describe_runs(p->report, subtitle, sizeof(subtitle));
	/*
	 * "noenhanced" for the key too: otherwise gnuplot 5.4 omits the lines' names from the SVG
	 * groups.
	 */
	print__gnuplot(
		s,
		"# %s; to draw it again: gnuplot -p FILE\n"
		"set termoption noenhanced\nset encoding utf8\nset border 3\nset tics nomirror out\n"
		"set grid y lc rgb '#BBBBBB' lw 0.5\nset key outside right top noenhanced\nset title \"%s\\n%s\"\n",
		row->title, row->title, subtitle);
	row->write(p, s);
}

bool plots__write_script(const struct report *report, size_t run, const struct plot_kind *kind,
			 FILE *file)
{
	const struct plot_row *const *row = run == REPORT_ALL_RUNS ? plots_of_runs : plots_of_run;
	struct plot p;
	bool applies;

	while (*row && &(*row)->kind != kind)
		row++;
	if (plot__open(&p, report, run == REPORT_ALL_RUNS ? NULL : &report->runs[run]))
		return false;
	applies = *row && (*row)->applies(&p);
	if (applies)
		write_script(*row, &p, file);
	plot__close(&p);
	return applies;
}

/* Opens a file in `folder`; NULL on failure, logged. */
static FILE *open_in(const char *folder, const char *name, const char *end, const char *mode)
{
	char path[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s%s", folder, name, end);
	file = fopen(path, mode);
	if (!file) {
		machine_failure__note_errno(errno);
		log__error("cannot write %s: %s", path, strerror(errno));
	}
	return file;
}

/* 0 or -errno, logged. */
static int close_written(FILE *file, const char *name)
{
	int err = written_file__close(file);

	machine_failure__note_errno(err);
	return err ? log__fail(err, "cannot write the plot %s: %s", name, strerror(-err)) : 0;
}

/* ---- one plot ---- */

static char *make_name(const struct plot_row *row, const struct report *report, size_t run)
{
	char *name;

	if (run == REPORT_ALL_RUNS || report->n == 1)
		return strdup(row->kind.name);
	return asprintf(&name, "%s_%zu", row->kind.name, run + 1) < 0 ? NULL : name;
}

static char *describe(const struct plot_row *row, const struct plot *p)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		return NULL;
	print__terminal(file, "%s. ", row->title);
	row->describe(p, file);
	fclose(file);
	return text;
}

static int report__add_plot(struct report *r, const struct plot_row *row, const struct plot *p,
			    size_t run)
{
	struct report_plot *plots = reallocarray(r->plots, r->n_plots + 1, sizeof(*plots)), *plot;

	if (!plots)
		return log__out_of_memory();
	r->plots = plots;
	plot = &plots[r->n_plots++];
	*plot = (struct report_plot){
		.name = make_name(row, r, run),
		.title = row->title,
		.caption = strdup(row->caption(p)),
		.alt = describe(row, p),
		.run = run,
		.is_file_only = row->is_file_only && row->is_file_only(p),
	};
	return plot->name && plot->caption && plot->alt ? 0 : log__out_of_memory();
}

/* Counted instructions are one number, unless they vary. r: NULL of several runs. */
static bool has_distribution(const struct report_run *r)
{
	if (!r || r->run.unit != CLOCK_INSTRUCTIONS)
		return true;
	for (size_t i = 0; i < r->summary.n; i++)
		if (run__varies(&r->run, r->summary.rows[i].backend) ||
		    r->summary.rows[i].low != r->summary.rows[i].high)
			return true;
	return false;
}

/* Whether the plot is wanted and has data. */
static bool is_wanted(const struct plot_row *row, const struct plot *p, const char *only)
{
	if (only ? strcmp(only, row->kind.name) != 0 : p->report->n > 1 && !row->among_others)
		return false;
	if (!only && row->is_distribution && !has_distribution(p->run))
		return false;
	return row->applies(p);
}

static int add_plot(struct report *r, const struct plot_row *row, const struct plot *p, size_t run,
		    const char *folder)
{
	int err = report__add_plot(r, row, p, run);
	const char *name;
	FILE *script;

	if (err)
		return err;
	name = r->plots[r->n_plots - 1].name;
	script = open_in(folder, name, ".gnuplot", "we");
	if (!script)
		return -EIO;
	write_script(row, p, script);
	return close_written(script, name);
}

static int add_plots(struct report *r, const struct plot_row *const *rows, const struct plot *p,
		     size_t run, const char *folder, const char *only)
{
	int err = 0;

	for (; *rows && !err; rows++)
		if (is_wanted(*rows, p, only))
			err = add_plot(r, *rows, p, run, folder);
	return err;
}

static int write_scripts(struct report *r, const char *folder, const char *only)
{
	struct plot p;
	int err;

	err = plot__open(&p, r, NULL);
	if (!err && r->n > 1)
		err = add_plots(r, plots_of_runs, &p, REPORT_ALL_RUNS, folder, only);
	for (size_t i = 0; i < r->n && !err; i++) {
		err = plot__open(&p, r, &r->runs[i]);
		if (!err)
			err = add_plots(r, plots_of_run, &p, i, folder, only);
		plot__close(&p);
	}
	return err;
}

/* ---- the SVG ---- */

static char *read_all(FILE *file)
{
	char *text = NULL, buffer[16384];
	size_t size, n;
	FILE *memory = open_memstream(&text, &size);

	while (memory && (n = fread(buffer, 1, sizeof(buffer), file)))
		fwrite(buffer, 1, n, memory);
	if (memory)
		fclose(memory);
	return text;
}

/* Reads gnuplot's SVG, and writes it back ready to embed in a page. */
static int take_svg(struct report_plot *plot, const char *folder)
{
	FILE *file = open_in(folder, plot->name, ".svg", "re");
	char *drawn;

	if (!file)
		return -EIO;
	drawn = read_all(file);
	fclose(file);
	if (drawn && !strstr(drawn, "<svg")) {
		log__error("gnuplot drew nothing for %s", plot->name);
		free(drawn);
		return -EIO;
	}
	if (drawn)
		plot->svg = plot_svg__clean(drawn, plot->name);
	free(drawn);
	if (!plot->svg)
		return log__out_of_memory();
	file = open_in(folder, plot->name, ".svg", "we");
	if (!file)
		return -EIO;
	fputs(plot->svg, file);
	return close_written(file, plot->name);
}

/* ---- all of it ---- */

int plots__draw(struct report *r, const char *folder, const char *only)
{
	int err = write_scripts(r, folder, only);

	if (!err && r->n_plots)
		err = gnuplot__draw(r, folder);
	for (size_t i = 0; i < r->n_plots && !err; i++)
		err = take_svg(&r->plots[i], folder);
	if (err)
		plots__free(r);
	return err;
}

void plots__free(struct report *r)
{
	for (size_t i = 0; i < r->n_plots; i++) {
		free((char *)r->plots[i].name);
		free(r->plots[i].caption);
		free(r->plots[i].alt);
		free(r->plots[i].svg);
	}
	free(r->plots);
	r->plots = NULL;
	r->n_plots = 0;
}
