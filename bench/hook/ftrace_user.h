/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A user of ftrace without BPF, as function tracers are: a perf event of the tracepoint
 * ftrace:function, which is never enabled, so that each call of a function leads to a callback that
 * returns at once.
 */
#ifndef HOOKBENCH_BENCH_HOOK_FTRACE_USER_H
#define HOOKBENCH_BENCH_HOOK_FTRACE_USER_H

#include <stdbool.h>
#include <stddef.h>

/* Of the text that names the functions, with its NUL: the kernel takes a page. */
#define FTRACE_FILTER_SIZE 4096

/*
 * Writes the filter for these functions; with `is_but`, for all others that ftrace can be on. 0, or
 * -E2BIG if it does not fit.
 */
int ftrace_user__format(char filter[FTRACE_FILTER_SIZE], const char *const *functions, size_t n,
			bool is_but);
/* How many of these functions, from the first on, fit into a filter. */
size_t ftrace_user__fit(const char *const *functions, size_t n);
/*
 * Holds these functions, or all others; without any, all. A descriptor, which holds them; or
 * -errno, not logged: -E2BIG if they are too many for a filter.
 */
int ftrace_user__open(const char *const *functions, size_t n, bool is_but);
/* Why it failed with that -errno, in words. */
const char *ftrace_user__error(int err);

#endif
