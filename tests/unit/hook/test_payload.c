// SPDX-License-Identifier: GPL-2.0-or-later
/* What every row of the table promises. */
#include "tests/unit/support.h"

#include "bench/hook/output_kind.h"
#include "bench/hook/payload.h"

static void test_table(void **state)
{
	(void)state;
	for (const struct payload *p = payloads; p->name; p++) {
		assert_true(p->name[0] && strlen(p->name) < NAME_SIZE);
		assert_non_null(p->help);
		assert_non_null(p->program);
		assert_in_range(p->hits_of_call, 1, 2);
		/* What not every backend can give is named, for the row of one that cannot. */
		assert_true(!p->needs_name || p->needs);
		/* Finds the row itself, so no two have the same name. */
		assert_ptr_equal(payload__find(p->name), p);
	}
	assert_null(payload__find("strange"));
	assert_null(payload__find(""));
}

/* A payload either leaves something of a kind that can be counted, or nothing. */
static void test_outputs(void **state)
{
	(void)state;
	assert_null(output_kind__of(OUTPUT_NONE));
	for (enum output_id id = OUTPUT_NONE + 1; id < OUTPUT_KINDS; id++) {
		const struct output_kind *kind = output_kind__of(id);

		assert_non_null(kind);
		assert_non_null(kind->hits);
		assert_non_null(payload__with_output(id));
		/* A thread that takes what has come ends with a close. */
		assert_true(!kind->drain || (kind->open && kind->close));
		assert_int_equal(kind->open == NULL, kind->close == NULL);
	}
	assert_string_equal(payload__with_output(OUTPUT_EVENTS)->name, "ringbuf");
	assert_string_equal(payload__with_output(OUTPUT_LINES)->name, "printk");
	assert_null(payload__with_output(OUTPUT_KINDS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_outputs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
