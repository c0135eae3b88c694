// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/attachments.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/hook/kprobe_placement.h"
#include "bench/hook/object_map.h"
#include "bench/kernel/kernel_type.h"
#include "bench/machine/sysfile.h"

/* ---- kprobes ---- */

/*
 * Without the kprobe PMU, libbpf would create a probe in tracefs, which would survive a crash of
 * this process: refuse instead.
 */
static int attach_kprobe_at(struct hook *hook, struct hook_part *part, bool at_return,
			    unsigned int offset)
{
	LIBBPF_OPTS(bpf_kprobe_opts, options, .retprobe = at_return, .offset = offset);
	if (access(KPROBE_PMU, F_OK))
		return -EOPNOTSUPP;
	part->link = bpf_program__attach_kprobe_opts(part->program, hook->target->symbol, &options);
	return part->link ? 0 : -errno;
}

int attachment__kprobe(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	return attach_kprobe_at(hook, part, a->at_return, 0);
}

static void part__detach(struct hook_part *part)
{
	bpf_link__destroy(part->link);
	part->link = NULL;
}

/* Whether the probe is where it should be, not on ftrace's instruction at the entry. */
static bool is_inside(const struct hook *hook)
{
	enum kprobe_placement placement = kprobe_placement__read(hook);

	return placement != KPROBE_UNKNOWN && placement != KPROBE_FTRACE &&
	       (!hook->backend->wait || !hook->backend->wait(hook));
}

#define MAX_OFFSET 64

/*
 * The first instruction after the entry that accepts a probe. The kernel knows where instructions
 * begin and refuses other offsets; the first instructions are executed by every call. The offset
 * found is remembered for later hooks. -EILSEQ: there is none.
 */
int attachment__kprobe_inside(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	struct found_offset *found = &hook->memory->offset;
	bool is_known =
		found->backend == hook->backend && !strcmp(found->symbol, hook->target->symbol);
	unsigned int offset = is_known ? found->offset : 1;
	int err = 0;

	(void)a;
	for (; offset <= MAX_OFFSET; offset++) {
		hook->offset = offset;
		err = attach_kprobe_at(hook, part, false, offset);
		if (err == -EPERM || err == -EOPNOTSUPP)
			return err;
		if (!err && (is_known || is_inside(hook)))
			break;
		part__detach(part);
		is_known = false;
		err = -EILSEQ;
	}
	if (err)
		return err;
	found->backend = hook->backend;
	found->offset = offset;
	snprintf(found->symbol, sizeof(found->symbol), "%s", hook->target->symbol);
	return 0;
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
				uint64_t ids, cookies;
				uint32_t count;
			} tracing_multi;
		};
	};
	char room[128]; /* the kernel requires 0 after the members it knows */
};

static void link_create__init(union link_create *arguments, const struct attachment *a)
{
	memset(arguments, 0, sizeof(*arguments));
	arguments->attach_type = a->type;
}

static int create_link(struct hook_part *part, union link_create *arguments)
{
	arguments->program_fd = (uint32_t)bpf_program__fd(part->program);
	part->link_fd = (int)syscall(SYS_bpf, BPF_LINK_CREATE, arguments, sizeof(*arguments));
	return part->link_fd < 0 ? -errno : 0;
}

int attachment__prepare_multi(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	(void)hook;
	return bpf_program__set_expected_attach_type(part->program, (enum bpf_attach_type)a->type);
}

#define KPROBE_MULTI_RETURN 1

int attachment__kprobe_multi(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	const char *symbol = hook->target->symbol;
	union link_create arguments;

	link_create__init(&arguments, a);
	arguments.kprobe_multi.flags = a->at_return ? KPROBE_MULTI_RETURN : 0;
	arguments.kprobe_multi.count = 1;
	arguments.kprobe_multi.symbols = (uint64_t)(uintptr_t)&symbol;
	return create_link(part, &arguments);
}

/* ---- trampolines ---- */

int attachment__prepare_trampoline(struct hook *hook, const struct attachment *a,
				   struct hook_part *part)
{
	int err = 0;

	if (a->type)
		err = bpf_program__set_expected_attach_type(part->program,
							    (enum bpf_attach_type)a->type);
	if (!err)
		err = bpf_program__set_attach_target(part->program, 0, hook->target->symbol);
	return err;
}

int attachment__fsession(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	union link_create arguments;

	(void)hook;
	link_create__init(&arguments, a);
	return create_link(part, &arguments);
}

/* Declared as a kprobe, so that libbpf needs no target; the real type is set here. */
int attachment__prepare_trampoline_multi(struct hook *hook, const struct attachment *a,
					 struct hook_part *part)
{
	int id = kernel_type__function(hook->target->symbol);

	if (id < 0)
		return id;
	hook->function_id = (uint32_t)id;
	bpf_program__set_type(part->program, BPF_PROG_TYPE_TRACING);
	return bpf_program__set_expected_attach_type(part->program, (enum bpf_attach_type)a->type);
}

int attachment__trampoline_multi(struct hook *hook, const struct attachment *a,
				 struct hook_part *part)
{
	union link_create arguments;
	uint32_t ids[1] = { hook->function_id };

	link_create__init(&arguments, a);
	arguments.tracing_multi.ids = (uint64_t)(uintptr_t)ids;
	arguments.tracing_multi.count = 1;
	return create_link(part, &arguments);
}

int attachment__prepare_lsm(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	const char *name = hook->workload->lsm_hook.name;

	(void)a;
	return name ? bpf_program__set_attach_target(part->program, 0, name) : -ENOTSUP;
}

/* ---- tracepoints ---- */

/* libbpf would look in the usual mount point of tracefs, which a container or the guest lacks. */
int attachment__prepare_tracepoint(struct hook *hook, const struct attachment *a,
				   struct hook_part *part)
{
	char path[128], line[32];
	int err;

	(void)a;
	(void)part;
	snprintf(path, sizeof(path), "events/syscalls/sys_enter_%s/id",
		 hook->workload->system_call.name);
	err = sysfile__read_line_detached("tracefs", path, line, sizeof(line));
	if (!err)
		hook->event = strtoull(line, NULL, 10);
	return err;
}

/*
 * The event counts on one CPU, but the program belongs to the tracepoint: it runs at hits on all
 * CPUs.
 */
int attachment__tracepoint(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	struct perf_event_attr event = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(event),
		.config = hook->event,
	};
	int fd = (int)syscall(SYS_perf_event_open, &event, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	int err;

	(void)a;
	if (fd < 0)
		return -errno;
	part->link = bpf_program__attach_perf_event(part->program, fd);
	if (part->link)
		return 0;
	err = -errno;
	close(fd);
	return err;
}

int attachment__prepare_filter(struct hook *hook, const struct attachment *a,
			       struct hook_part *part)
{
	(void)a;
	(void)part;
	return object_map__set_constant(hook->object, ".rodata.syscall",
					hook->workload->system_call.number);
}

int attachment__program(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	(void)hook;
	(void)a;
	part->link = bpf_program__attach(part->program);
	return part->link ? 0 : -errno;
}
