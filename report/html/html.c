// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/html/html.h"

#include <stdlib.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "bench/base/version.h"
#include "report/document/across_runs.h"
#include "report/document/answer.h"
#include "report/figures/company.h"
#include "report/figures/format.h"
#include "report/figures/hooked.h"
#include "report/figures/repeat.h"
#include "report/figures/run_state.h"
#include "report/html/html_parts.h"
#include "report/html/page.h"

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "unknown";
}

/* ---- head ---- */

void html_head__write(const char *title, FILE *file)
{
	html_head__write_styled(title, "", file);
}

void html_head__write_styled(const char *title, const char *more_css, FILE *file)
{
	/*
	 * The policy forbids all network requests; the page makes none anyway. The empty icon keeps
	 * browsers from requesting one.
	 */
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<link rel=\"icon\" href=\"data:,\">\n<title>hookbench: ",
	      file);
	encode__write(file, TO_HTML, title);
	fputs("</title>\n<style>\n", file);
	fputs(page_css, file);
	fputs(more_css, file);
	fputs("</style>\n</head>\n", file);
}

void html_foot__write(FILE *file)
{
	print__html(file, "</main>\n<footer><p>hookbench %s</p></footer>\n<script>\n",
		    HOOKBENCH_VERSION);
	fputs(page_js, file);
	fputs("</script>\n</body>\n</html>\n", file);
}

static void write_head(const struct report *report, FILE *file)
{
	char several[32];

	snprintf(several, sizeof(several), "%zu runs", report->n);
	html_head__write(report->n == 1 ? report->runs[0].label : several, file);
}

/* ---- answer and validity ---- */

/* Shortens "2026-11-22T18:06:25Z" for people. */
static void write_date(const char *started, FILE *file)
{
	if (strlen(started) == strlen("2026-11-22T18:06:25Z"))
		print__html(file, "%.10s, %.5s UTC", started, started + 11);
	else
		encode__write(file, TO_HTML, started);
}

static void write_answer(const struct report *report, FILE *file)
{
	char text[ANSWER_SIZE];

	answer__format(report, text, sizeof(text));
	fputs("<header>\n<p class=\"eyebrow\">hookbench report", file);
	if (report->n) {
		fputs(" \302\267 measured ", file);
		write_date(report->runs[0].run.started, file);
	}
	if (report->n > 1)
		fputs(" and later", file);
	fputs("</p>\n<h1>", file);
	encode__write(file, TO_HTML, text);
	fputs("</h1>\n</header>\n", file);
}

static void write_problems(const struct report_run *r, FILE *file)
{
	size_t n = r->summary.n_problems;

	fputs("<ul>", file);
	for (size_t i = 0; i < n && i < SUMMARY_PROBLEMS; i++) {
		fputs("<li>", file);
		encode__write(file, TO_HTML, r->summary.problems[i]);
		fputs("</li>\n", file);
	}
	if (n > SUMMARY_PROBLEMS)
		fprintf(file, "<li>and %zu more</li>\n", n - SUMMARY_PROBLEMS);
	fputs("</ul>\n", file);
}

static void write_all_problems(const struct report *report, FILE *file)
{
	for (size_t i = 0; i < report->n; i++) {
		const struct report_run *r = &report->runs[i];

		if (!r->summary.n_problems)
			continue;
		if (report->n > 1) {
			fputs("<p class=\"whose\">", file);
			encode__write(file, TO_HTML, r->label);
			fputs("</p>\n", file);
		}
		write_problems(r, file);
	}
}

/* What all runs are worth is what the worst of them is. */
static enum run_state state_of(const struct report *report)
{
	return across_runs__count_invalid(report)  ? RUN_INVALID
	       : across_runs__count_unsure(report) ? RUN_UNSURE
						   : RUN_VALID;
}

/* The validity of all runs, in one line. */
static void write_banner_title(const struct report *report, enum run_state state, FILE *file)
{
	size_t n = state == RUN_INVALID ? across_runs__count_invalid(report)
					: across_runs__count_unsure(report);
	char why[RUN_STATE_SIZE];

	run_state__format(&report->runs[0].run, &report->runs[0].summary, why);
	if (state == RUN_VALID && report->n == 1)
		fputs("Valid", file);
	else if (state == RUN_VALID)
		fprintf(file, "Valid: all %zu runs", report->n);
	else if (report->n > 1)
		print__html(file, "%s of %zu of %zu runs",
			    state == RUN_INVALID ? "INVALID: do not rely on the numbers"
						 : "Not sure: nothing is shown by some numbers",
			    n, report->n);
	else if (state == RUN_INVALID)
		fputs("INVALID: do not rely on these numbers", file);
	else
		encode__write(file, TO_HTML, why);
}

