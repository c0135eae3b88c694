// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/program_kind.h"

static void test_table(void **state)
{
	(void)state;
	for (const struct program_kind *k = program_kinds; k->word; k++) {
		assert_true(strlen(k->word) < sizeof(((struct program_fact *)NULL)->kind));
		assert_null(strchr(k->word, '/'));
		/* Finds the row itself, so that no other one comes before it. */
		assert_ptr_equal(program_kind__of(k->word), k);
		/* Attached, or refused with a reason. */
		assert_true(!k->mechanism == !!k->refusal);
		assert_true(!k->mechanism == !k->requires);
		assert_true(!k->mechanism == !k->type);
		if (!k->mechanism)
			continue;
		assert_non_null(k->mechanism->attach);
		assert_non_null(k->mechanism->example);
	}
}

#define assert_kind(section, expected)                                        \
	do {                                                                  \
		const struct program_kind *kind_ = program_kind__of(section); \
		assert_non_null(kind_);                                       \
		assert_string_equal(kind_->word, expected);                   \
	} while (0)

static void test_sections(void **state)
{
	(void)state;
	assert_kind("fentry/do_unlinkat", "fentry");
	assert_kind("fentry.s/do_unlinkat", "fentry.s");
	assert_kind("kprobe", "kprobe");
	assert_kind("kprobe.multi/vfs_*", "kprobe.multi");
	assert_kind("tp/syscalls/sys_enter_read", "tp");
	assert_kind("raw_tp.w/x", "raw_tp.w");
	assert_kind("xdp.frags/cpumap", "xdp");
	assert_kind("cgroup_skb/egress", "cgroup");
	assert_kind("tc", "tc");
	assert_kind("tcx/ingress", "tcx");
	assert_kind("iter.s/task", "iter");
	assert_kind("uprobe.multi/libc.so:malloc", "uprobe.multi");
	assert_kind("uretprobe.s//bin/x:f", "uretprobe.s");
	assert_kind("usdt//bin/x:a:b", "usdt");
	assert_kind("lsm_cgroup/bind", "lsm_cgroup");
	assert_null(program_kind__of("fentry.x/do_unlinkat"));
	assert_null(program_kind__of("tcp/x"));
	assert_null(program_kind__of("kprobes/x"));
	assert_null(program_kind__of("/x"));
	assert_null(program_kind__of(""));
}

static void test_target(void **state)
{
	(void)state;
	assert_string_equal(program_kind__target("tp/syscalls/sys_enter_read"),
			    "syscalls/sys_enter_read");
	assert_string_equal(program_kind__target("kprobe/"), "");
	assert_string_equal(program_kind__target("kprobe"), "");
}

static void test_sides(void **state)
{
	(void)state;
	assert_true(program_kind__of("kretprobe.multi/x")->at_return);
	assert_false(program_kind__of("kprobe.multi/x")->at_return);
	assert_true(program_kind__of("fexit.s/x")->sleeps);
	assert_false(program_kind__of("fexit/x")->sleeps);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_target),
		cmocka_unit_test(test_sides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
