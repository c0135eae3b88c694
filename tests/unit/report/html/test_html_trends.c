// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_trends.h"

static const struct html_trend *trends;
static size_t n_trends;

static void write_all(const struct report *r, FILE *file)
{
	(void)r;
	html_trends__write(
		&(struct html_trends){ "How <they> went", "instructions", n_trends, trends }, file);
}

static void write_trends(const struct html_trend *v, size_t n)
{
	free(text);
	text = NULL;
	add_run("6.12", 1, 0);
	trends = v;
	n_trends = n;
	write_report(write_all);
}

#define POINT(name, value, difference, change)             \
	{                                                  \
		name, value, NAN, NAN, difference, change, \
	}

/* From 0 on, across no gap; what changed is written there, and the last value at the end. */
static void test_panel(void **state)
{
	static const struct html_trend_point v[] = {
		POINT("5.<10>", 100, NAN, false), POINT("6.1", 80, -20, true),
		POINT("6.2", NAN, NAN, false),	  POINT("6.12", 1200, 1120, true),
		POINT("7.3", 1200, 0, false),
	};
	const struct html_trend trend = { "fentry", 5, v };

	(void)state;
	write_trends(&trend, 1);
	assert_says(
		"aria-label=\"fentry: +100 instructions on 5.&lt;10&gt;, +1,200 on 7.3; 2 changes\"");
	assert_says(
		"stroke=\"#2277BB\" stroke-width=\"2\" d=\"M10.0 102.8L71.0 104.3M193.0 24.0L254.0 24.0\"");
	assert_says("<title>fentry on 6.1: +80 instructions, -20 from before</title>"
		    "<circle cx=\"71.0\" cy=\"104.3\" r=\"4\"");
	assert_says(
		"<title>fentry on 7.3: +1,200 instructions</title><circle cx=\"254.0\" cy=\"24.0\" r=\"2.5\"");
	assert_int_equal(count_of("<circle"), 4);
	assert_int_equal(count_of("class=\"worse\""), 1);
	assert_int_equal(count_of("class=\"better\""), 1);
	assert_says("text-anchor=\"middle\">-20</text>");
	assert_says("text-anchor=\"middle\">+1,120</text>");
	assert_says("font-weight=\"600\">+1,200</text>");
	assert_says("5.&lt;10&gt;</text>");
	assert_says("<p class=\"note\">How &lt;they&gt; went.</p>");
	assert_says_not("nan");
}

/* What would be written over what is there already is left out; each is in its point's title. */
static void test_crowd(void **state)
{
	static struct html_trend_point v[60];
	const struct html_trend trend = { "kprobe", COUNT_OF(v), v };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(v); i++)
		v[i] = (struct html_trend_point){
			"a-kernel-of-a-name-that-is-long", 500 + (double)i, NAN, NAN, 1, i > 0
		};
	write_trends(&trend, 1);
	assert_int_equal(count_of(", +1 from before</title>"), 59);
	assert_in_range(count_of(">+1</text>"), 4, 20);
	assert_says(">a-kernel-of-a-name-t\342\200\246</text>");
}

static void test_interval(void **state)
{
	static const struct html_trend_point v[] = { { "a", 50, -50, 100, NAN, false },
						     { "b", 0, NAN, NAN, NAN, false } };
	const struct html_trend trend = { "tp", 2, v };

	(void)state;
	write_trends(&trend, 1);
	assert_says("<path stroke=\"#128A63\" d=\"M10.0 110.0V24.0\"/>");
}

static void test_nothing(void **state)
{
	static const struct html_trend_point v[] = { POINT("a", NAN, NAN, false) };
	static const struct html_trend_point zero[] = { POINT("a", 0, NAN, false) };
	const struct html_trend none = { "tp", 1, v }, one = { "tp", 1, zero };

	(void)state;
	write_trends(&none, 1);
	assert_says_not("<svg");
	write_trends(&one, 1);
	assert_int_equal(count_of("<circle"), 1);
	assert_says_not("nan");
	assert_says_not("inf");
	write_trends(NULL, 0);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_panel),
		on_report(test_crowd),
		on_report(test_interval),
		on_report(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
