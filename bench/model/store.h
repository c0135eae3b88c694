/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stored runs: folders that are written completely or not at all. */
#ifndef HOOKBENCH_BENCH_MODEL_STORE_H
#define HOOKBENCH_BENCH_MODEL_STORE_H

#include <stddef.h>
#include <stdio.h>

#include "bench/model/run.h"

#define STORE_RESULT  "result.json"
#define STORE_EXPLAIN "explain.json" /* see explain.h; not every run has it */
#define STORE_DRIVERS "drivers.json" /* the same */
#define STORE_DEFAULT "results/runs" /* below the current folder */

#define STORE_HYPERFINE "hyperfine" /* a folder; see struct run */

/* A file of the folder, and the function that writes it. Errors are reported by the stream. */
struct store_file {
	const char *name; /* may include a subfolder */
	void (*write)(const void *context, FILE *file);
	const void *own; /* context for this file; NULL: the common one */
};

/*
 * Checks that a run could be stored in `folder`, which must be missing or empty; NULL: in a new
 * folder below results/runs. Creates nothing. 0 or -errno, logged.
 */
int store__check_folder(const char *folder);
/* The same, for runs in new folders below `parent`. */
int store__check_parent(const char *parent);
/*
 * Writes the files (the last name is NULL) into a temporary folder next to `folder`, then renames
 * it. Creates missing parents. 0, or -errno, logged, with no file left behind.
 */
int store__write(const char *folder, const struct store_file *files, const void *context);
/*
 * The same in `parent`/TIME-KERNEL-WHERE, under a name that no other run has; `path` receives the
 * full path.
 */
int store__write_new(const struct run *run, const char *parent, const struct store_file *files,
		     const void *context, char *path, size_t size);

struct store_list {
	size_t n;
	char **paths;
};

/*
 * Lists the stored runs at `path`: `path` itself if it is a run or a file, otherwise the runs in
 * that folder, sorted by name with numbers in numeric order. 0 with at least one run, or -errno,
 * logged. On success, the caller must free the list.
 */
int store__list(const char *path, struct store_list *list);
void store__free_list(struct store_list *list);

/*
 * Reads a stored run from its folder or its result.json, and the explanation and the drivers next
 * to it, if any, whatever their schemas. One of a known schema that is not of this run is an
 * error. 0, or -errno, logged. Free with run__free.
 */
int store__read(const char *path, struct run *run);

#endif
