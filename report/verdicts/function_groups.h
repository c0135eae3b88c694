/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a kernel function does for a hook. */
#ifndef HOOKBENCH_REPORT_VERDICTS_FUNCTION_GROUPS_H
#define HOOKBENCH_REPORT_VERDICTS_FUNCTION_GROUPS_H

/* In the order in which a hit runs through them. */
enum group {
	GROUP_GETTING_THERE,
	GROUP_DISPATCH,
	GROUP_BPF_ENTRY_EXIT,
	GROUP_PROGRAM,
	GROUP_INSTRUCTION,
	GROUP_WAY_BACK,
	GROUP_MITIGATIONS,
	GROUP_REST,
	N_GROUPS,
};

struct group_rule {
	const char *pattern; /* a function's name, or a prefix and a star */
	enum group group;
	const char *source; /* its file in the kernel, or what generates it */
};

/* Ends with a row whose pattern is NULL. The first match counts. */
extern const struct group_rule group_rules[];

/* "getting there" */
const char *group__name(enum group group);
/* GROUP_REST if no rule matches. A number that symbols__read added ("@2") is ignored. */
enum group group__of(const char *function);

#endif
