/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is in a bundle: see bundle.h; bundle.json is this list. */
#ifndef HOOKBENCH_BENCH_VM_BUNDLE_LIST_H
#define HOOKBENCH_BENCH_VM_BUNDLE_LIST_H

#include <jansson.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/base/checksum.h"
#include "bench/vm/guest_arch.h"

#define BUNDLE_SCHEMA	   "hookbench-bundle/1"
#define BUNDLE_LIST	   "bundle.json"
#define BUNDLE_MEMBER_SIZE 32
#define BUNDLE_FILES_MOST  256
#define BUNDLE_MOST	   ((size_t)2 << 30) /* bytes of the archive */

enum bundle_kind { BUNDLE_PLAN, BUNDLE_KERNEL, BUNDLE_GUEST, BUNDLE_PROGRAM };

struct bundle_file {
	enum bundle_kind kind;
	char given[PATH_MAX]; /* what --kernel or --program said; "" of the others */
	/* A guest's; a kernel's, where it was asked for; "": none. As in struct guest_arch. */
	char arch[16];
	char name[NAME_MAX + 1]; /* the file's base name */
	char path[PATH_MAX];	 /* the file on this machine */
	const char *text;	 /* to be written instead of a file; borrowed; else NULL */
	/* Set by bundle__open and bundle__write. */
	uint64_t size;
	char checksum[CHECKSUM_SIZE];
};

struct bundle {
	const char *source; /* the archive, for messages; borrowed */
	size_t n;
	struct bundle_file *v;
	int lock;	       /* of the folder; -1: there is none */
	char folder[PATH_MAX]; /* where the files are, until bundle__close */
};

/* The name of the i-th file in the archive: no word of its maker's is in it. */
void bundle_list__member(size_t i, char member[BUNDLE_MEMBER_SIZE]);
/* NULL when out of memory. */
json_t *bundle_list__to_json(const struct bundle *bundle);
/*
 * Reads the list; the files have no paths then. 0; -EINVAL with why in `problem`, of that size;
 * -ENOMEM.
 */
int bundle_list__parse(struct bundle *bundle, const void *text, size_t size, char *problem,
		       size_t problem_size);

#endif
