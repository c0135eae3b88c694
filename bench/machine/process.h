/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other processes, as /proc shows them. `root` is as in sysfile.h. */
#ifndef HOOKBENCH_BENCH_MACHINE_PROCESS_H
#define HOOKBENCH_BENCH_MACHINE_PROCESS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct process {
	pid_t pid, parent;
	char name[32];	/* as the kernel has it: at most 15 characters */
	uint64_t ticks; /* CPU time that it has used, in clock ticks */
};

/* All but the calling one. Their number, and a list to free (NULL if there is none). */
size_t process__list(const char *root, struct process **list);

/* An open file of a process: what its link says, such as "anon_inode:[perf_event]". */
typedef void (*process_fd_fn)(const char *root, const struct process *process, const char *fd,
			      const char *link, void *context);
/*
 * Calls `visit` for each open file of all other processes. The number of processes whose files may
 * not be seen.
 */
size_t process__for_each_fd(const char *root, process_fd_fn visit, void *context);

#endif
