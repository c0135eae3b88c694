// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html.h"
#include "report/html/page.h"

/* ---- a page is well formed ---- */

static bool is_void(const char *name)
{
	static const char *const names[] = { "meta", "link", "br", "!DOCTYPE" };

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* The end of a tag that begins at `at`, after its quoted attributes. */
static const char *tag_end(const char *at)
{
	char quote = 0;

	for (; *at; at++) {
		if (quote)
			quote = *at == quote ? 0 : quote;
		else if (*at == '"' || *at == '\'')
			quote = *at;
		else if (*at == '<' || *at == '>')
			break;
	}
	if (*at != '>')
		fail_msg("a tag does not end: %.60s", at);
	return at;
}

/* Each tag that is opened is closed, the last one first. */
static void assert_balanced(void)
{
	static char open[256][32];
	size_t depth = 0;

	for (const char *at = text; (at = strchr(at, '<'));) {
		const char *end = tag_end(at + 1);
		bool closes = at[1] == '/';
		char name[32];

		assert_int_equal(sscanf(at + 1 + closes, "%31[A-Za-z0-9!]", name), 1);
		if (closes) {
			if (!depth || strcmp(open[--depth], name) != 0)
				fail_msg("</%s> closes <%s>", name, open[depth]);
		} else if (!is_void(name) && end[-1] != '/') {
			assert_true(depth < COUNT_OF(open));
			strcpy(open[depth++], name);
		}
		at = end;
		/* What is in them is no markup. */
		if (!closes && (!strcmp(name, "style") || !strcmp(name, "script")))
			at = strstr(at, "</");
	}
	if (depth)
		fail_msg("<%s> is not closed", open[depth - 1]);
}

static void write_page(void)
{
	free(text);
	text = NULL;
	write_report(html__write);
	assert_balanced();
	assert_int_equal(strncmp(text, "<!DOCTYPE html>\n<html lang=\"en\">", 32), 0);
	assert_int_equal(count_of("<h1>"), 1);
	assert_int_equal(count_of("<main>"), 1);
	/* It makes no network requests. */
	assert_says_not("src=");
	assert_says_not("url(");
	assert_says_not("@import");
	assert_says_not("fetch(");
	assert_int_equal(count_of("href=\"http"), 0);
}

/* ---- one run ---- */

static void test_exact(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	write_page();
	assert_says("<title>hookbench: 6.12</title>");
	assert_says("<h1>On 6.12, fentry costs 100 instructions a call, kprobe 4.00 times");
	assert_says("<section class=\"banner valid\"");
	assert_says("all 2 rounds gave exactly the same overheads");
	assert_says("4,000 of 4,000 expected hits");
	assert_says("Overhead <small>instructions</small>");
	assert_says("data-value=\"400\">+400</td>");
	assert_says("data-value=\"100\">+100</td>");
	assert_says("Each row is based on up to 2 rounds of 1,000 operations");
	assert_says("install gnuplot-nox");
	assert_says("hookbench run --backends none,kprobe,fentry --workload create-unlink");
	assert_says("emulator whose clock");
	assert_says_not("Hodges");
	assert_says_not("95 % interval");
	assert_says_not("INVALID");
}

/* No row but the reference is without an overhead. */
static void test_company(void **state)
{
	(void)state;
	add_run("6.12", 2, 0)->run.plan.copies = 8;
	write_page();
	assert_says(" 1,000 cycles \302\267 8 copies \302\267 1 thread ");
}

static void test_cells_without_value(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	write_page();
	assert_int_equal(count_of("<tr class=\"reference\">"), 2);
	/* Overhead, differs, ratio, hits, attach of none; ratio, hits and attach of control. */
	assert_true(count_of("<td class=\"number none\"") <= 8);
	assert_says_not(">nan<");
	assert_says_not("\"nan");
	assert_says_not("inf<");
}

static void test_time(void **state)
{
	struct report_run *r = add_run("6.12", 12, 0);

	(void)state;
	make_time(r, 400, 100, 10);
	json_object_set_new(r->run.environment, "warnings",
			    json_pack("[s]", "governor: powersave; better: performance"));
	json_object_set_new(r->run.environment, "other_hooks", json_string("bpftrace 7"));
	write_page();
	assert_says("Overhead <small>ns</small>");
	assert_says("95 % interval <small>ns</small>");
	assert_says("Throughput <small>operations/s</small>");
	assert_says("Hodges");
	assert_says("Holm");
	assert_says("the smallest detectable overhead is ");
	assert_says("<li>governor: powersave</li>");
	assert_says("the function was already hooked by bpftrace 7: every cost includes that");
	assert_says("involuntary context switches");
	assert_says_not("emulat");
}

/* A run over noise is neither valid nor invalid. */
static void test_noise(void **state)
{
	struct report_run *r = add_run("6.12", 12, 0);

	(void)state;
	make_time(r, 0, 0, 2000);
	write_page();
	assert_says("<section class=\"banner unsure\"");
	assert_says("</span> Too noisy to tell kprobe and fentry from none: up to ");
	assert_says(" ns cannot be excluded</h2>");
	assert_says("<span class=\"verdict inconclusive\">unsure</span></h2>");
	assert_says_not("Valid");
	assert_says_not("not differ");
	assert_says_not("no difference from none");
	make_time(add_run("6.18", 12, 0), 4000, 1000, 10);
	write_page();
	assert_says("Not sure: nothing is shown by some numbers of 1 of 2 runs</h2>");
	assert_says("<p><b>6.12</b>: Too noisy to tell kprobe and fentry from none: up to ");
	assert_says("<td><span class=\"verdict inconclusive\">unsure</span></td>");
	assert_says("<td><span class=\"verdict same\">valid</span></td>");
}

static void test_emulated_time(void **state)
{
	struct report_run *r = add_run("6.12", 12, 0);

	(void)state;
	make_time(r, 400, 100, 10);
	r->run.vm = json_pack("{s:s, s:s}", "accelerator", "tcg", "cpu_model", "max");
	write_page();
	assert_says("Overhead <small>emulated ns</small>");
	assert_says("say nothing about hardware");
	assert_says("<caption>Virtual machine</caption>");
}

static void test_one_round(void **state)
{
	(void)state;
	make_time(add_run("6.12", 1, 0), 400, 100, 10);
	write_page();
	assert_says("too few rounds");
	assert_says("1 round is too few for an interval; at least 6 are needed");
	assert_says_not(">nan<");
	assert_says_not("\"nan");
}

static void test_invalid(void **state)
{
	struct report_run *r = add_run("6.12", 6, 0);

	(void)state;
	trial_of(&r->run, 3, "kprobe")->hits = 7;
	write_page();
	assert_says("<h1>This run is invalid; do not rely on its numbers: kprobe, round 3");
	assert_says("<section class=\"banner invalid\"");
	assert_says("INVALID: do not rely on these numbers</h2>");
	assert_says("<span class=\"unseen\">bad: </span>Hits");
	for (size_t i = 0; i < r->run.n_trials; i++)
		r->run.trials[i].missed = 5;
	write_page();
	assert_says("<li>and 8 more</li>");
}

static void test_skipped(void **state)
{
	struct capability *c = &add_run("6.12", 2, 0)->run.capabilities[2];

	(void)state;
	c->available = false;
	strcpy(c->reason, "no BTF");
	strcpy(c->remedy, "use a VM");
	write_page();
	assert_says("<li><b>fentry</b>: no BTF. Remedy: use a VM</li>");
}

/* ---- several ---- */

static void test_several(void **state)
{
	struct report_run *last;

	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 16);
	last = add_run("7.3", 2, -5);
	write_page();
	assert_says("<title>hookbench: 3 runs</title>");
	assert_says("<h1>From 6.1 to 7.3, kprobe (-5 instructions a call) costs less");
	assert_says("Valid: all 3 runs");
	assert_says("<span class=\"change regression\"><b>+16</b> regression</span>");
	assert_says("<span class=\"change improvement\"><b>-21</b> improvement</span>");
	assert_says("<a href=\"#run-3\">7.3</a>");
	assert_says("id=\"run-3\">7.3</h2>");
	assert_int_equal(count_of("<table class=\"results sortable\">"), 3);
	trial_of(&last->run, 1, "kprobe")->missed = 5;
	write_page();
	assert_says("INVALID: do not rely on the numbers of 1 of 3 runs");
	assert_says("<p class=\"whose\">7.3</p>");
}

