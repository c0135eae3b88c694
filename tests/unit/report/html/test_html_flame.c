// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/html/html_parts.h"

static void test_colours(void **state)
{
	static const char *const different[] = { "kprobe_ftrace_handler", "[bpf program]",
						 "do_unlinkat" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(different); i++) {
		const char *colour = html_flame__colour(different[i]);

		assert_int_equal(strlen(colour), 7);
		assert_int_equal(colour[0], '#');
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(colour, html_flame__colour(different[k]));
	}
	assert_string_equal(html_flame__colour("any"), html_flame__colour("do_unlinkat"));
}

static void test_figure(void **state)
{
	const struct flame_look look = { "flame_1", "kprobe: <stacks>", "instructions",
					 0,	    html_flame__colour, NULL };
	struct flame *flame = flame__new();
	char *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	assert_int_equal(flame__add(flame, "main;kprobe_ftrace_handler", 3), 0);
	html_flame__write(flame, &look, "More & less", file);
	fclose(file);
	assert_non_null(strstr(text, "aria-label=\"kprobe: &lt;stacks&gt;; the table has"));
	assert_non_null(strstr(text, "<figcaption>More &amp; less. Each box"));
	assert_non_null(strstr(text, html_flame__colour("kprobe_ftrace_handler")));
	/* Its key has what is in the graph, and nothing else. */
	assert_non_null(strstr(text, "</i>dispatch</li>"));
	assert_non_null(strstr(text, "</i>the rest</li>"));
	assert_null(strstr(text, "</i>mitigations</li>"));
	assert_true(strstr(text, "<svg") < strstr(text, "</svg>"));
	free(text);
	flame__free(flame);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_figure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
