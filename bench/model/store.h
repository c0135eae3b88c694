/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored runs: folders that are written whole or not at all. */
#ifndef HOOKBENCH_BENCH_MODEL_STORE_H
#define HOOKBENCH_BENCH_MODEL_STORE_H

#include <stddef.h>
#include <stdio.h>

#include "bench/model/run.h"

#define STORE_RESULT  "result.json"
#define STORE_EXPLAIN "explain.json" /* see explain.h; not each run has it */
#define STORE_DEFAULT "results/runs" /* below the current folder */

#define STORE_HYPERFINE "hyperfine" /* a folder; see struct run */

/* A file of the folder, and who writes it. Errors are the stream's. */
struct store_file {
	const char *name; /* may lie in a folder below */
	void (*write)(const void *context, FILE *file);
	const void *own; /* context of this file alone; NULL: that of all */
};

/*
 * Whether a run could be stored in `folder`, which must not exist or be empty; NULL: in a new
 * folder below results/runs. Makes nothing. 0 or -errno, logged.
 */
int store__check_folder(const char *folder);
/* Whether runs could be stored in new folders below `parent`; the same otherwise. */
int store__check_parent(const char *parent);
/* Makes a folder and those above it, as far as they are missing. 0 or -errno, silently. */
int store__make_folders(const char *path);
/*
 * Writes the files (the last one's name is NULL) into a temporary folder beside `folder`, then
 * renames it; makes the folders above. 0, or -errno, logged, with no file left behind.
 */
int store__write(const char *folder, const struct store_file *files, const void *context);
/*
 * The same in `parent`/TIME-KERNEL-WHERE, by a name that no other run has; the whole name goes to
 * `path`.
 */
int store__write_new(const struct run *run, const char *parent, const struct store_file *files,
		     const void *context, char *path, size_t size);

struct store_list {
	size_t n;
	char **paths;
};

/*
 * The stored runs that `path` names: itself if it is one or a file, else the folders in it that
 * are, in the order of their names, numbers in them by their value. 0 with at least one, or -errno,
 * logged. Free in the first case.
 */
int store__list(const char *path, struct store_list *list);
void store__free_list(struct store_list *list);

/*
 * Reads a stored run: its folder, or its result.json; and what explains it, of any schema, if that
 * lies beside it. 0, or -errno, logged. Free with run__free.
 */
int store__read(const char *path, struct run *run);

#endif
