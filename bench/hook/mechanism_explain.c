// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/mechanism_explain.h"

#include <stdio.h>
#include <string.h>

#include "bench/base/similar_names.h"
#include "bench/hook/requirement.h"
#include "bench/kernel/function_names.h"
#include "bench/kernel/kernel_list.h"
#include "bench/kernel/kernel_type.h"
#include "bench/kernel/target.h"
#include "bench/machine/sysfile.h"
#include "workloads/workload.h"

/* ---- functions ---- */

static bool list__has(const struct target_candidate *list, const char *symbol)
{
	for (; list && list->symbol; list++)
		if (!strcmp(list->symbol, symbol))
			return true;
	return false;
}

/* The name that this kernel has instead, by the targets of workloads; NULL: unknown. */
static const char *find_successor(const char *symbol)
{
	for (const struct workload *w = workloads; w->name; w++) {
		if (!list__has(w->targets, symbol))
			continue;
		for (const struct target_candidate *t = w->targets; t->symbol; t++)
			if (strcmp(t->symbol, symbol) != 0 && kernel_type__has_function(t->symbol))
				return t->symbol;
	}
	return NULL;
}

static void suggest_other_name(const char *symbol, struct program_fact *fact)
{
	const char *successor = find_successor(symbol);

	snprintf(fact->remedy, sizeof(fact->remedy), "--retarget %s=%s", symbol,
		 successor ? successor : "NAME, with a function that this kernel has");
}

void explain__function(const char *symbol, bool needs_btf, struct program_fact *fact)
{
	struct target_obstacle o;
	char near[72];

	target__find_obstacle(symbol, &o);
	similar_names__format(&o.near, near, sizeof(near));
	if (o.module[0] && needs_btf && !o.is_in_btf) {
		snprintf(
			fact->reason, sizeof(fact->reason),
			"%s is in the kernel module %s, and this hook is only for the kernel proper",
			symbol, o.module);
		snprintf(fact->remedy, sizeof(fact->remedy), "a kprobe can hook it");
	} else if (o.reason[0]) {
		snprintf(fact->reason, sizeof(fact->reason), "%.63s: %.90s%s%s", symbol, o.reason,
			 near[0] ? "; similar names: " : "", near);
		suggest_other_name(symbol, fact);
	} else if (needs_btf && !o.is_in_btf) {
		snprintf(fact->reason, sizeof(fact->reason),
			 "%s is not in this kernel's BTF, which this hook needs for the arguments",
			 symbol);
		snprintf(fact->remedy, sizeof(fact->remedy), "a kprobe can hook it");
	}
}

/* Functions of security modules may be, whether the list has them or not. */
bool explain__may_modify(const char *function)
{
	const struct function_lookup no_aliases = { 0 };
	FILE *list;
	bool has;

	if (!strncmp(function, "security_", strlen("security_")))
		return true;
	list = kernel_list__open(LIST_ERROR_INJECTION);
	has = list && function_names__is_traceable(list, function, &no_aliases);
	if (list)
		fclose(list);
	return has;
}

/* ---- what is in no list of functions ---- */

static void set_unknown(const char *what, const struct similar_names *near,
			struct program_fact *fact)
{
	char names[128];

	similar_names__format(near, names, sizeof(names));
	snprintf(fact->reason, sizeof(fact->reason), "this kernel has no %s %s%s%s", what,
		 near->wanted, names[0] ? "; similar names: " : "", names);
	snprintf(fact->remedy, sizeof(fact->remedy), "--retarget %s=NAME, with one that it has",
		 near->wanted);
}

void explain__type(const char *prefix, const char *name, const char *what,
		   struct program_fact *fact)
{
	struct similar_names near;

	if (!kernel_type__look_up(prefix, name, &near))
		set_unknown(what, &near, fact);
}

/* Lines are "CATEGORY:NAME". */
static bool list__has_tracepoint(FILE *list, const char *tracepoint, bool has_category,
				 struct similar_names *near)
{
	char line[256];
	bool has = false;

	while (!has && fgets(line, sizeof(line), list)) {
		char *colon = strchr(line, ':');
		const char *other = has_category || !colon ? line : colon + 1;

		line[strcspn(line, "\n")] = '\0';
		if (colon)
			*colon = '/';
		has = !strcmp(other, tracepoint);
		similar_names__offer(near, other);
	}
	return has;
}

static bool is_of_system_calls(const char *tracepoint)
{
	return !strncmp(tracepoint, "syscalls/", strlen("syscalls/"));
}

void explain__tracepoint(const char *tracepoint, bool has_category, struct program_fact *fact)
{
	const struct requirement *missing = NULL;
	struct similar_names near;
	FILE *list;

	if (has_category && is_of_system_calls(tracepoint))
		missing = requirement__find_missing(requires_tracepoint, OUTPUT_NONE, 0, false);
	if (missing) {
		snprintf(fact->reason, sizeof(fact->reason), "%s", missing->reason);
		snprintf(fact->remedy, sizeof(fact->remedy), "%s", missing->remedy);
		return;
	}
	list = sysfile__open_detached("tracefs", "available_events");
	if (!list)
		return;
	similar_names__start(&near, tracepoint);
	if (!list__has_tracepoint(list, tracepoint, has_category, &near))
		set_unknown("tracepoint", &near, fact);
	fclose(list);
}