/* Of several runs, why some are not sure. */
static void write_all_unsure(const struct report *report, FILE *file)
{
	char why[RUN_STATE_SIZE];

	for (size_t i = 0; i < report->n && report->n > 1; i++) {
		const struct report_run *r = &report->runs[i];

		run_state__format(&r->run, &r->summary, why);
		if (why[0])
			print__html(file, "<p><b>%s</b>: %s.</p>\n", r->label, why);
	}
	if (across_runs__count_unsure(report))
		fputs("<p>More rounds (<code>--precision 50ns --max-time 120</code>), a quieter machine (<code>hookbench doctor</code>), isolated CPUs or exact mode (<code>--kernel</code>) can tell.</p>\n",
		      file);
}

/* Checks that passed need no space. */
static void write_banner_checks(const struct report *report, enum run_state state, FILE *file)
{
	if (report->n > 1) {
		fputs("<p>The checks are listed with each run below.</p>\n", file);
		return;
	}
	if (state == RUN_VALID)
		fputs("<details><summary>What was checked</summary>\n", file);
	html_checks__write(&report->runs[0], file);
	fputs(state == RUN_VALID ? "</details>\n" : "", file);
}

static void write_banner(const struct report *report, FILE *file)
{
	static const struct {
		const char *class, *sign;
	} looks[] = { [RUN_VALID] = { "valid", "\342\234\223" },
		      [RUN_UNSURE] = { "unsure", "?" },
		      [RUN_INVALID] = { "invalid", "\342\234\225" } };
	enum run_state state = state_of(report);

	print__html(
		file,
		"<section class=\"banner %s\" aria-labelledby=\"validity\">\n<h2 id=\"validity\">"
		"<span class=\"sign\" aria-hidden=\"true\">%s</span> ",
		looks[state].class, looks[state].sign);
	write_banner_title(report, state, file);
	fputs("</h2>\n", file);
	write_all_problems(report, file);
	write_all_unsure(report, file);
	write_banner_checks(report, state, file);
	fputs("</section>\n", file);
}

/* ---- plots ---- */

/* Starts at the root element: a page must not contain another XML declaration. */
static const char *svg_root(const char *svg)
{
	const char *root = svg ? strstr(svg, "<svg") : NULL;

	return root ? root : "";
}

static void write_plot(const struct report_plot *plot, FILE *file)
{
	/*
	 * The role is on the drawing, not on the figure: screen readers ignore text within an
	 * image, but must read the caption.
	 */
	fputs("<figure>\n<div class=\"plot\" role=\"img\" aria-label=\"", file);
	encode__write(file, TO_HTML, plot->alt ? plot->alt : plot->title);
	fputs("\">\n", file);
	fputs(svg_root(plot->svg), file);
	fputs("\n</div>\n<figcaption><b>", file);
	encode__write(file, TO_HTML, plot->title);
	fputs("</b> ", file);
	encode__write(file, TO_HTML, plot->caption ? plot->caption : "");
	fputs("</figcaption>\n</figure>\n", file);
}

static void write_plots(const struct report *report, size_t run, FILE *file)
{
	for (size_t i = 0; i < report->n_plots; i++)
		if (report->plots[i].run == run && !report->plots[i].is_file_only)
			write_plot(&report->plots[i], file);
}

/* ---- the runs ---- */

static void write_matrix(const struct report *report, FILE *file)
{
	if (report->n < 2)
		return;
	fputs("<section aria-labelledby=\"all-runs\">\n<h2 id=\"all-runs\">All runs</h2>\n", file);
	html_kernels__write(report, file);
	if (report->has_matrix)
		html_matrix__write(report, file);
	price_list__write(&report->prices, TO_HTML, file);
	write_plots(report, REPORT_ALL_RUNS, file);
	fputs("</section>\n", file);
}

static void write_setup(const struct run *run, FILE *file)
{
	char cycles[CELL_SIZE], company[COMPANY_SIZE], hooked[HOOKED_SIZE];

	format__grouped(cycles, (double)run->plan.cycles, false);
	company__format(&run->plan, company);
	hooked__format(run, hooked);
	fputs("<p class=\"setup\">", file);
	print__html(file, "%s on %s", hooked, text_of(run->environment, "kernel_release"));
	if (run->vm)
		print__html(file, " (VM, %s, %s)", text_of(run->vm, "accelerator"),
			    text_of(run->vm, "cpu_model"));
	print__html(file, " \302\267 %s %s, payload %s \302\267 %u round%s of %s %s%s",
		    plan__is_macro(&run->plan) ? "command" : "workload", plan__subject(&run->plan),
		    run->plan.payload, run__count_rounds(run), number__s(run__count_rounds(run)),
		    cycles, plan__is_macro(&run->plan) ? "run" : "cycle",
		    number__s(run->plan.cycles));
	if (company[0])
		print__html(file, " \302\267 %s", company);
	print__html(file, " \302\267 %u thread%s", run->plan.threads, number__s(run->plan.threads));
	if (run->plan.rate_hz)
		print__html(file, " \302\267 %.0f operations per second and thread requested",
			    (double)run->plan.rate_hz);
	print__html(file, " \302\267 unit: %s per operation</p>\n", format__unit(run));
}

