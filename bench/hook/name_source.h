/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HOOKBENCH_BENCH_HOOK_NAME_SOURCE_H
#define HOOKBENCH_BENCH_HOOK_NAME_SOURCE_H

/* Where a program reads the file name, if the target has one. */
enum name_source {
	NAME_NOWHERE,
	NAME_AT_ENTRY,	     /* in the function's parameter */
	NAME_AT_RETURN,	     /* in the parameter, unless the function frees it */
	NAME_OF_SYSTEM_CALL, /* in the system call's argument */
	NAME_OF_LSM_HOOK,
};

#endif
