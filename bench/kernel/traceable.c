// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/traceable.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/kernel/function_list.h"
#include "bench/machine/sysfile.h"

/*
 * What the kernel's own test of hooks on all functions leaves out (trace_helpers.c of its BPF
 * selftests): code in which RCU does not watch, and what trampolines and programs call themselves.
 */
static const char *const left_out[] = { "arch_cpu_idle",  "default_idle",      "rcu_*",
					"__rcu_*",	  "bpf_dispatcher*",   "__ftrace_invalid*",
					"*migrate_*able", "preempt_count_*",   "__bpf_prog_*",
					"__bpf_tramp_*",  "bpf_get_numa_node*" };

static bool is_left_out(const char *name)
{
	for (size_t i = 0; i < sizeof(left_out) / sizeof(*left_out); i++)
		if (!fnmatch(left_out[i], name, 0))
			return true;
	return false;
}

/* The verifier's own list, noreturn_deny. */
static const char *const never_return[] = { "__ia32_sys_exit",
					    "__ia32_sys_exit_group",
					    "__kunit_abort",
					    "__module_put_and_kthread_exit",
					    "__x64_sys_exit",
					    "__x64_sys_exit_group",
					    "do_exit",
					    "do_group_exit",
					    "kthread_complete_and_exit",
					    "kthread_exit",
					    "kunit_try_catch_throw",
					    "make_task_dead" };

bool traceable__never_returns(const char *name)
{
	for (size_t i = 0; i < sizeof(never_return) / sizeof(*never_return); i++)
		if (!strcmp(never_return[i], name))
			return true;
	return false;
}

static int compare(const void *key, const void *element)
{
	return strcmp(key, *(char *const *)element);
}

/* The name in a line "ADDRESS TYPE NAME", which it cuts out; NULL if it is not that of code. */
static char *name_of(char *line)
{
	char *type = strchr(line, ' '), *name = type && type[1] ? type + 2 : NULL;

	if (!name || *name != ' ' || !strchr("tTwW", type[1]))
		return NULL;
	name[1 + strcspn(name + 1, " \t\n")] = '\0';
	return name + 1;
}

/* How often each name is in the list, up to 2. */
static void count_names(FILE *kallsyms, char *const *names, size_t n, unsigned char *counts)
{
	char line[1024];

	while (fgets(line, sizeof(line), kallsyms)) {
		const char *name = name_of(line);
		char *const *found = name ? bsearch(name, names, n, sizeof(*names), compare) : NULL;

		if (found && counts[found - names] < 2)
			counts[found - names]++;
	}
}

/* Lines are "FROM-TO<tab>NAME". A name that kprobes may not be on counts as one of several. */
static void count_forbidden(FILE *blacklist, char *const *names, size_t n, unsigned char *counts)
{
	char line[1024];

	while (blacklist && fgets(line, sizeof(line), blacklist)) {
		char *tab = strchr(line, '\t'), *const * found;

		line[strcspn(line, "\n")] = '\0';
		found = tab ? bsearch(tab + 1, names, n, sizeof(*names), compare) : NULL;
		if (found)
			counts[found - names] = 2;
	}
}

int traceable__read(FILE *traceable, FILE *kallsyms, FILE *blacklist, char ***names, size_t *n)
{
	unsigned char *counts;
	size_t kept = 0;
	int err = function_list__read(traceable, "*", names, n);

	if (err)
		return err;
	counts = calloc(*n, 1);
	if (!counts) {
		function_list__free(names, n);
		return -ENOMEM;
	}
	count_names(kallsyms, *names, *n, counts);
	count_forbidden(blacklist, *names, *n, counts);
	for (size_t i = 0; i < *n; i++) {
		if (counts[i] == 1 && !is_left_out((*names)[i]))
			(*names)[kept++] = (*names)[i];
		else
			free((*names)[i]);
	}
	free(counts);
	*n = kept;
	if (kept)
		return 0;
	function_list__free(names, n);
	return -ENOENT;
}

#define TRACEABLE "available_filter_functions"

size_t traceable__count(void)
{
	FILE *file = sysfile__open_detached("tracefs", TRACEABLE);
	size_t n = 0;
	int c;

	while (file && (c = getc(file)) != EOF)
		n += c == '\n';
	if (file)
		fclose(file);
	return n;
}

int traceable__list(bool for_kprobes, char ***names, size_t *n)
{
	FILE *traceable = sysfile__open_detached("tracefs", TRACEABLE);
	FILE *kallsyms = fopen("/proc/kallsyms", "re");
	int err = traceable && kallsyms ? 0 : -errno;
	FILE *blacklist =
		for_kprobes ? sysfile__open_detached("debugfs", "kprobes/blacklist") : NULL;

	*names = NULL;
	*n = 0;
	if (!err)
		err = traceable__read(traceable, kallsyms, blacklist, names, n);
	if (traceable)
		fclose(traceable);
	if (kallsyms)
		fclose(kallsyms);
	if (blacklist)
		fclose(blacklist);
	return err;
}
