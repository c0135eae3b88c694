/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Drivers for the run of support.h: what drivers.json says. */
#ifndef HOOKBENCH_TESTS_UNIT_DRIVERS_SUPPORT_H
#define HOOKBENCH_TESTS_UNIT_DRIVERS_SUPPORT_H

#include "tests/unit/support.h"

#include "report/verdicts/drivers.h"

static const char drivers_text[] =
	"{'schema': 'hookbench-drivers/2', 'kernel_release': '6.12.0-test',"
	" 'workload': 'create-unlink', 'payload': 'count', 'trials': ["
	"{'round': 1, 'backend': 'none', 'control': false, 'operations': 1000, 'used': 990,"
	" 'agreed': 700, 'data_lines_range': [9, 11], 'data_pages_range': [3, 4],"
	" 'drivers': {'instructions': 2000, 'plain': 1990, 'locked': 7, 'barriers': 3, 'loads': 500,"
	"  'code_lines': 100, 'data_lines': 10, 'data_pages': 3},"
	" 'kinds': {'locked': {'lock add': 7}, 'barriers': {'lfence': 3}},"
	" 'functions': {'entry': {'instructions': 1000, 'plain': 1000, 'code_lines': 60,"
	"   'data_lines': 6},"
	"  'do_unlinkat': {'instructions': 1000, 'plain': 990, 'locked': 7, 'barriers': 3,"
	"   'loads': 500, 'code_lines': 60, 'data_lines': 6}}},"
	"{'round': 1, 'backend': 'kprobe', 'control': false, 'operations': 1000, 'used': 980,"
	" 'agreed': 600, 'data_lines_range': [12, 15], 'data_pages_range': [4, 4],"
	" 'drivers': {'instructions': 2400, 'plain': 2388, 'locked': 8, 'barriers': 2, 'traps': 2,"
	"  'loads': 600, 'entries': 1, 'breakpoints': 1, 'code_lines': 110, 'data_lines': 14,"
	"  'data_pages': 4},"
	" 'kinds': {'locked': {'lock add': 7, 'xchg': 1}, 'barriers': {'lfence': 2},"
	"  'traps': {'int3': 1, 'iret': 1}},"
	" 'functions': {'entry': {'instructions': 1000, 'plain': 1000, 'code_lines': 60,"
	"   'data_lines': 5},"
	"  'do_unlinkat': {'instructions': 998, 'plain': 989, 'locked': 7, 'barriers': 2,"
	"   'loads': 500, 'code_lines': 60, 'data_lines': 6},"
	"  'kprobe_handler': {'instructions': 402, 'plain': 399, 'locked': 1, 'traps': 2,"
	"   'loads': 100, 'entries': 1, 'breakpoints': 1, 'code_lines': 12, 'data_lines': 5}}},"
	"{'round': 1, 'backend': 'fentry', 'control': false, 'operations': 1000, 'used': 990,"
	" 'agreed': 990, 'data_lines_range': [10, 10], 'data_pages_range': [3, 3],"
	" 'drivers': {'instructions': 2100, 'plain': 2100, 'code_lines': 104, 'data_lines': 10,"
	"  'data_pages': 3}, 'kinds': {},"
	" 'functions': {'do_unlinkat': {'instructions': 2100, 'plain': 2100}}},"
	"{'round': 1, 'backend': 'none', 'control': true, 'operations': 1000, 'used': 990,"
	" 'agreed': 700, 'drivers': {}, 'kinds': {}}]}";

/* JSON that is written with ' for ". */
static inline json_t *json_of(const char *quoted)
{
	char *copy = strdup(quoted);
	json_error_t error;
	json_t *json;

	assert_non_null(copy);
	for (char *c = copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	json = json_loads(copy, 0, &error);
	if (!json)
		fail_msg("%s: %s", copy, error.text);
	free(copy);
	return json;
}

/* A run with these drivers. */
static inline void make_run_with_drivers(struct run *run, struct summary *summary)
{
	make_run(run, 1);
	run->drivers = json_of(drivers_text);
	summary__make(run, summary);
}

#endif
