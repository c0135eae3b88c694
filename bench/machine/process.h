/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other processes, as /proc shows them. `root` is as in sysfile.h. */
#ifndef HOOKBENCH_BENCH_MACHINE_PROCESS_H
#define HOOKBENCH_BENCH_MACHINE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct process {
	pid_t pid, parent;
	char name[32];	/* as in the kernel: at most 15 characters */
	uint64_t ticks; /* CPU time used, in clock ticks */
};

/*
 * Lists all processes but the calling one. Returns their number; the caller must free the list
 * (NULL if there are none).
 */
size_t process__list(const char *root, struct process **list);

/*
 * Whether this process is in a pid namespace (a container). Then it does not know the pids of the
 * machine, which are those that the kernel and its programs see.
 */
bool process__is_in_pid_namespace(void);

/* An open file of a process: the text of its link, such as "anon_inode:[perf_event]". */
typedef void (*process_fd_fn)(const char *root, const struct process *process, const char *fd,
			      const char *link, void *context);
/*
 * Calls `visit` for each open file of all other processes. Returns the number of processes whose
 * files could not be inspected.
 */
size_t process__for_each_fd(const char *root, process_fd_fn visit, void *context);

#endif
