// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bench/base/log.h"
#include "bench/base/number.h"
#include "bench/base/print.h"
#include "bench/base/table.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/vm/cache_list.h"

#define DAY_S 86400

enum {
	OPTION_CLEAN = 0x200,
	OPTION_OLDER_THAN,
};

struct cache_options {
	struct options options; /* must be first: the groups of options know only this */
	const char *kind;	/* NULL: all */
	bool clean;
	time_t before; /* removes what was used last before */
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct cache_options *cache = state->input;
	char names[256];

	switch (key) {
	case OPTION_CLEAN: cache->clean = true; break;
	case OPTION_OLDER_THAN:
		cache->clean = true;
		cache->before =
			time(NULL) - (time_t)options__number("older-than", arg, 0, 36500) * DAY_S;
		break;
	case ARGP_KEY_ARG:
		if (cache->kind)
			usage_error(state, "name one KIND, or none for all");
		if (!table__find(cache_kinds, sizeof(*cache_kinds), arg)) {
			table__names(cache_kinds, sizeof(*cache_kinds), names, sizeof(names));
			usage_error(state, "there is no \"%s\" in the cache; use one of: %s", arg,
				    names);
		}
		cache->kind = arg;
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "clean", OPTION_CLEAN, NULL, 0, "Remove everything, or everything of KIND", 1 },
	{ "older-than", OPTION_OLDER_THAN, "DAYS", 0, "Remove only what was not used for that long",
	  1 },
	{ 0 },
};

static const struct argp options_cache = { rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_child children[] = {
	{ &options_cache, 0, NULL, 1 },
	{ &options_quiet, 0, NULL, 3 },
	{ 0 },
};

static const struct argp argp = {
	.args_doc = "[KIND]",
	.doc = "Shows what hookbench keeps in ~/.cache/hookbench (or below XDG_CACHE_HOME) to be faster next time: kernels, snapshots, unpacked kernels, vmlinux.h of kernels, compiled objects, what was read to compile them, and how long kernels took to boot. All of it can be fetched or made again. Each KIND but kernels takes at most HOOKBENCH_CACHE_LIMIT bytes (2 GiB by default); what was not used for longest goes first. With a KIND, lists its files.\v"
	       "Exit status: 0; 2 wrong usage, or the cache could not be read or cleaned."
	       "\n\nExamples:\n  hookbench cache snapshots\n  hookbench cache --clean --older-than 30",
	.children = children,
};

static double mib(uint64_t bytes)
{
	return (double)bytes / (1 << 20);
}

static void print_row(const struct cache_kind *kind, uint64_t bytes, time_t used, const char *last)
{
	char when[32] = "unknown";
	struct tm tm;

	if (localtime_r(&used, &tm) && !strftime(when, sizeof(when), "%Y-%m-%d %H:%M", &tm))
		strcpy(when, "unknown");
	print__terminal(stdout, "%-9s  %9.1f MiB  %-16s  %s\n", kind->name, mib(bytes), when, last);
}

/* The files of a kind: their number, all they take, and when one of them was used last. */
static void print_kind(const struct cache_list *list, size_t from, size_t to)
{
	uint64_t bytes = 0;
	time_t used = 0;
	char count[24];

	for (size_t i = from; i < to; i++) {
		bytes += list->v[i].bytes;
		used = list->v[i].used > used ? list->v[i].used : used;
	}
	snprintf(count, sizeof(count), "%5zu", to - from);
	print_row(list->v[from].kind, bytes, used, count);
}

static void print_list(const struct cache_list *list, bool is_whole)
{
	uint64_t bytes = 0;
	size_t from = 0;

	if (list->n)
		print__terminal(stdout, "%-9s  %9s      %-16s  %s\n", "kind", "size", "last used",
				is_whole ? "name" : "files");
	for (size_t i = 0; i < list->n; i++) {
		const struct cache_entry *entry = &list->v[i];

		bytes += entry->bytes;
		if (is_whole)
			print_row(entry->kind, entry->bytes, entry->used, entry->name);
		else if (i + 1 == list->n || list->v[i + 1].kind != entry->kind) {
			print_kind(list, from, i + 1);
			from = i + 1;
		}
	}
	print__terminal(stdout, "%zu file%s, %.1f MiB\n", list->n, number__s(list->n), mib(bytes));
}

/* 0, or the last -errno, logged. */
static int clean(const struct cache_options *cache, const struct cache_list *list)
{
	uint64_t bytes = 0;
	size_t removed = 0;
	int err = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct cache_entry *entry = &list->v[i];
		int one = 0;

		if (cache->before && entry->used > cache->before)
			continue;
		one = cache_list__remove(entry);
		err = one ? one : err;
		removed += !one;
		bytes += one ? 0 : entry->bytes;
	}
	print__terminal(stdout, "removed %zu file%s, %.1f MiB\n", removed, number__s(removed),
			mib(bytes));
	return err;
}

int command_cache(int argc, char **argv)
{
	struct cache_options cache = { .kind = NULL };
	struct cache_list list;
	int err;

	options__parse(argc, argv, &argp, &cache.options);
	err = cache_list__read(cache.kind, &list);
	if (err)
		return EXIT_NOT_MEASURED;
	if (cache.clean)
		err = clean(&cache, &list);
	else
		print_list(&list, cache.kind != NULL);
	cache_list__free(&list);
	return err ? EXIT_NOT_MEASURED : EXIT_OK;
}
