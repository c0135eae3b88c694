// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/causes.h"

#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/store.h"

/* Named; more is for hookbench explain. */
#define MOST_CAUSES 3

/* "because of trace_call_bpf +20, migrate_enable +12 and migrate_disable +4" */
static void row__explain(struct comparison_row *row, const struct explained *base,
			 const struct explained *new_run)
{
	struct explained_change *changes;
	size_t n = explained__compare(base, new_run, &changes), length = strlen(row->note);
	size_t told = 0;

	for (size_t i = 0; i < n && told < MOST_CAUSES && length < sizeof(row->note); i++) {
		int64_t more = changes[i].after - changes[i].before;

		/* What became cheaper is no cause of a regression. */
		if (more <= 0)
			continue;
		length += (size_t)snprintf(row->note + length, sizeof(row->note) - length,
					   "%s%.64s %+" PRId64,
					   told	    ? ", "
					   : length ? "; most of it: "
						    : "most of it: ",
					   changes[i].name, more);
		told++;
	}
	free(changes);
}

void causes__add(struct comparison *c, const struct explanation *base,
		 const struct explanation *new_run)
{
	if (!base || !new_run)
		return;
	for (size_t i = 0; i < c->n; i++) {
		struct comparison_row *row = &c->rows[i];
		const struct explained *before = explanation__find(base, row->backend);
		const struct explained *after = explanation__find(new_run, row->backend);

		if (row->verdict == VERDICT_REGRESSION && before && after)
			row__explain(row, before, after);
	}
}

/* Its folder, if it was explained. */
static bool find_folder(const char *path, char *folder, size_t size)
{
	char copy[PATH_MAX], file[PATH_MAX + 32];
	struct stat st;

	snprintf(copy, sizeof(copy), "%s", path);
	snprintf(folder, size, "%s",
		 !stat(path, &st) && !S_ISDIR(st.st_mode) ? dirname(copy) : copy);
	snprintf(file, sizeof(file), "%.*s/" STORE_EXPLAIN, PATH_MAX, folder);
	return !access(file, F_OK);
}

void causes__add_stored(struct comparison *c, const char *base, const char *new_run)
{
	struct explanation before, after;
	char folder[PATH_MAX];

	if (!find_folder(new_run, folder, sizeof(folder)) || explanation__read(folder, &after))
		return;
	if (find_folder(base, folder, sizeof(folder)) && !explanation__read(folder, &before)) {
		causes__add(c, &before, &after);
		explanation__free(&before);
	}
	explanation__free(&after);
}
