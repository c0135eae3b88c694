// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/html/html_atlas.h"

#include <stdlib.h>
#include <string.h>

#include "bench/base/print.h"
#include "bench/base/version.h"
#include "report/figures/format.h"
#include "report/html/html_parts.h"
#include "report/html/page.h"

/* ---- head ---- */

static void write_heading(const struct atlas *atlas, FILE *file)
{
	char measured[CELL_SIZE];

	format__grouped(measured, (double)atlas->n_measured, false);
	print__html(
		file,
		"<header>\n<p class=\"eyebrow\">hookbench atlas</p>\n<h1>What a BPF hook costs, on %zu kernels: %s costs, counted exactly</h1>\n</header>\n",
		atlas->n_kernels, measured);
	fputs("<nav aria-label=\"Parts\"><ul>\n<li><a href=\"#findings\">Findings</a></li>\n"
	      "<li><a href=\"#costs\">All costs</a></li>\n<li><a href=\"#kernels\">Kernels</a></li>\n</ul></nav>\n",
	      file);
}

/* ---- findings ---- */

/* Text between backquotes is code. */
static void write_prose(const char *text, FILE *file)
{
	bool is_code = false;

	while (*text) {
		size_t n = strcspn(text, "`");

		encode__write_bytes(file, TO_HTML, text, n);
		text += n;
		if (!*text)
			break;
		text++;
		fputs(is_code ? "</code>" : "<code>", file);
		is_code = !is_code;
	}
	if (is_code)
		fputs("</code>", file);
}

static void write_finding(const struct csv_table *findings, size_t i, FILE *file)
{
	fprintf(file, "<li id=\"finding-%zu\">\n<h3>", i + 1);
	write_prose(csv_table__cell(findings, i, FINDING_TITLE), file);
	fputs("</h3>\n<p>", file);
	write_prose(csv_table__cell(findings, i, FINDING_TEXT), file);
	fputs("</p>\n<p>", file);
	write_prose(csv_table__cell(findings, i, FINDING_FUNCTIONS), file);
	print__html(file, "</p>\n<pre tabindex=\"0\"><code>%s</code></pre>\n</li>\n",
		    csv_table__cell(findings, i, FINDING_COMMAND));
}

static void write_findings(const struct csv_table *findings, FILE *file)
{
	fputs("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n"
	      "<p>Costs are instructions more than without a hook. Each command shows what is said above it.</p>\n"
	      "<ol class=\"findings\">\n",
	      file);
	for (size_t i = 0; i < findings->n_rows; i++)
		write_finding(findings, i, file);
	fputs("</ol>\n</section>\n", file);
}

/* ---- costs ---- */

/* A column that says what was measured, and how the page calls it. */
static const struct {
	enum atlas_cost column;
	const char *title;
} keys[] = {
	{ COST_BACKEND, "Hook" },	 { COST_PAYLOAD, "Payload" },
	{ COST_WORKLOAD, "Call" },	 { COST_ARCH, "Architecture" },
	{ COST_CPU_MODEL, "CPU model" }, { COST_APPEND, "Mitigations" },
};

/* They are the only kernel arguments of the atlas. */
static const char *key_text(enum atlas_cost column, const char *text)
{
	if (column != COST_APPEND)
		return text;
	return !*text ? "on" : !strcmp(text, "mitigations=off") ? "off" : text;
}

static void write_figure(const struct atlas *atlas, size_t row, FILE *file)
{
	bool is_none = !strcmp(atlas__cost(atlas, row, COST_BACKEND), "none");
	const char *text = atlas__cost(atlas, row, is_none ? COST_COST : COST_OVERHEAD);
	char cell[CELL_SIZE];

	if (!atlas__is_measured(atlas, row)) {
		/* Why it is so is in costs.csv; most of it is the age of the kernel. */
		fputs(strcmp(atlas__cost(atlas, row, COST_STATE), "skipped") ? "<td>invalid"
									     : "<td>\342\200\223",
		      file);
		return;
	}
	format__grouped(cell, strtod(text, NULL), false);
	print__html(file, "<td>%s", cell);
}

