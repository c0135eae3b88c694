/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files of this machine that are put into a guest besides what it needs to boot: each at its
 * own path, with the symbolic links that lead there and with what it needs to run.
 */
#ifndef HOOKBENCH_BENCH_VM_GUEST_FILES_H
#define HOOKBENCH_BENCH_VM_GUEST_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/vm/guest_arch.h"

/* What every guest has: these folders (ends with NULL), and the guest program. */
extern const char *const guest_folders[];
#define GUEST_INIT "/init"

struct guest_file {
	const char *path;
	unsigned int mode; /* kind and permissions, as in st_mode: folder, file or symbolic link */
	uint64_t size;
	char *link; /* where a symbolic link leads */
};

struct guest_files {
	const struct guest_arch *arch; /* of the guest's kernel, and so of its programs */
	size_t n;
	struct guest_file *files; /* folders come before their contents */
	uint64_t size;		  /* bytes of all files */
	void *paths;		  /* to look them up */
};

/* Starts with what every guest has. 0 or -errno, logged. Always free it. */
int guest_files__open(struct guest_files *files, const struct guest_arch *arch);
void guest_files__close(struct guest_files *files);
/* The memory of a guest with these files, and with room for what is done with them, in MiB. */
unsigned int guest_files__memory_mib(const struct guest_files *files);

/*
 * Adds a program with its libraries and, for a script, its interpreter. `name` is looked up in PATH
 * unless it has a slash. 0; -ENOENT or -EACCES if there is no such program; another -errno; logged.
 */
int guest_files__add_program(struct guest_files *files, const char *name);
/* Whether guest_files__add_program would find it. */
bool guest_files__is_program(const char *name);
/*
 * Adds a file as above, or a folder with everything in it, its programs with their libraries. A
 * name without a slash is a file in the current folder, or else a program in PATH. 0 or -errno,
 * logged.
 */
int guest_files__add(struct guest_files *files, const char *path);

#endif