static void write_run(const struct report *report, size_t i, FILE *file)
{
	const struct report_run *r = &report->runs[i];
	enum run_state state = run_state__of(&r->run, &r->summary);

	fprintf(file, "<section class=\"run\" aria-labelledby=\"run-%zu\">\n<h2 id=\"run-%zu\">",
		i + 1, i + 1);
	encode__write(file, TO_HTML, r->label);
	if (state != RUN_VALID)
		print__html(file, " <span class=\"verdict %s\">%s</span>",
			    state == RUN_INVALID ? "regression" : "inconclusive",
			    run_state__name(state));
	fputs("</h2>\n", file);
	write_setup(&r->run, file);
	html_costs__write(report, r, file);
	html_table__write(r, file);
	html_operations__write(r, file);
	html_programs__write(r, file);
	write_plots(report, i, file);
	html_drivers__write(r, file);
	html_counters__write(report, i, file);
	if (report->n > 1) {
		fputs("<h3>What was checked</h3>\n", file);
		html_checks__write(r, file);
	}
	html_facts__write(r, file);
	fputs("</section>\n", file);
}

static void write_contents(const struct report *report, FILE *file)
{
	if (report->n < 2)
		return;
	fputs("<nav aria-label=\"Runs\"><ul>\n", file);
	for (size_t i = 0; i < report->n; i++) {
		fprintf(file, "<li><a href=\"#run-%zu\">", i + 1);
		encode__write(file, TO_HTML, report->runs[i].label);
		fputs("</a></li>\n", file);
	}
	fputs("</ul></nav>\n", file);
}

/* ---- how ---- */

static void write_command(const struct report_run *r, FILE *file)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	if (!stream)
		return;
	repeat__write(&r->run, stream);
	if (!fclose(stream)) {
		fputs("<pre tabindex=\"0\"><code>", file);
		encode__write(file, TO_HTML, text);
		fputs("</code></pre>\n", file);
	}
	free(text);
	if (repeat__image(&r->run))
		print__html(
			file,
			"<p>The image <code>%s</code> is not one that can be fetched: put its path in place of its name.</p>\n",
			repeat__image(&r->run));
}

static void write_repeat(const struct report *report, FILE *file)
{
	fputs("<section aria-labelledby=\"again\">\n<h2 id=\"again\">Repeat the measurement</h2>\n"
	      "<p>The command includes every option that affects the numbers, and can be pasted: a kernel of Debian\342\200\231s is fetched. Without <code>--kernel</code>, the running kernel is measured, which needs root.</p>\n",
	      file);
	for (size_t i = 0; i < report->n; i++) {
		if (report->n > 1) {
			fputs("<h3>", file);
			encode__write(file, TO_HTML, report->runs[i].label);
			fputs("</h3>\n", file);
		}
		write_command(&report->runs[i], file);
		fputs("<p class=\"note\">Read from <code>", file);
		encode__write(file, TO_HTML, report->runs[i].path);
		fputs("</code></p>\n", file);
	}
	fputs("</section>\n", file);
}

static void write_body(const struct report *report, FILE *file)
{
	fputs("<body>\n", file);
	write_answer(report, file);
	write_contents(report, file);
	fputs("<main>\n", file);
	write_banner(report, file);
	write_matrix(report, file);
	if (!report->n_plots)
		fputs("<p class=\"note no-plots\">There are no distributions and image files, because gnuplot drew none. If it is missing, install gnuplot-nox and create the report again.</p>\n",
		      file);
	for (size_t i = 0; i < report->n; i++)
		write_run(report, i, file);
	fputs("<section aria-labelledby=\"how\">\n<h2 id=\"how\">How it was measured</h2>\n", file);
	html_method__write(report, file);
	fputs("</section>\n", file);
	write_repeat(report, file);
	html_foot__write(file);
}

void html__write(const struct report *report, FILE *file)
{
	write_head(report, file);
	write_body(report, file);
}