/* Ends of rows and cells are left out: HTML has them anyway, and the page is a third smaller. */
static void write_line(const struct atlas *atlas, const struct atlas_line *line, FILE *file)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		print__html(
			file, i ? "<td>%s" : "<tr><th scope=\"row\">%s",
			key_text(keys[i].column, atlas__cost(atlas, line->first, keys[i].column)));
	for (size_t i = 0; i < atlas->n_kernels; i++) {
		if (line->rows[i])
			write_figure(atlas, line->rows[i] - 1, file);
		else
			fputs("<td>", file);
	}
	fputs("\n", file);
}

static void write_costs(const struct atlas *atlas, FILE *file)
{
	fputs("<section aria-labelledby=\"costs\">\n<h2 id=\"costs\">All costs</h2>\n"
	      "<p>Instructions more than without a hook; for <code>none</code>, those of the call itself. A dash: this kernel cannot do it; <code>costs.csv</code> has the reason. The columns are kernels.</p>\n"
	      "<div id=\"filters\"></div>\n"
	      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"The table of costs\">\n<table class=\"atlas\">\n<thead><tr>",
	      file);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		print__html(file, "<th scope=\"col\">%s</th>", keys[i].title);
	for (size_t i = 0; i < atlas->n_kernels; i++)
		print__html(file, "<th scope=\"col\">%s</th>", atlas->names[i]);
	fputs("</tr></thead>\n<tbody>\n", file);
	for (size_t i = 0; i < atlas->n_lines; i++)
		write_line(atlas, &atlas->lines[i], file);
	fputs("</tbody></table></div>\n</section>\n", file);
}

/* ---- kernels ---- */

static void write_kernels(const struct csv_table *kernels, FILE *file)
{
	static const struct {
		enum atlas_kernel column;
		const char *title;
	} columns[] = { { KERNEL_NAME, "Kernel" },
			{ KERNEL_ARCH, "Architecture" },
			{ KERNEL_RELEASE, "Release" },
			{ KERNEL_CHECKSUM, "Image" },
			{ KERNEL_QEMU, "QEMU" } };
	const size_t n = sizeof(columns) / sizeof(*columns);

	fputs("<section aria-labelledby=\"kernels\">\n<h2 id=\"kernels\">Kernels</h2>\n"
	      "<p>Debian's cloud kernels, as they are shipped, each in a VM whose clock advances by one for each instruction: the same image gives the same number on every machine. <code>make atlas</code> measures all of it anew.</p>\n"
	      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"The table of kernels\">\n<table>\n<thead><tr>",
	      file);
	for (size_t i = 0; i < n; i++)
		print__html(file, "<th scope=\"col\">%s</th>", columns[i].title);
	fputs("</tr></thead>\n<tbody>\n", file);
	for (size_t row = 0; row < kernels->n_rows; row++) {
		for (size_t i = 0; i < n; i++)
			print__html(file, i ? "<td>%s</td>" : "<tr><th scope=\"row\">%s</th>",
				    csv_table__cell(kernels, row, columns[i].column));
		fputs("</tr>\n", file);
	}
	fputs("</tbody></table></div>\n</section>\n", file);
}

void html_atlas__write(const struct atlas *atlas, FILE *file)
{
	html_head__write_styled("atlas", atlas_css, file);
	fputs("<body>\n", file);
	write_heading(atlas, file);
	fputs("<main>\n", file);
	write_findings(&atlas->findings, file);
	write_costs(atlas, file);
	write_kernels(&atlas->kernels, file);
	print__html(file, "</main>\n<footer><p>hookbench %s</p></footer>\n<script>\n",
		    HOOKBENCH_VERSION);
	fputs(atlas_js, file);
	fputs("</script>\n</body>\n</html>\n", file);
}
