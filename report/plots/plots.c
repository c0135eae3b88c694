// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/plots.h"

#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "report/figures/format.h"
#include "report/plots/gnuplot_script.h"
#include "report/plots/plot.h"

#define WIDTH  820
#define HEIGHT 460

extern char **environ;

/* Ends with NULL. */
static const struct plot_row *const tables[] = { plots_of_run, plots_of_runs, NULL };

const struct plot_kind *plots__kind(size_t i)
{
	for (const struct plot_row *const *table = tables; *table; table++)
		for (const struct plot_row *row = *table; row->kind.name; row++)
			if (!i--)
				return &row->kind;
	return NULL;
}

/* ---- what a plot is given ---- */

static int plot__open(struct plot *p, const struct report *report, const struct report_run *run)
{
	size_t hooks = 0;
	int err = 0;

	*p = (struct plot){ .report = report, .run = run };
	for (size_t i = 0; run && i < run->summary.n && !err; i++) {
		const struct summary_row *row = &run->summary.rows[i];
		struct plot_line *line = &p->lines[p->n++];

		line->row = row;
		line->label = row->control ? "control" : row->backend;
		line->look = row->control     ? SCRIPT_LOOK_CONTROL
			     : row->reference ? SCRIPT_LOOK_REFERENCE
					      : SCRIPT_LOOK_HOOKS + hooks++;
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
	char cycles[CELL_SIZE];

	format__grouped(cycles, (double)run->plan.cycles, false);
	snprintf(text, size, "%.200s on %s, payload %s, %u round%s of %s operations%s",
		 plan__is_macro(&run->plan) ? run->plan.command
		 : run->target.symbol[0]    ? run->target.symbol
					    : run->plan.workload,
		 release ? release : "an unknown kernel", run->plan.payload, run__count_rounds(run),
		 run__count_rounds(run) == 1 ? "" : "s", cycles,
		 run->plan.threads > 1 ? " a thread" : "");
	if (run->plan.threads > 1)
		snprintf(text + strlen(text), size - strlen(text), ", %u threads",
			 run->plan.threads);
	if (run->vm)
		snprintf(text + strlen(text), size - strlen(text), " (VM, %s)",
			 json_string_value(json_object_get(run->vm, "accelerator")));
	if (r->summary.n_problems)
		snprintf(text + strlen(text), size - strlen(text), " - INVALID");
}

/* What all runs have in common, and how much they rest on. */
static void describe_runs(const struct report *report, char *text, size_t size)
{
	unsigned int least = UINT_MAX, most = 0;
	const struct run *first = &report->runs[0].run;
	bool same_workload = true, same_payload = true;
	size_t length;

	for (size_t i = 0; i < report->n; i++) {
		const struct run *run = &report->runs[i].run;
		unsigned int rounds = run__count_rounds(run);

		same_workload &= !strcmp(plan__subject(&run->plan), plan__subject(&first->plan));
		same_payload &= !strcmp(run->plan.payload, first->plan.payload);
		least = rounds < least ? rounds : least;
		most = rounds > most ? rounds : most;
	}
	length = (size_t)snprintf(text, size, "%zu runs of %u", report->n, least);
	if (most != least)
		length += (size_t)snprintf(text + length, size - length, " to %u", most);
	length += (size_t)snprintf(text + length, size - length, " round%s", most == 1 ? "" : "s");
	if (same_workload)
		length += (size_t)snprintf(text + length, size - length, ", %.200s",
					   plan__subject(&first->plan));
	if (same_payload)
		snprintf(text + length, size - length, ", payload %s", first->plan.payload);
}

static void write_script(const struct plot_row *row, const struct plot *p, FILE *s)
{
	char subtitle[512];

	if (p->run)
		describe_run(p->run, subtitle, sizeof(subtitle));
	else
		describe_runs(p->report, subtitle, sizeof(subtitle));
	/* The key's, too: else gnuplot 5.4 leaves the lines' names out of the SVG's groups. */
	fprintf(s,
		"# %s; drawn again by: gnuplot -p FILE\n"
		"set termoption noenhanced\nset encoding utf8\nset border 3\nset tics nomirror "
		"out\n"
		"set grid y lc rgb '#BBBBBB' lw 0.5\nset key outside right top noenhanced\nset "
		"title ",
		row->title);
	gnuplot_script__quote(row->title, s);
	fputs(" . \"\\n\" . ", s);
	gnuplot_script__quote(subtitle, s);
	fputc('\n', s);
	row->write(p, s);
}

/* A file in `folder`; NULL, logged. */
static FILE *open_in(const char *folder, const char *name, const char *end, const char *mode)
{
	char path[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s%s", folder, name, end);
	file = fopen(path, mode);
	if (!file)
		log__error("cannot write %s: %s", path, strerror(errno));
	return file;
}

/* 0 or -errno, logged. */
static int close_written(FILE *file, const char *name)
{
	bool failed = ferror(file);

	if (!fclose(file) && !failed)
		return 0;
	log__error("cannot write the plot %s: %s", name, strerror(errno ? errno : EIO));
	return errno ? -errno : -EIO;
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
	fprintf(file, "%s. ", row->title);
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
	};
	return plot->name && plot->caption && plot->alt ? 0 : log__out_of_memory();
}

static int add_plots(struct report *r, const struct plot_row *table, const struct plot *p,
		     size_t run, const char *folder, const char *only)
{
	int err = 0;

	for (const struct plot_row *row = table; row->kind.name && !err; row++) {
		const char *name;
		FILE *script;

		if (only ? strcmp(only, row->kind.name) != 0 : r->n > 1 && !row->among_others)
			continue;
		if (!row->applies(p))
			continue;
		err = report__add_plot(r, row, p, run);
		if (err)
			break;
		name = r->plots[r->n_plots - 1].name;
		script = open_in(folder, name, ".gnuplot", "we");
		if (!script)
			return -EIO;
		write_script(row, p, script);
		err = close_written(script, name);
	}
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

/* ---- gnuplot ---- */

/* How a file is drawn; each by a gnuplot of its own, at the same time. */
static const struct format {
	const char *end;
	const char *before_size, *behind_size; /* of its terminal */
	bool has_name;
} formats[] = {
	{ ".svg", "svg size", "dynamic noenhanced font 'sans-serif,13'", true },
	{ ".png", "pngcairo size", "noenhanced font 'sans-serif,11'", false },
};

#define FORMATS (sizeof(formats) / sizeof(*formats))

struct drawing {
	pid_t pid;
	FILE *messages; /* gnuplot's, NULL if they cannot be kept */
};

/* The commands that draw all plots in one format. */
static void write_driver(const struct report *r, const struct format *format, FILE *file)
{
	for (size_t i = 0; i < r->n_plots; i++) {
		const char *name = r->plots[i].name;

		fprintf(file, "reset session\nset terminal %s %d,%d %s", format->before_size, WIDTH,
			HEIGHT, format->behind_size);
		if (format->has_name)
			fprintf(file, " name '%s'", name);
		fprintf(file, "\nset output '%s%s'\nload '%s.gnuplot'\nunset output\n", name,
			format->end, name);
	}
	fflush(file);
	rewind(file);
}

static int start_gnuplot(const struct report *r, const char *folder, const struct format *format,
			 struct drawing *drawing)
{
	char *arguments[] = { "gnuplot", "-d", NULL };
	posix_spawn_file_actions_t actions;
	FILE *driver = tmpfile();
	int err;

	drawing->messages = tmpfile();
	if (!driver || !drawing->messages) {
		err = -errno;
		if (driver)
			fclose(driver);
		return err;
	}
	write_driver(r, format, driver);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addchdir_np(&actions, folder);
	posix_spawn_file_actions_adddup2(&actions, fileno(driver), STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, fileno(drawing->messages), STDERR_FILENO);
	posix_spawn_file_actions_adddup2(&actions, fileno(drawing->messages), STDOUT_FILENO);
	err = -posix_spawnp(&drawing->pid, "gnuplot", &actions, NULL, arguments, environ);
	posix_spawn_file_actions_destroy(&actions);
	fclose(driver);
	return err;
}

/* The last line that it has said, which has the reason. */
static void log_messages(FILE *messages)
{
	char line[256], last[256] = "it says nothing";

	rewind(messages);
	while (fgets(line, sizeof(line), messages)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[strspn(line, " \t^")] && !strstr(line, "arning:"))
			memcpy(last, line, sizeof(last));
	}
	log__error("gnuplot could not draw: %s", last);
}

static int wait_for(struct drawing *drawing)
{
	int status = -1;

	while (waitpid(drawing->pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	if (WIFSIGNALED(status))
		log__error("gnuplot could not draw: it was ended by a signal: %s",
			   strsignal(WTERMSIG(status)));
	else
		log_messages(drawing->messages);
	return -EIO;
}

static int draw(const struct report *r, const char *folder)
{
	struct drawing drawings[FORMATS] = { { 0, NULL } };
	int err = 0;

	for (size_t i = 0; i < FORMATS && !err; i++)
		err = start_gnuplot(r, folder, &formats[i], &drawings[i]);
	if (err == -ENOENT)
		log__warning("no plots: gnuplot is not installed; apt-get install gnuplot-nox");
	else if (err)
		log__error("cannot start gnuplot: %s", strerror(-err));
	for (size_t i = 0; i < FORMATS; i++) {
		if (drawings[i].pid > 0) {
			int failed = wait_for(&drawings[i]);

			err = err ? err : failed;
		}
		if (drawings[i].messages)
			fclose(drawings[i].messages);
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

/* What stands at `at` begins with `words`; then `at` is put behind it. */
static bool take(const char **at, const char *words)
{
	size_t n = strlen(words);

	if (strncmp(*at, words, n) != 0)
		return false;
	*at += n;
	return true;
}

/* `showHypertext(evt,'kprobe: 3 ns')" onmouseout="..."><title> </title>` as a title. */
static void copy_point(const char **at, FILE *out)
{
	const char *quote = strstr(*at, "')\""), *end;
	size_t n = quote ? (size_t)(quote - *at) : strlen(*at);

	fprintf(out, "<g><title>%.*s</title>", (int)n, *at);
	end = strstr(*at, "</title>");
	*at = end ? end + strlen("</title>") : *at + strlen(*at);
}

/* `7" ><title>fentry</title>`, behind the plot's name: points have the title of their line. */
static void copy_line(const char **at, const char *name, char *label, size_t size, FILE *out)
{
	size_t digits = strspn(*at, "0123456789"), n;
	char automatic[128];

	fprintf(out, "<g id=\"%s_plot_%.*s\">", name, (int)digits, *at);
	snprintf(automatic, sizeof(automatic), "%s_plot_%.*s", name, (int)digits, *at);
	*at += digits;
	if (!take(at, "\" ><title>"))
		return;
	n = strcspn(*at, "<");
	if (n != strlen(automatic) || strncmp(*at, automatic, n) != 0)
		snprintf(label, size, "%.*s", (int)n, *at);
	if (label[0])
		fprintf(out, "<title>%s</title>", label);
	*at += n;
	take(at, "</title>");
}

/* A group with nothing in it, of which gnuplot writes many. */
static bool skip_empty_group(const char **at)
{
	const char *end;

	if (strncmp(*at, "<g fill=\"none\"", strlen("<g fill=\"none\"")) != 0)
		return false;
	end = strchr(*at, '>');
	if (!end || strncmp(end, ">\n</g>\n", strlen(">\n</g>\n")) != 0)
		return false;
	*at = end + strlen(">\n</g>\n");
	return true;
}

static bool take_one(const char **at, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (take(at, words[i]))
			return true;
	return false;
}

static void copy_clean(const char *at, const char *name, FILE *out)
{
	/* What SVG takes for granted: half of the file. */
	static const char *const needless[] = {
		" color=\"black\"",
		" stroke-width=\"1.00\"",
		" stroke-linecap=\"butt\"",
		" stroke-linejoin=\"miter\"",
	};
	static const char *const ids[] = { "gpDot", "gpPt", "textbox", "greybox",
					   "gnuplot_canvas" };
	char label[128] = "", begin_line[128];

	snprintf(begin_line, sizeof(begin_line), "<g id=\"%s_plot_", name);
	while (*at) {
		bool is_id = false;

		if (skip_empty_group(&at))
			continue;
		if (take(&at, "<g onmousemove=\"gnuplot_svg.showHypertext(evt,'")) {
			copy_point(&at, out);
			continue;
		}
		if (take(&at, begin_line)) {
			copy_line(&at, name, label, sizeof(label), out);
			continue;
		}
		if (take(&at, "<tspan font-family=\"sans-serif\" >")) {
			fputs("<tspan>", out);
			continue;
		}
		if (take(&at, "stroke='black'")) {
			fputs("stroke='currentColor'", out);
			continue;
		}
		if (take(&at, "fill=\"black\"")) {
			fputs("fill=\"currentColor\"", out);
			continue;
		}
		if (take_one(&at, needless, sizeof(needless) / sizeof(*needless)))
			continue;
		/* Definitions and their uses: id='gpPt0', '#gpPt0', url(#textbox). */
		if (*at == '\'' || *at == '"' || *at == '#') {
			const char *word = at + 1 + (at[0] != '#' && at[1] == '#');

			for (size_t i = 0; i < sizeof(ids) / sizeof(*ids) && !is_id; i++)
				is_id = !strncmp(word, ids[i], strlen(ids[i]));
			if (is_id) {
				fprintf(out, "%.*s%s_", (int)(word - at), at, name);
				at = word;
				fputc(*at++, out);
				continue;
			}
		}
		fputc(*at++, out);
	}
}

char *plots__clean_svg(const char *svg, const char *name)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	copy_clean(svg, name, out);
	fclose(out);
	return text;
}

/* Reads what gnuplot has drawn, and writes it back as it can stand in a page. */
static int take_svg(struct report_plot *plot, const char *folder)
{
	FILE *file = open_in(folder, plot->name, ".svg", "re");
	char *drawn;

	if (!file)
		return -EIO;
	drawn = read_all(file);
	fclose(file);
	if (drawn && !strstr(drawn, "<svg")) {
		log__error("gnuplot has drawn nothing for %s", plot->name);
		free(drawn);
		return -EIO;
	}
	if (drawn)
		plot->svg = plots__clean_svg(drawn, plot->name);
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
		err = draw(r, folder);
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