static void test_incomparable(void **state)
{
	(void)state;
	add_run("6.1", 12, 0);
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	write_page();
	assert_says("<p class=\"note\">6.1 and 6.12 cannot be compared: different ");
	/* And nothing is said of how much it is. */
	assert_says_not("class=\"change");
	assert_says("each run&#39;s own unit");
}

/* ---- plots ---- */

static void test_plots(void **state)
{
	static char svg[] = "<?xml version=\"1.0\"?>\n<svg><g id=\"a_plot_1\"><title>x</title>"
			    "</g></svg>\n";
	static char caption[] = "of 2 & 3", alt[] = "say \"a\" < b";

	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 0);
	report.n_plots = 2;
	report_plots[0] = (struct report_plot){ "overhead",	 "Overhead", caption, alt,
						REPORT_ALL_RUNS, svg,	     false };
	report_plots[1] = (struct report_plot){ "tail-2", "Tail", caption, alt, 1, svg, false };
	write_page();
	assert_int_equal(count_of("<figure>"), 2);
	assert_says("aria-label=\"say &quot;a&quot; &lt; b\">\n<svg><g id=");
	assert_says("<figcaption><b>Tail</b> of 2 &amp; 3</figcaption>");
	assert_says_not("<?xml");
	assert_says_not("gnuplot-nox");
	assert_true(strstr(text, "<b>Overhead</b> of") < strstr(text, "id=\"run-1\""));
	assert_true(strstr(text, "<b>Tail</b>") > strstr(text, "id=\"run-2\""));
}

