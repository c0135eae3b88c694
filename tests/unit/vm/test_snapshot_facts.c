// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/vm/snapshot_facts.h"

#define NOW 1800000000
#define DAY 86400

static struct stored {
	struct snapshot_facts facts;
	char state;
} stored;

static struct snapshot_facts *facts_setup(void)
{
	memset(&stored, 0, sizeof(stored));
	stored.facts = (struct snapshot_facts){ .taken = NOW, .is_elf = true, .memory = 7 };
	strcpy(stored.facts.qemu_version, "7.2.22");
	return &stored.facts;
}

static int read_facts(void)
{
	struct snapshot_facts facts;
	int err = snapshot_facts__read(&stored, sizeof(stored), NOW, &facts);

	if (!err)
		assert_memory_equal(&facts, &stored.facts, sizeof(facts));
	else
		assert_string_equal(facts.qemu_version, "");
	return err;
}

static void test_sound_facts(void **unused)
{
	struct snapshot_facts *facts = facts_setup();

	(void)unused;
	assert_int_equal(read_facts(), 0);
	facts->is_elf = false;
	facts->taken = NOW - 365 * DAY;
	strcpy(facts->qemu_version, "");
	assert_int_equal(read_facts(), 0);
}

static void test_a_time_of_no_snapshot(void **unused)
{
	static const int64_t others[] = {
		INT64_MIN,     -(INT64_C(1) << 62), -1,	      0, 1577836799,
		NOW + DAY + 1, INT64_C(1) << 62,    INT64_MAX
	};
	struct snapshot_facts *facts = facts_setup();

	(void)unused;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		facts->taken = others[i];
		assert_int_equal(read_facts(), -EINVAL);
		assert_false(snapshot_facts__may_be_taken(others[i], NOW));
	}
	/* Clocks differ. */
	facts->taken = NOW + DAY;
	assert_int_equal(read_facts(), 0);
}

static void test_what_is_no_version(void **unused)
{
	static const char *const others[] = { "9\033[31m", "7", "7.", ".2", "v7.2", "7.2 <b>" };
	struct snapshot_facts *facts = facts_setup();

	(void)unused;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		strcpy(facts->qemu_version, others[i]);
		assert_int_equal(read_facts(), -EINVAL);
	}
	strcpy(facts->qemu_version, "10.0.0-rc1+ds~bpo12");
	assert_int_equal(read_facts(), 0);
	/* Without an end. */
	memset(facts->qemu_version, '1', sizeof(facts->qemu_version));
	facts->qemu_version[1] = '.';
	assert_int_equal(read_facts(), -EINVAL);
}

static void test_no_bool_and_no_state(void **unused)
{
	struct snapshot_facts facts;

	(void)unused;
	facts_setup();
	assert_int_equal(snapshot_facts__read(&stored, sizeof(facts), NOW, &facts), -EINVAL);
	assert_int_equal(snapshot_facts__read(&stored, 0, NOW, &facts), -EINVAL);
	((char *)&stored)[offsetof(struct snapshot_facts, is_elf)] = 2;
	assert_int_equal(snapshot_facts__read(&stored, sizeof(stored), NOW, &facts), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound_facts),
		cmocka_unit_test(test_a_time_of_no_snapshot),
		cmocka_unit_test(test_what_is_no_version),
		cmocka_unit_test(test_no_bool_and_no_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
