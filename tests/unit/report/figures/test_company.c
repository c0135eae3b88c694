// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/figures/company.h"

static void test_alone(void **state)
{
	struct plan plan = { .copies = 1 };
	char text[COMPANY_SIZE];

	(void)state;
	company__format(&plan, text);
	assert_string_equal(text, "");
	company__format_beside(&plan, text);
	assert_string_equal(text, "beside nothing");
	company__format_elsewhere(&plan, text);
	assert_string_equal(text, "elsewhere nothing");
	company__format_copies(&plan, text);
	assert_string_equal(text, "1 copy");
	company__format_pid_filter(&plan, text);
	assert_string_equal(text, "no pid filter");
}

static void test_each_is_named(void **state)
{
	struct plan plan = { .copies = 8 };
	char text[COMPANY_SIZE];

	(void)state;
	company__format(&plan, text);
	assert_string_equal(text, "8 copies");
	strcpy(plan.beside, "fentry");
	company__format(&plan, text);
	assert_string_equal(text, "beside fentry, 8 copies");
	strcpy(plan.elsewhere, "kprobe.multi:all");
	plan.pid_filter = true;
	company__format(&plan, text);
	assert_string_equal(text,
			    "beside fentry, elsewhere kprobe.multi:all, 8 copies, pid filter");
}

/* The longest of each fit. */
static void test_nothing_is_cut(void **state)
{
	struct plan plan = { .copies = PLAN_MAX_COPIES, .pid_filter = true };
	char text[COMPANY_SIZE];

	(void)state;
	memset(plan.beside, 'b', sizeof(plan.beside) - 1);
	memset(plan.elsewhere, 'e', sizeof(plan.elsewhere) - 1);
	company__format(&plan, text);
	assert_int_equal(strlen(text), strlen("beside , elsewhere , 1000 copies, pid filter") +
					       sizeof(plan.beside) - 1 + sizeof(plan.elsewhere) -
					       1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_each_is_named),
		cmocka_unit_test(test_nothing_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
