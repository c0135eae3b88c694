// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_bars.h"

static const struct html_bar *bars;
static size_t n_bars;

static void write_all(const struct report *r, FILE *file)
{
	(void)r;
	html_bars__write(&(struct html_bars){ "What <hooks> add", "instructions", n_bars, bars },
			 file);
}

static void write_bars(const struct html_bar *v, size_t n)
{
	free(text);
	text = NULL;
	bars = v;
	n_bars = n;
	write_report(write_all);
}

static void test_plain(void **state)
{
	const struct html_bar v[] = {
		{ .backend = "fentry", .value = 1000, .low = NAN, .high = NAN },
		{ .backend = "kprobe", .value = 4000, .low = NAN, .high = NAN, .note = "so & so" },
	};

	(void)state;
	add_run("6.12", 1, 0);
	write_bars(v, 2);
	assert_says("<ol aria-label=\"What &lt;hooks&gt; add\">");
	assert_says("fentry</span> <span class=\"bar-value\">+1,000</span>");
	/* In the colour of the backend, from 0 on. */
	assert_says("title=\"fentry: +1,000 instructions\" "
		    "style=\"--part:#2277BB;--at:0.00%;--share:25.00%\"");
	assert_says("style=\"--part:#D55E00;--at:0.00%;--share:100.00%\"");
	assert_says("<span class=\"bar-note\">so &amp; so</span>");
	assert_says("<figcaption>What &lt;hooks&gt; add.</figcaption>");
	assert_says_not("class=\"key\"");
	assert_says_not("unsure");
	assert_says_not("whisker");
	assert_says_not("class=\"zero\"");
	write_bars(v, 0);
	assert_string_equal(text, "");
}

/* The parts follow each other; what is below 0 goes back from their end. */
static void test_parts(void **state)
{
	const struct html_bar_part parts[] = {
		{ "way", "#111111", 100 },
		{ "nothing", "#222222", 0 },
		{ "less", "#333333", -50 },
		{ "more", "#444444", 300 },
	};
	const struct html_bar v = {
		.backend = "a", .value = 350, .low = NAN, .high = NAN, .n = 4, .parts = parts
	};

	(void)state;
	add_run("6.12", 1, 0);
	write_bars(&v, 1);
	assert_says("title=\"a, way: +100 instructions, 28.6 %\" "
		    "style=\"--part:#111111;--at:0.00%;--share:25.00%\">100</span>");
	assert_says("title=\"a, more: +300 instructions, 85.7 %\" "
		    "style=\"--part:#444444;--at:25.00%;--share:75.00%\">300</span>");
	assert_says("class=\"part less\" role=\"img\" title=\"a, less: -50 instructions, -14.3 %\" "
		    "style=\"--part:#333333;--at:87.50%;--share:12.50%\">");
	assert_int_equal(count_of("class=\"part"), 3);
	assert_says("<ul class=\"key\" aria-label=\"Colours\"><li><i class=\"swatch\" "
		    "style=\"--part:#111111\"></i>way</li><li>");
	assert_int_equal(count_of("<li><i"), 3);
	assert_says_not("nothing");
}

static void test_unsure(void **state)
{
	const struct html_bar v[] = {
		{ .backend = "tp", .value = 30, .low = -100, .high = 300, .is_unsure = true },
		{ .backend = "<b>", .value = -20, .low = NAN, .high = NAN },
	};

	(void)state;
	add_run("6.12", 1, 0);
	write_bars(v, 2);
	assert_says("<li class=\"unsure\">");
	assert_says("title=\"tp: +30 instructions, interval -100 to +300\"");
	assert_says("<span class=\"whisker\" style=\"--at:0.00%;--share:100.00%\">");
	assert_says("<span class=\"zero\" style=\"--at:25.00%\">");
	assert_says("title=\"&lt;b&gt;: -20 instructions\"");
	assert_says("--at:20.00%;--share:5.00%");
	assert_says_not("<b>");
}

/* All are 0, or not known: nothing is divided by that. */
static void test_nothing(void **state)
{
	const struct html_bar v[] = {
		{ .backend = "a", .value = 0, .low = NAN, .high = NAN },
		{ .backend = "b", .value = NAN, .low = NAN, .high = NAN },
	};

	(void)state;
	add_run("6.12", 1, 0);
	write_bars(v, 2);
	assert_says("--at:0.00%;--share:0.00%");
	assert_says("<span class=\"bar-value\">-</span>");
	assert_says_not("nan");
	assert_says_not("inf");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_plain),
		on_report(test_parts),
		on_report(test_unsure),
		on_report(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
