// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/verdicts/function_groups.h"

static void test_functions(void **state)
{
	static const struct {
		const char *function;
		enum group group;
	} rows[] = {
		{ "[ftrace trampoline]", GROUP_GETTING_THERE },
		{ "[bpf trampoline]", GROUP_GETTING_THERE },
		{ "[bpf program]", GROUP_PROGRAM },
		{ "kprobe_ftrace_handler", GROUP_DISPATCH },
		{ "kprobe_ftrace_handler@2", GROUP_DISPATCH },
		{ "kretprobe_dispatcher", GROUP_DISPATCH },
		{ "kretprobe_rethook_handler", GROUP_WAY_BACK },
		{ "arch_rethook_trampoline_callback", GROUP_WAY_BACK },
		{ "uprobe_notify_resume", GROUP_GETTING_THERE },
		{ "push_emulate_op", GROUP_INSTRUCTION },
		{ "uprobe_multi_link_handler", GROUP_BPF_ENTRY_EXIT },
		{ "uprobe_handle_trampoline", GROUP_WAY_BACK },
		{ "trace_call_bpf", GROUP_BPF_ENTRY_EXIT },
		{ "__bpf_prog_enter_recur", GROUP_BPF_ENTRY_EXIT },
		{ "migrate_enable", GROUP_BPF_ENTRY_EXIT },
		{ "__x86_indirect_thunk_rax", GROUP_MITIGATIONS },
		{ "migrate_enabled", GROUP_REST }, /* no star: the whole name */
		{ "do_unlinkat", GROUP_REST },
		{ "?", GROUP_REST },
		{ "", GROUP_REST },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (group__of(rows[i].function) != rows[i].group)
			fail_msg("%s is of the group \"%s\"", rows[i].function,
				 group__name(group__of(rows[i].function)));
}

/* A rule that an earlier one hides is never asked; each says where the kernel has it. */
static void test_rules(void **state)
{
	(void)state;
	for (const struct group_rule *r = group_rules; r->pattern; r++) {
		char name[64];

		assert_true(strlen(r->pattern) < sizeof(name));
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(r->pattern, "*"), r->pattern);
		if (group__of(name) != r->group)
			fail_msg("the rule %s is hidden by an earlier one", r->pattern);
		assert_non_null(r->source);
		assert_non_null(group__name(r->group));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_functions),
		cmocka_unit_test(test_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
