/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a kernel function does for a hook: the table is report/groups.c. */
#ifndef HOOKBENCH_REPORT_VERDICTS_FUNCTION_GROUPS_H
#define HOOKBENCH_REPORT_VERDICTS_FUNCTION_GROUPS_H

/* In the order in which a hit comes by. */
enum group {
	GROUP_GETTING_THERE,
	GROUP_DISPATCH,
	GROUP_BPF_ENTRY_EXIT,
	GROUP_PROGRAM,
	GROUP_WAY_BACK,
	GROUP_MITIGATIONS,
	GROUP_REST,
	N_GROUPS,
};

struct group_rule {
	const char *pattern; /* a function's name, or its beginning and a star */
	enum group group;
	const char *source; /* where the kernel has it, or what makes it */
};

/* Ends with a row whose pattern is NULL; the first that fits counts. */
extern const struct group_rule group_rules[];

/* "getting there" */
const char *group__name(enum group group);
/* GROUP_REST if no rule fits. A number of symbols__read ("@2") is no part of a name. */
enum group group__of(const char *function);

#endif