/* It is mailed. Ten runs, each with plots of 100 kB in all. */
static void test_size(void **state)
{
	static char svg[20000];

	(void)state;
	memset(svg, ' ', sizeof(svg) - 1);
	memcpy(svg, "<svg/>", 6);
	for (unsigned int i = 0; i < MAX_RUNS; i++) {
		char release[32];

		snprintf(release, sizeof(release), "6.%u", i);
		add_run(release, 2, (int)i);
	}
	report.n_plots = 5 * MAX_RUNS;
	report_plots[0] = (struct report_plot){ "a", "A", NULL, NULL, 0, svg, false };
	for (size_t i = 1; i < report.n_plots; i++)
		report_plots[i] = report_plots[0];
	write_page();
	assert_int_equal(count_of("<svg/>"), report.n_plots);
	assert_true(strlen(text) < 1500000);
}

/* ---- text of others ---- */

#define EVIL "<script>alert('1')</script>\"&\x01\x1b[31m\xff"

/* Wherever a stored run may hold any text. */
static void test_escaping(void **state)
{
	struct report_run *r = add_run(EVIL, 12, 0);

	(void)state;
	add_run("6.12", 12, 0);
	make_time(r, 400, 100, 10);
	free(r->path);
	r->path = strdup("results/" EVIL);
	snprintf(r->run.target.symbol, sizeof(r->run.target.symbol), EVIL);
	snprintf(r->run.started, sizeof(r->run.started), "<script>\"&\x01");
	snprintf(r->run.plan.workload, NAME_SIZE, "<script>w");
	snprintf(r->run.plan.payload, NAME_SIZE, "<script>p");
	snprintf(r->run.plan.dir, sizeof(r->run.plan.dir), EVIL);
	snprintf(r->run.plan.backends[1], NAME_SIZE, "<script>b");
	for (size_t i = 0; i < r->run.n_trials; i++)
		if (!strcmp(r->run.trials[i].backend, "kprobe"))
			snprintf(r->run.trials[i].backend, NAME_SIZE, "<script>b");
	snprintf(r->run.capabilities[1].reason, 256, EVIL);
	snprintf(r->run.capabilities[1].remedy, 256, EVIL);
	r->run.capabilities[1].available = false;
	r->run.vm = json_pack("{s:s, s:s, s:s}", "accelerator", "<script>", "cpu_model", "<script>",
			      "image", "<script>");
	json_object_set_new(r->run.environment, "<script>", json_string("<script>"));
	json_object_set_new(r->run.environment, "a", json_pack("{s:s}", "<script>", "<script>"));
	json_object_set_new(r->run.environment, "l", json_pack("[s]", "<script>"));
	json_object_set_new(r->run.environment, "kernel_log", json_pack("[s]", "<script>"));
	json_object_set_new(r->run.environment, "kernel_log_lines", json_integer(1));
	json_object_set_new(r->run.environment, "warnings", json_pack("[s]", "<script>"));
	json_object_set_new(r->run.environment, "counters_missing", json_string("<script>"));
	json_object_set_new(r->run.environment, "clock_source_at_end", json_string("<script>"));
	write_page();
	assert_int_equal(count_of("<script>"), 1); /* the page's own */
	assert_says("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;&#xfffd;&#xfffd;"
		    "[31m&#xfffd;");
	assert_null(strchr(text, '\x01'));
	assert_null(strchr(text, '\x1b'));
	assert_null(strchr(text, '\xff'));
}

/* Either would end its element. */
static void test_embedded_files(void **state)
{
	(void)state;
	assert_null(strstr(page_css, "</"));
	assert_null(strstr(page_js, "</"));
	assert_non_null(strstr(page_css, "prefers-color-scheme"));
	assert_int_equal(page_js[strlen(page_js) - 1], '\n');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_exact),		on_report(test_cells_without_value),
		on_report(test_company),	on_report(test_time),
		on_report(test_noise),		on_report(test_emulated_time),
		on_report(test_one_round),	on_report(test_invalid),
		on_report(test_skipped),	on_report(test_several),
		on_report(test_incomparable),	on_report(test_plots),
		on_report(test_size),		on_report(test_escaping),
		on_report(test_embedded_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
