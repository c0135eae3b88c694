// SPDX-License-Identifier: GPL-2.0-or-later
#include "workloads/workload.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>

WORKLOAD_DECLARE(create_unlink);
WORKLOAD_DECLARE(unlink_missing);
WORKLOAD_DECLARE(null);
WORKLOAD_DECLARE(rename);
WORKLOAD_DECLARE(connect);
WORKLOAD_DECLARE_STATE(connect);
WORKLOAD_DECLARE(getpid);
WORKLOAD_DECLARE(io_uring_unlink);
WORKLOAD_DECLARE_STATE(io_uring_unlink);
WORKLOAD_DECLARE(mkdir_rmdir);
WORKLOAD_DECLARE(open_close);
WORKLOAD_DECLARE_STATE(open_close);
WORKLOAD_DECLARE(user_call);
WORKLOAD_DECLARE_STATE(user_call);
extern const struct user_function user_call_functions[];

#define TARGETS(...)                      \
	(const struct target_candidate[]) \
	{                                 \
		__VA_ARGS__,              \
		{                         \
			.symbol = NULL    \
		}                         \
	}

/*
 * Renamed in Linux 7.0 (kernel commit e50aae1d39ac), where the caller also keeps ownership of the
 * file name.
 */
#define UNLINK_TARGETS \
	TARGETS({ .symbol = "do_unlinkat" }, { .symbol = "filename_unlinkat", .keeps_name = true })
#define RENAME_TARGETS                        \
	TARGETS({ .symbol = "do_renameat2" }, \
		{ .symbol = "filename_renameat2", .keeps_name = true })
/*
 * On x86, the function is the system call's entry, which has another name, and only BTF has this
 * one; on other architectures it may be inlined into the entry.
 */
#define GETPID_TARGETS                                                               \
	TARGETS({ .symbol = "__do_sys_getpid" }, { .symbol = "__arm64_sys_getpid" }, \
		{ .symbol = "__task_pid_nr_ns" })

const struct workload workloads[] = {
	{
		.name = "create-unlink",
		.help = "creates a file and unlinks it; creating is its control",
		.has_control = true,
		.hits_per_operation = 1,
		.targets = UNLINK_TARGETS,
		.file_name = "file",
		.knows_result = true,
		.system_call = { "unlinkat", SYS_unlinkat, .name_argument = 1 },
		.lsm_hook = { .name = "path_unlink", .has_path = true },
		.loop = create_unlink__loop,
	},
	{
		.name = "unlink-missing",
		.help = "unlinks a name that does not exist: the cheapest real call",
		.hits_per_operation = 1,
		.targets = UNLINK_TARGETS,
		.file_name = "missing",
		.knows_result = true,
		.result = -ENOENT,
		.system_call = { "unlinkat", SYS_unlinkat, .name_argument = 1 },
		.lsm_hook = { .name = "path_unlink", .has_path = true },
		.loop = unlink_missing__loop,
	},
	{
		.name = "null",
		.help = "does nothing between the two clock reads: measures the cost of the clock itself",
		.times_nothing = true,
		.hits_per_operation = 0,
		.targets = UNLINK_TARGETS,
		.system_call = { "unlinkat", SYS_unlinkat, .name_argument = 1 },
		.loop = null__loop,
	},
	{
		.name = "rename",
		.help = "creates a file, renames it and unlinks it; creating is its control",
		.has_control = true,
		.hits_per_operation = 1,
		.targets = RENAME_TARGETS,
		.file_name = "file",
		.knows_result = true,
		.system_call = { "renameat2", SYS_renameat2, .name_argument = 1 },
		.lsm_hook = { .name = "path_rename", .has_path = true },
		.loop = rename__loop,
	},
	{
		.name = "connect",
		.help = "opens a TCP connection over the loopback and closes it",
		.hits_per_operation = 1,
		.targets = TARGETS({ .symbol = "tcp_v4_connect" }),
		.system_call = { "connect", SYS_connect, .name_argument = -1 },
		.knows_result = true,
		.varies = "the kernel generates random numbers for TCP sequence numbers in batches",
		/*
		 * On 7.3, three of its copies (memcpy_orig) take 4 instructions more each if the
		 * low byte of the source's address is below the destination's.
		 */
		.varies_by = 12,
		.lsm_hook = { .name = "socket_connect" },
		.uses_loopback = true,
		.open = connect__open,
		.close = connect__close,
		.loop = connect__loop,
	},
	{
		.name = "getpid",
		.help = "gets its process ID: a function of a few instructions, the barest hook",
		.hits_per_operation = 1,
		.targets = GETPID_TARGETS,
		.system_call = { "getpid", SYS_getpid, .name_argument = -1 },
		.loop = getpid__loop,
	},
	{
		.name = "io_uring-unlink",
		.help = "like create-unlink, but a worker thread of an io_uring unlinks",
		.has_control = true,
		.hits_per_operation = 1,
		.targets = UNLINK_TARGETS,
		.file_name = "file",
		.knows_result = true,
		.system_call = { "io_uring_enter", SYS_io_uring_enter, .name_argument = -1 },
		.lsm_hook = { .name = "path_unlink", .has_path = true },
		.open = io_uring_unlink__open,
		.close = io_uring_unlink__close,
		.varies =
			"a kernel worker thread does the work and sleeps with a timeout, and a timer costs 12 less while another ends in the same quarter of a second",
		.varies_by = 48, /* a few timers, with the hook and without */
		.loop = io_uring_unlink__loop,
	},
	{
		.name = "mkdir-rmdir",
		.help = "creates a folder and removes it; creating is its control",
		.has_control = true,
		.hits_per_operation = 1,
		.targets = TARGETS({ .symbol = "do_rmdir" },
				   { .symbol = "filename_rmdir", .keeps_name = true }),
		.file_name = "folder",
		.knows_result = true,
		.system_call = { "unlinkat", SYS_unlinkat, .name_argument = 1 },
		.lsm_hook = { .name = "path_rmdir", .has_path = true },
		.loop = mkdir_rmdir__loop,
	},
	{
		.name = "open-close",
		.help = "opens an existing file and closes it; the open is timed",
		.hits_per_operation = 1,
		.targets = TARGETS({ .symbol = "do_sys_openat2" }, { .symbol = "do_filp_open" },
				   { .symbol = "vfs_open" }),
		.file_name = "file",
		.is_everywhere = true,
		.system_call = { "openat", SYS_openat, .name_argument = 1 },
		.lsm_hook = { .name = "file_open" },
		.open = open_close__open,
		.close = open_close__close,
		.loop = open_close__loop,
	},
	{
		.name = "user-call",
		.help = "calls a function of a few instructions in user space",
		.hits_per_operation = 1,
		.targets = (const struct target_candidate[]){ { .symbol = NULL } },
		.user_functions = user_call_functions,
		.open = user_call__open,
		.close = user_call__close,
		.loop = user_call__loop,
	},
	{ .name = NULL },
};

