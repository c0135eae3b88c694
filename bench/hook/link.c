// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/link.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/hook/requirement.h"
#include "bench/machine/sysfile.h"

/* ---- kprobes ---- */

int link__kprobe(struct hook_part *part, const char *symbol, bool at_return, size_t offset)
{
	LIBBPF_OPTS(bpf_kprobe_opts, options, .retprobe = at_return, .offset = offset);
	if (access(KPROBE_PMU, F_OK))
		return -EOPNOTSUPP;
	part->link = bpf_program__attach_kprobe_opts(part->program, symbol, &options);
	return part->link ? 0 : -errno;
}

/* ---- links that libbpf may not know ---- */

/* The kernel's arguments for creating a link: the first members of the struct in Linux 7.2. */
union link_create {
	struct {
		uint32_t program_fd, target_fd, attach_type, flags;
		union {
			struct {
				uint32_t flags, count;
				uint64_t symbols, addresses, cookies;
			} kprobe_multi;
			struct {
				uint64_t path, offsets, semaphores, cookies;
				uint32_t count, flags, pid;
			} uprobe_multi;
			struct {
				uint64_t ids, cookies;
				uint32_t count;
			} tracing_multi;
		};
	};
	char room[128]; /* the kernel requires 0 after the members it knows */
};

static void link_create__init(union link_create *arguments, uint32_t attach_type)
{
	memset(arguments, 0, sizeof(*arguments));
	arguments->attach_type = attach_type;
}

/* The link's descriptor, or -errno. */
static int create(int program, union link_create *arguments)
{
	int fd;

	arguments->program_fd = (uint32_t)program;
	fd = (int)syscall(SYS_bpf, BPF_LINK_CREATE, arguments, sizeof(*arguments));
	return fd < 0 ? -errno : fd;
}

static int hold(struct hook_part *part, int fd)
{
	part->link_fd = fd < 0 ? -1 : fd;
	return fd < 0 ? fd : 0;
}

static int create_link(struct hook_part *part, union link_create *arguments)
{
	return hold(part, create(bpf_program__fd(part->program), arguments));
}

#define KPROBE_MULTI_RETURN 1

int link__create_kprobe_multi(int program, uint32_t attach_type, bool at_return,
			      const char *const *symbols, const uint64_t *cookies, size_t n)
{
	union link_create arguments;

	link_create__init(&arguments, attach_type);
	arguments.kprobe_multi.flags = at_return ? KPROBE_MULTI_RETURN : 0;
	arguments.kprobe_multi.count = (uint32_t)n;
	arguments.kprobe_multi.symbols = (uint64_t)(uintptr_t)symbols;
	arguments.kprobe_multi.cookies = (uint64_t)(uintptr_t)cookies;
	return create(program, &arguments);
}

int link__kprobe_multi(struct hook_part *part, uint32_t attach_type, bool at_return,
		       const char *const *symbols, const uint64_t *cookies, size_t n)
{
	return hold(part, link__create_kprobe_multi(bpf_program__fd(part->program), attach_type,
						    at_return, symbols, cookies, n));
}

/* ---- functions in user space ---- */

/* As libbpf wants it. */
static pid_t pid_of(pid_t only)
{
	return only ? only : -1;
}

int link__uprobe(struct hook_part *part, const struct user_place *place, bool at_return)
{
	LIBBPF_OPTS(bpf_uprobe_opts, options, .retprobe = at_return,
		    .ref_ctr_offset = place->semaphore);
	if (access(UPROBE_PMU, F_OK))
		return -EOPNOTSUPP;
	part->link = bpf_program__attach_uprobe_opts(part->program, pid_of(place->only),
						     place->path, place->offset, &options);
	return part->link ? 0 : -errno;
}

#define UPROBE_MULTI_RETURN 1

int link__uprobe_multi(struct hook_part *part, uint32_t attach_type, bool at_return,
		       const struct user_place *place)
{
	union link_create arguments;

	link_create__init(&arguments, attach_type);
	arguments.uprobe_multi.path = (uint64_t)(uintptr_t)place->path;
	/* Lists of one. */
	arguments.uprobe_multi.offsets = (uint64_t)(uintptr_t)&place->offset;
	arguments.uprobe_multi.semaphores =
		place->semaphore ? (uint64_t)(uintptr_t)&place->semaphore : 0;
	arguments.uprobe_multi.count = 1;
	arguments.uprobe_multi.flags = at_return ? UPROBE_MULTI_RETURN : 0;
	arguments.uprobe_multi.pid = (uint32_t)place->only;
	return create_link(part, &arguments);
}

int link__usdt(struct hook_part *part, const char *path, const char *provider, const char *name,
	       pid_t only)
{
	if (access(UPROBE_PMU, F_OK))
		return -EOPNOTSUPP;
	part->link =
		bpf_program__attach_usdt(part->program, pid_of(only), path, provider, name, NULL);
	return part->link ? 0 : -errno;
}

/* ---- trampolines ---- */

int link__trampoline(struct hook_part *part, uint32_t attach_type)
{
	union link_create arguments;

	link_create__init(&arguments, attach_type);
	return create_link(part, &arguments);
}

int link__create_trampoline_multi(int program, uint32_t attach_type, const uint32_t *ids, size_t n)
{
	union link_create arguments;

	link_create__init(&arguments, attach_type);
	arguments.tracing_multi.ids = (uint64_t)(uintptr_t)ids;
	arguments.tracing_multi.count = (uint32_t)n;
	return create(program, &arguments);
}

int link__trampoline_multi(struct hook_part *part, uint32_t attach_type, const uint32_t *ids,
			   size_t n)
{
	return hold(part, link__create_trampoline_multi(bpf_program__fd(part->program), attach_type,
							ids, n));
}

/* ---- tracepoints ---- */

/* libbpf would look in the usual mount point of tracefs, which a container or the guest lacks. */
int tracepoint__id(const char *tracepoint, uint64_t *id)
{
	char path[192], line[32];
	int err;

	snprintf(path, sizeof(path), "events/%s/id", tracepoint);
	err = sysfile__read_line_detached("tracefs", path, line, sizeof(line));
	if (!err)
		*id = strtoull(line, NULL, 10);
	return err;
}

/*
 * The event counts on one CPU, but the program belongs to the tracepoint: it runs at hits on all
 * CPUs.
 */
int link__tracepoint(struct hook_part *part, uint64_t id)
{
	struct perf_event_attr event = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(event),
		.config = id,
	};
	int fd = (int)syscall(SYS_perf_event_open, &event, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	part->link = bpf_program__attach_perf_event(part->program, fd);
	if (part->link)
		return 0;
	err = -errno;
	close(fd);
	return err;
}
