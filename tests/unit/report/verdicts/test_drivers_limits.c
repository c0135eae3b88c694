// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/drivers_support.h"

#include "report/verdicts/drivers_limits.h"

static void test_parse(void **state)
{
	static const char *const wrong[] = { "",
					     "=",
					     "=1",
					     "locked",
					     "locked=",
					     "locked=x",
					     "locked=-1",
					     "locked=1.5",
					     "locked=5%",
					     "cycles=1",
					     "Locked=1",
					     "locked =1",
					     "locked=99999999999999" };
	struct drivers_limits limits = { 0 };
	char message[1024];

	(void)state;
	assert_int_equal(drivers_limits__parse("locked=0", &limits), 0);
	assert_int_equal(drivers_limits__parse("lines=2k", &limits), 0);
	assert_int_equal(limits.n, 2);
	assert_string_equal(limits.v[0].name, "locked");
	assert_int_equal(limits.v[0].of[0], DRIVER_LOCKED);
	assert_int_equal(limits.v[0].of[1], N_DRIVERS);
	assert_int_equal(limits.v[1].of[0], DRIVER_CODE_LINES);
	assert_int_equal(limits.v[1].of[1], DRIVER_DATA_LINES);
	assert_int_equal(limits.v[1].most, 2000);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		if (!drivers_limits__parse(wrong[i], &limits))
			fail_msg("\"%s\" is taken", wrong[i]);
	assert_int_equal(limits.n, 2);
	while (limits.n < DRIVERS_LIMITS_MOST)
		assert_int_equal(drivers_limits__parse("calls=1", &limits), 0);
	assert_int_equal(drivers_limits__parse("calls=1", &limits), -EINVAL);
	/* What is without = is an overhead's. */
	assert_true(drivers_limits__is_one("x=1") && !drivers_limits__is_one("5%"));
	drivers_limits__usage("x=1", message, sizeof(message));
	assert_non_null(strstr(message, "not \"x=1\""));
	assert_non_null(strstr(message, ", data_pages"));
}

static void test_judge(void **state)
{
	static const struct {
		const char *limit;
		bool exceeds;
	} rows[] = {
		{ "locked=0", true },			     /* +1 -> +2 */
		{ "locked=1", false }, { "lines=2", true },  /* +10 +4 -> +12 +5 */
		{ "lines=3", false },  { "loads=0", false }, /* one less */
		{ "stores=0", false },
	};
	struct drivers before, after;
	struct summary summary;
	struct run run;
	json_t *counts;

	(void)state;
	make_run_with_drivers(&run, &summary);
	assert_int_equal(drivers__make(&run, &summary, &before), 0);
	counts = json_object_get(json_array_get(json_object_get(run.drivers, "trials"), 1),
				 "drivers");
	json_object_set_new(counts, "locked", json_integer(9));
	json_object_set_new(counts, "code_lines", json_integer(112));
	json_object_set_new(counts, "data_lines", json_integer(15));
	json_object_set_new(counts, "loads", json_integer(599));
	assert_int_equal(drivers__make(&run, &summary, &after), 0);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct drivers_limits limits = { 0 };
		struct drivers_change *changes;
		size_t n;

		assert_int_equal(drivers_limits__parse(rows[i].limit, &limits), 0);
		assert_int_equal(drivers_limits__judge(&limits, &before, &after, &changes, &n), 0);
		/* `none` is not judged. */
		assert_int_equal(n, 2);
		assert_string_equal(changes[0].backend, "kprobe");
		if (drivers_change__exceeds(&changes[0]) != rows[i].exceeds)
			fail_msg("%s", rows[i].limit);
		assert_false(drivers_change__exceeds(&changes[1]));
		free(changes);
		/* The other way round, nothing is more but loads. */
		assert_int_equal(drivers_limits__judge(&limits, &after, &before, &changes, &n), 0);
		assert_int_equal(drivers_change__exceeds(&changes[0]),
				 !strcmp(rows[i].limit, "loads=0"));
		free(changes);
	}
	drivers__free(&before);
	drivers__free(&after);
	run__free(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_judge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