const struct user_function *user_function__find(const struct user_function *functions,
						const char *name)
{
	if (!name || !name[0])
		return functions;
	for (; functions && functions->name; functions++)
		if (!strcmp(functions->name, name))
			return functions;
	return NULL;
}

unsigned int user_function__semaphore(const struct user_function *function)
{
	return function && function->semaphore ? *function->semaphore : 0;
}

const struct workload *workload__of_user_function(const char *name)
{
	const char *colon = strchr(name, ':');
	size_t length = colon ? (size_t)(colon - name) : 0;

	for (const struct workload *w = workloads; w->name && colon; w++)
		if (w->user_functions && strlen(w->name) == length &&
		    !strncmp(w->name, name, length) && colon[1] &&
		    !colon[1 + strspn(colon + 1, "abcdefghijklmnopqrstuvwxyz0123456789-")])
			return w;
	return NULL;
}

/* The workload's name with "_" in place of "-", and one behind it. */
static bool begins_symbol(const char *workload, const char *symbol)
{
	size_t length = strlen(workload);

	for (size_t i = 0; i < length; i++)
		if (symbol[i] != (workload[i] == '-' ? '_' : workload[i]))
			return false;
	return symbol[length] == '_';
}

/* "hookbench:call" is the probe in user-call:usdt. */
static const char *find_probe(const struct workload *w, const char *probe)
{
	const size_t provider = strlen(USER_PROVIDER ":");

	if (strncmp(probe, USER_PROVIDER ":", provider) != 0)
		return NULL;
	for (const struct user_function *f = w->user_functions; f && f->name; f++)
		if (f->probe && !strcmp(f->probe, probe + provider))
			return f->name;
	return NULL;
}

bool user_function__name(const char *symbol, char *name, size_t size)
{
	for (const struct workload *w = workloads; w->name; w++) {
		const char *of_probe = find_probe(w, symbol);

		if (of_probe) {
			snprintf(name, size, "%s", of_probe);
			return true;
		}
		if (!w->user_functions || !begins_symbol(w->name, symbol))
			continue;
		snprintf(name, size, "%s:%s", w->name, symbol + strlen(w->name) + 1);
		return workload__of_user_function(name) == w;
	}
	return false;
}

const struct user_function *user_function__of_symbol(const char *symbol)
{
	const struct workload *w;
	char name[128];

	if (!user_function__name(symbol, name, sizeof(name)))
		return NULL;
	w = workload__of_user_function(name);
	return user_function__find(w->user_functions, name);
}

static const struct target_candidate *find_target(const struct target_candidate *list,
						  const char *symbol)
{
	for (; list->symbol; list++)
		if (!strcmp(list->symbol, symbol))
			return list;
	return NULL;
}

const struct workload *workload__find(const char *name)
{
	for (const struct workload *w = workloads; w->name; w++)
		if (!strcmp(w->name, name))
			return w;
	return NULL;
}

const struct workload *workload__of_clock(void)
{
	const struct workload *w = workloads;

	while (!w->times_nothing)
		w++;
	return w;
}

bool workload__has_target(const struct workload *workload, const char *symbol)
{
	return find_target(workload->targets, symbol);
}

const struct target_candidate *workload__find_target(const char *symbol)
{
	const struct target_candidate *found = NULL;

	for (const struct workload *w = workloads; w->name && !found; w++)
		found = find_target(w->targets, symbol);
	return found;
}

void worker__wait(struct worker *worker, uint64_t i)
{
	uint64_t now = clock__monotonic_ns();
	struct timespec until;

	worker->due_ns = i ? worker->due_ns + worker->period_ns : now;
	if (worker->due_ns <= now) {
		worker->due_ns = now;
		return;
	}
	until.tv_sec = (time_t)(worker->due_ns / 1000000000);
	until.tv_nsec = (long)(worker->due_ns % 1000000000);
	/* A signal ends the wait, and soon after the loop. */
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}
