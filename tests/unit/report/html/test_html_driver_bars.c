// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"

static struct driven hooks[] = {
	{ .backend = "none", .reference = true, .adds_up = true },
	{ .backend = "kprobe", .adds_up = true },
	{ .backend = "<i>", .adds_up = true },
	{ .backend = "fexit", .adds_up = false },
};

static void set(struct driven *d, enum driver_id driver, int64_t none, int64_t hook)
{
	d->of[driver] = (struct driven_pair){ none, hook };
}

static void write_all(const struct report *r, FILE *file)
{
	const struct drivers drivers = { .n = COUNT_OF(hooks), .v = hooks };

	(void)r;
	html_driver_bars__write(&drivers, file);
}

/* Classes only: loads are no kind of instruction. Cheapest first; no hook that does not add up. */
static void test_classes(void **state)
{
	(void)state;
	set(&hooks[1], DRIVER_INSTRUCTIONS, 100, 500);
	set(&hooks[1], DRIVER_PLAIN, 90, 480);
	set(&hooks[1], DRIVER_TRAPS, 0, 10);
	set(&hooks[1], DRIVER_LOADS, 0, 77);
	set(&hooks[2], DRIVER_INSTRUCTIONS, 100, 200);
	set(&hooks[2], DRIVER_PLAIN, 90, 190);
	add_run("6.12", 1, 0);
	write_report(write_all);
	assert_int_equal(count_of("<li class=\"sure\">"), 2);
	assert_says("title=\"kprobe, plain: +390 instructions, 97.5 %\"");
	assert_says("title=\"kprobe, traps: +10 instructions, 2.5 %\" style=\"--part:#E8827A;"
		    "--at:97.50%;--share:2.50%\"");
	assert_true(strstr(text, "&lt;i&gt;, plain: +100") < strstr(text, "kprobe, plain"));
	assert_says("</i>traps</li>");
	assert_says_not("loads");
	assert_says_not("barriers");
	assert_says_not("fexit");
	assert_says_not("none");
}

/* Every kind has a colour of its own. */
static void test_colours(void **state)
{
	(void)state;
	memset(hooks[1].of, 0, sizeof(hooks[1].of));
	for (int i = 0; i < N_DRIVERS; i++)
		set(&hooks[1], (enum driver_id)i, 0, 10);
	add_run("6.12", 1, 0);
	write_report(write_all);
	assert_int_equal(count_of("</i>plain</li>"), 1);
	assert_says_not("(null)");
	assert_says_not("--part:\"");
	assert_int_equal(count_of("</li><li><i"), 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_classes),
		on_report(test_colours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
