// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/flame.h"

#include "tests/unit/support.h"

static struct flame *flame;
static char *text;

static int flame_setup(void **state)
{
	(void)state;
	flame = flame__new();
	return flame ? 0 : -1;
}

static int flame_teardown(void **state)
{
	(void)state;
	flame__free(flame);
	free(text);
	text = NULL;
	return 0;
}

static void draw_sure(double sure)
{
	const struct flame_look look = { "kprobe",	 "Where <kprobe> goes",
					 "instructions", sure,
					 NULL,		 NULL };
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	flame__write_svg(flame, &look, file);
	fclose(file);
}

static void draw(void)
{
	draw_sure(0);
}

static void assert_draws(const char *words)
{
	if (!strstr(text, words))
		fail_msg("there is no \"%s\" in:\n%s", words, text);
}

static void test_callers_hold_their_callees(void **state)
{
	(void)state;
	assert_int_equal(flame__add(flame, "entry;do_unlinkat", 60), 0);
	assert_int_equal(flame__add(flame, "entry;do_unlinkat;evict", 30), 0);
	assert_int_equal(flame__add(flame, "entry;do_unlinkat;evict", 10), 0);
	assert_close(flame__total(flame), 100, 0);
	draw();
	assert_draws("<title>entry: 100 instructions, 100.0 %</title>");
	assert_draws("<title>do_unlinkat: 100 instructions, 100.0 %</title>");
	assert_draws("<title>evict: 40 instructions, 40.0 %</title>");
	/* Of 804 pixels. */
	assert_draws("width=\"321.6\"");
	assert_draws("Where &lt;kprobe&gt; goes");
}

/* A name may begin like another, and callees are in the order of names. */
static void test_names_are_whole(void **state)
{
	(void)state;
	flame__add(flame, "a;foobar", 1);
	flame__add(flame, "a;foo", 2);
	flame__add(flame, "a;bar", 3);
	flame__add(flame, "a;foo", 2);
	draw();
	assert_draws("<title>foo: 4 instructions, 50.0 %</title>");
	assert_draws("<title>foobar: 1 instructions, 12.5 %</title>");
	assert_true(strstr(text, "<title>bar") < strstr(text, "<title>foo:"));
	assert_true(strstr(text, "<title>foo:") < strstr(text, "<title>foobar"));
}

/* In a difference, what became cheaper has no width. */
static void test_what_weighs_less_than_nothing(void **state)
{
	(void)state;
	flame__add(flame, "a;dearer", 30);
	flame__add(flame, "a;cheaper", -10);
	assert_close(flame__total(flame), 20, 0);
	draw();
	assert_draws("<title>dearer: 30 instructions, 100.0 %</title>");
	assert_null(strstr(text, "cheaper"));
}

/* A difference of samples: 100 - 60 is 40, of which chance's part is three times the root of 160.
 */
static void test_what_chance_may_have_done(void **state)
{
	(void)state;
	flame__add(flame, "a;sure", 100);
	flame__add(flame, "a;sure", -60);
	flame__add(flame, "a;chance", 100);
	flame__add(flame, "a;chance", -65);
	draw_sure(3);
	assert_draws("<title>sure: 40 instructions");
	assert_null(strstr(text, "chance"));
	/* Both together: 75, of 3 times the root of 325. */
	assert_draws("<title>a: 75 instructions, 100.0 %</title>");
	draw();
	assert_draws("<title>chance: 35 instructions");
}

static void test_nothing(void **state)
{
	(void)state;
	draw();
	assert_draws("<svg ");
	assert_draws("</svg>");
	flame__add(flame, "", 5);
	assert_close(flame__total(flame), 5, 0);
	draw();
	assert_null(strstr(text, "nan"));
}

static void test_names_of_anything(void **state)
{
	(void)state;
	flame__add(flame, "<script>&;b\"", 5);
	draw();
	assert_draws("&lt;script&gt;&amp;");
	assert_null(strstr(text, "<script>"));
}

#define on_flame(function) cmocka_unit_test_setup_teardown(function, flame_setup, flame_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_flame(test_callers_hold_their_callees),
		on_flame(test_names_are_whole),
		on_flame(test_what_weighs_less_than_nothing),
		on_flame(test_what_chance_may_have_done),
		on_flame(test_nothing),
		on_flame(test_names_of_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
