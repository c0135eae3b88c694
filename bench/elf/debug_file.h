/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file with what was stripped of a program or library: the names of all its functions. Packages
 * of debugging symbols put it to where the build ID says, and objcopy --add-gnu-debuglink names it.
 */
#ifndef HOOKBENCH_BENCH_ELF_DEBUG_FILE_H
#define HOOKBENCH_BENCH_ELF_DEBUG_FILE_H

#include <limits.h>

#define DEBUG_FILE_FOLDER "/usr/lib/debug"
#define BUILD_ID_MOST	  64 /* bytes */

struct debug_file {
	int fd;		     /* -1: there is none */
	struct Elf *elf;     /* libelf's */
	char path[PATH_MAX]; /* of the file; if there is none, where the build ID says it should be;
				"": no build ID, and so nothing that tells which file it is */
};

/*
 * Looks for the file that belongs to `of`, which is at `path`: below `folder` (DEBUG_FILE_FOLDER)
 * by its build ID; then by the name in .gnu_debuglink, in its own folder, in .debug there, and in
 * the folder of that name below `folder`. It must have the same build ID. Never waits for a pipe.
 */
void debug_file__find(struct debug_file *debug, struct Elf *of, const char *path,
		      const char *folder);
void debug_file__close(struct debug_file *debug);

#endif
