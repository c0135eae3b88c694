// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <math.h>

#include "bench/hook/backends.h"
#include "report/figures/backend_look.h"

static double light_of(unsigned int byte)
{
	double c = byte / 255.0;

	return c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* As WCAG 2 defines it. */
static double luminance(unsigned int colour)
{
	return 0.2126 * light_of(colour >> 16 & 255) + 0.7152 * light_of(colour >> 8 & 255) +
	       0.0722 * light_of(colour & 255);
}

static double contrast(unsigned int a, unsigned int b)
{
	double x = luminance(a), y = luminance(b);

	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static void assert_seen(struct backend_look look)
{
	/* On the page's papers, see page.css. */
	assert_true(contrast(look.colour, 0xFFFFFF) >= 3);
	assert_true(contrast(look.colour, 0x1B2025) >= 3);
	assert_in_range(look.dash, 1, 5);
}

static bool are_same(struct backend_look a, struct backend_look b)
{
	return a.colour == b.colour && a.dash == b.dash;
}

static void test_backends(void **state)
{
	(void)state;
	for (size_t i = 0; backends[i].name; i++) {
		struct backend_look look = backend_look__of(backends[i].name, false);

		assert_seen(look);
		for (size_t k = 0; k < i; k++)
			if (are_same(look, backend_look__of(backends[k].name, false)))
				fail_msg("%s and %s look the same", backends[i].name,
					 backends[k].name);
	}
}

/* What is measured by default is told apart by colour alone, as bars are. */
static void test_defaults(void **state)
{
	static const char *const sets[][4] = {
		{ "kprobe", "kretprobe", "fentry", "fexit" },
		{ "uprobe", "uretprobe", "uprobe.multi", "uretprobe.multi" },
	};

	(void)state;
	for (size_t set = 0; set < COUNT_OF(sets); set++)
		for (size_t i = 0; i < 4; i++)
			for (size_t k = 0; k < i; k++)
				assert_int_not_equal(backend_look__of(sets[set][i], false).colour,
						     backend_look__of(sets[set][k], false).colour);
}

static void test_greys(void **state)
{
	struct backend_look none = backend_look__of("none", false);
	struct backend_look control = backend_look__of("none", true);

	(void)state;
	assert_seen(none);
	assert_seen(control);
	assert_int_not_equal(none.colour, control.colour);
	for (size_t i = 0; backends[i].name; i++) {
		unsigned int colour = backend_look__of(backends[i].name, false).colour;

		assert_int_not_equal(colour, control.colour);
		assert_true(colour != none.colour || !strcmp(backends[i].name, "none"));
	}
}

/* Of any name: the same each time. */
static void test_others(void **state)
{
	static const char *const names[] = { "", "my-program", "prog.bpf.o", "\xff<b>", "x" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_seen(backend_look__of(names[i], false));
		assert_true(are_same(backend_look__of(names[i], false),
				     backend_look__of(names[i], false)));
	}
	assert_false(are_same(backend_look__of("my-program", false),
			      backend_look__of("prog.bpf.o", false)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backends),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_greys),
		cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
