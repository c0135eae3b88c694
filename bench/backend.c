// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/backend.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bpf/fentry.skel.h"
#include "bpf/fexit.skel.h"
#include "bpf/kprobe.skel.h"
#include "bpf/kretprobe.skel.h"
#include "bpf/raw_tp.skel.h"
#include "bpf/tp.skel.h"
#include "bpf/tp_btf.skel.h"

#include "bench/sysfile.h"

#define KPROBE_PMU  "/sys/bus/event_source/devices/kprobe/type"
#define VMLINUX_BTF "/sys/kernel/btf/vmlinux"
#define REMEDY_VM   "measure in a VM: hookbench run --kernel IMAGE"

/* ---- a program's variables ---- */

static struct bpf_map *find_section(struct bpf_object *object, const char *suffix)
{
	struct bpf_map *map;

	/* libbpf names these maps after the object, cut to what the kernel allows. */
	bpf_object__for_each_map(map, object)
	{
		const char *dot = strrchr(bpf_map__name(map), '.');

		if (dot && !strcmp(dot, suffix))
			return map;
	}
	return NULL;
}

/* Each read-only variable of a program has 32 bits and a section of its own. */
static int set_constant(struct bpf_object *object, const char *section, __u32 value)
{
	struct bpf_map *map = find_section(object, section);

	return map ? bpf_map__set_initial_value(map, &value, sizeof(value)) : -ENOENT;
}

/* ---- files of the kernel ---- */

/* The mode in force is in brackets; "" if the kernel has none. */
static void read_lockdown(char *line, size_t size)
{
	sysfile__read_line_detached("securityfs", "lockdown", line, size);
}

/* ---- attaching ---- */

/*
 * Without the kprobe PMU, libbpf would write a probe into tracefs, which outlives a crash of this
 * process: refuse instead.
 */
static int attach_kprobe_at(struct hook *hook, bool at_return)
{
	if (access(KPROBE_PMU, F_OK))
		return -EOPNOTSUPP;
	hook->link = bpf_program__attach_kprobe(hook->program, at_return, hook->target->symbol);
	return hook->link ? 0 : -errno;
}

static int attach_kprobe(struct hook *hook)
{
	return attach_kprobe_at(hook, false);
}

static int attach_kretprobe(struct hook *hook)
{
	return attach_kprobe_at(hook, true);
}

/*
 * From the kernel's list of kprobes, whose lines are "ADDRESS TYPE SYMBOL+OFFSET ... [FLAGS]".
 * Without a flag, the probe is a breakpoint.
 */
static const char *kprobe_placement(const struct hook *hook)
{
	char line[256], wanted[160];
	const char *placement = NULL;
	FILE *list = sysfile__open_detached("debugfs", "kprobes/list");

	snprintf(wanted, sizeof(wanted), " %s+0x", hook->target->symbol);
	while (list && fgets(line, sizeof(line), list)) {
		if (!strstr(line, wanted))
			continue;
		placement = strstr(line, "[FTRACE]")	  ? "ftrace"
			    : strstr(line, "[OPTIMIZED]") ? "optimized"
							  : "breakpoint";
	}
	if (list)
		fclose(list);
	return placement;
}

static int prepare_trampoline(struct hook *hook)
{
	return bpf_program__set_attach_target(hook->program, 0, hook->target->symbol);
}

/* libbpf would look where tracefs is mounted by custom; in a container or the guest it is not. */
static int prepare_tracepoint(struct hook *hook)
{
	char path[128], line[32];
	int err;

	snprintf(path, sizeof(path), "events/syscalls/sys_enter_%s/id", hook->system_call->name);
	err = sysfile__read_line_detached("tracefs", path, line, sizeof(line));
	if (!err)
		hook->event = strtoull(line, NULL, 10);
	return err;
}

/* The event counts on one CPU, but its program is the tracepoint's: it runs at hits on all. */
static int attach_tracepoint(struct hook *hook)
{
	struct perf_event_attr event = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(event),
		.config = hook->event,
	};
	int fd = (int)syscall(SYS_perf_event_open, &event, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	hook->link = bpf_program__attach_perf_event(hook->program, fd);
	if (hook->link)
		return 0;
	err = -errno;
	close(fd);
	return err;
}

static int prepare_filter(struct hook *hook)
{
	return set_constant(hook->object, ".syscall", hook->system_call->number);
}

/* As the program's section says. */
static int attach_program(struct hook *hook)
{
	hook->link = bpf_program__attach(hook->program);
	return hook->link ? 0 : -errno;
}

/* ---- what may be missing ---- */

static bool lacks_root(void)
{
	return geteuid() != 0;
}

static bool lacks_kprobes(void)
{
	return access(KPROBE_PMU, F_OK) && sysfile__kernel_config("CONFIG_KPROBES") == 'n';
}

static bool lacks_kprobe_events(void)
{
	return access(KPROBE_PMU, F_OK);
}

static bool lacks_btf(void)
{
	return access(VMLINUX_BTF, R_OK);
}

static bool lacks_system_call_events(void)
{
	char line[8];
	int err = sysfile__read_line_detached("tracefs", "events/enable", line, sizeof(line));

	return err == -ENODEV ||
	       (!err && sysfile__read_line_detached("tracefs", "events/syscalls/enable", line,
						    sizeof(line)));
}

static bool is_locked_down(void)
{
	char line[64];

	read_lockdown(line, sizeof(line));
	return line[0] && !strstr(line, "[none]");
}

static const struct requirement needs_root = {
	.is_missing = lacks_root,
	.reason = "BPF programs may be loaded by root only",
	.remedy = "run it as root (sudo)",
};

/* What each mode refuses differs between kernels: it is named as what stands beside the error. */
static const struct requirement needs_no_lockdown = {
	.error = EPERM,
	.is_missing = is_locked_down,
	.reason = "not permitted, and the kernel is locked down",
	.remedy = "boot without lockdown= and Secure Boot, or " REMEDY_VM,
};

static const struct requirement needs_kprobes = {
	.is_missing = lacks_kprobes,
	.reason = "this kernel has no kprobes (CONFIG_KPROBES is not set)",
	.remedy = REMEDY_VM,
};

static const struct requirement needs_kprobe_events = {
	.is_missing = lacks_kprobe_events,
	.reason = "this kernel has no kprobe events (CONFIG_KPROBE_EVENTS is not set)",
	.remedy = REMEDY_VM,
};

static const struct requirement needs_btf = {
	.is_missing = lacks_btf,
	.reason = "this kernel has no BTF (CONFIG_DEBUG_INFO_BTF is not set)",
	.remedy = REMEDY_VM,
};

static const struct requirement needs_system_call_events = {
	.is_missing = lacks_system_call_events,
	.reason = "this kernel has no tracepoints of system calls (CONFIG_FTRACE_SYSCALLS is not "
		  "set)",
	.remedy = REMEDY_VM,
};

static const struct requirement *const kprobe_requires[] = {
	&needs_root, &needs_kprobes, &needs_kprobe_events, &needs_no_lockdown, NULL,
};

static const struct requirement *const btf_requires[] = {
	&needs_root,
	&needs_btf,
	&needs_no_lockdown,
	NULL,
};

static const struct requirement *const tracepoint_requires[] = {
	&needs_root,
	&needs_no_lockdown,
	&needs_system_call_events,
	NULL,
};

static const struct requirement *const raw_tracepoint_requires[] = {
	&needs_root,
	&needs_no_lockdown,
	NULL,
};

/* ---- the table ---- */

const struct backend backends[] = {
	{ .name = "none", .help = "no hook: what the others are compared with" },
	{
		.name = "kprobe",
		.help = "entry, through the kprobe handler",
		.needs_function = true,
		.elf = kprobe_bpf__elf_bytes,
		.attach = attach_kprobe,
		.placement = kprobe_placement,
		.requires = kprobe_requires,
	},
	{
		.name = "kretprobe",
		.help = "return, through a replaced return address",
		.needs_function = true,
		.elf = kretprobe_bpf__elf_bytes,
		.attach = attach_kretprobe,
		.placement = kprobe_placement,
		.requires = kprobe_requires,
	},
	{
		.name = "fentry",
		.help = "entry, on a BPF trampoline",
		.needs_function = true,
		.elf = fentry_bpf__elf_bytes,
		.prepare = prepare_trampoline,
		.attach = attach_program,
		.requires = btf_requires,
	},
	{
		.name = "fexit",
		.help = "return, on a BPF trampoline",
		.needs_function = true,
		.elf = fexit_bpf__elf_bytes,
		.prepare = prepare_trampoline,
		.attach = attach_program,
		.requires = btf_requires,
	},
	{
		.name = "tp",
		.help = "entry of the system call, at its classic tracepoint",
		.elf = tp_bpf__elf_bytes,
		.prepare = prepare_tracepoint,
		.attach = attach_tracepoint,
		.requires = tracepoint_requires,
	},
	{
		.name = "raw_tp",
		.help = "entry of the system call, at the raw tracepoint of all",
		.elf = raw_tp_bpf__elf_bytes,
		.prepare = prepare_filter,
		.attach = attach_program,
		.requires = raw_tracepoint_requires,
	},
	{
		.name = "tp_btf",
		.help = "as raw_tp, with arguments typed by BTF",
		.elf = tp_btf_bpf__elf_bytes,
		.prepare = prepare_filter,
		.attach = attach_program,
		.requires = btf_requires,
	},
	{ .name = NULL },
};

const struct backend *backend__find(const char *name)
{
	for (const struct backend *b = backends; b->name; b++)
		if (!strcmp(b->name, name))
			return b;
	return NULL;
}

bool backend__is_hook(const struct backend *backend)
{
	return backend->elf != NULL;
}

/* ---- the life cycle ---- */

static char last_message[256];

__attribute__((format(printf, 2, 0))) static int keep_message(enum libbpf_print_level level,
							      const char *format, va_list args)
{
	if (level != LIBBPF_WARN)
		return 0;
	vsnprintf(last_message, sizeof(last_message), format, args);
	last_message[strcspn(last_message, "\n")] = '\0';
	return 0;
}

const char *hook__last_message(void)
{
	return last_message;
}

#define COUNTERS_SIZE (HIT_SLOTS * sizeof(struct hit_slot))

/* The array is all that a program has in .bss; libbpf maps it only for skeletons. */
static int map_counters(struct hook *hook)
{
	struct bpf_map *map = find_section(hook->object, ".bss");
	void *counters = mmap(NULL, COUNTERS_SIZE, PROT_READ, MAP_SHARED, bpf_map__fd(map), 0);

	if (counters == MAP_FAILED)
		return -errno;
	hook->counters = counters;
	return 0;
}

static int hook__load(struct hook *hook)
{
	int err = set_constant(hook->object, ".rodata", hook->payload->id);

	hook->program = bpf_object__next_program(hook->object, NULL);
	if (!err && hook->backend->prepare)
		err = hook->backend->prepare(hook);
	if (!err)
		err = bpf_object__load(hook->object);
	if (!err)
		err = map_counters(hook);
	return err;
}

int hook__open(struct hook *hook, const struct backend *backend, const struct payload *payload,
	       const struct target *target, const struct system_call *system_call)
{
	size_t size;
	const void *elf;
	int err;

	*hook = (struct hook){
		.backend = backend,
		.payload = payload,
		.target = target,
		.system_call = system_call,
	};
	last_message[0] = '\0';
	if (!backend__is_hook(backend))
		return 0;
	libbpf_set_print(keep_message);
	elf = backend->elf(&size);
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "hookbench");
	hook->object = bpf_object__open_mem(elf, size, &options);
	if (!hook->object)
		return -errno;
	err = hook__load(hook);
	if (err)
		hook__close(hook);
	return err;
}

int hook__attach(struct hook *hook)
{
	return hook->object ? hook->backend->attach(hook) : 0;
}

void hook__read_placement(struct hook *hook)
{
	hook->placement = hook->backend->placement ? hook->backend->placement(hook) : NULL;
}

void hook__detach(struct hook *hook)
{
	bpf_link__destroy(hook->link);
	hook->link = NULL;
	hook->placement = NULL;
}

void hook__close(struct hook *hook)
{
	hook__detach(hook);
	if (hook->counters)
		munmap((void *)hook->counters, COUNTERS_SIZE);
	bpf_object__close(hook->object);
	hook->object = NULL;
	hook->program = NULL;
	hook->counters = NULL;
}

/* ---- counts ---- */

/*
 * The head of the kernel's struct bpf_link_info for a kprobe link, with the count that Linux 6.7
 * added (kernel commit 3acf8ace68230): the headers that this is built with may be older.
 */
struct kprobe_link_info {
	__u32 type, id, prog_id, unused;
	__u32 event_type, unused2;
	__u64 func_name;
	__u32 name_len, offset;
	__u64 addr;
	__u64 missed;
};

/* Of the kernel's enum bpf_perf_event_type, as new: the others' info is laid out differently. */
enum { EVENT_KPROBE = 3, EVENT_KRETPROBE = 4 };

static int64_t link__missed(const struct hook *hook)
{
	struct kprobe_link_info info = { 0 };
	__u32 size = sizeof(info);
	int fd = hook->link ? bpf_link__fd(hook->link) : -1;

	if (fd < 0 || bpf_obj_get_info_by_fd(fd, &info, &size))
		return COUNT_UNKNOWN;
	/* An older kernel fills in less; only links on kprobes carry this count. */
	if (size < sizeof(info) || info.type != BPF_LINK_TYPE_PERF_EVENT ||
	    (info.event_type != EVENT_KPROBE && info.event_type != EVENT_KRETPROBE))
		return COUNT_UNKNOWN;
	return (int64_t)info.missed;
}

static void program__read_counts(const struct hook *hook, struct hook_counts *counts)
{
	struct bpf_prog_info info = { 0 };
	__u32 size = sizeof(info);

	if (bpf_obj_get_info_by_fd(bpf_program__fd(hook->program), &info, &size))
		return;
	counts->runs = (int64_t)info.run_cnt;
	if (size >=
	    offsetof(struct bpf_prog_info, recursion_misses) + sizeof(info.recursion_misses))
		counts->recursion = (int64_t)info.recursion_misses;
}

void hook__read_counts(const struct hook *hook, struct hook_counts *counts)
{
	*counts =
		(struct hook_counts){ COUNT_UNKNOWN, COUNT_UNKNOWN, COUNT_UNKNOWN, COUNT_UNKNOWN };
	if (!hook->object)
		return;
	program__read_counts(hook, counts);
	counts->missed = link__missed(hook);
	if (!hook->payload->counts)
		return;
	counts->hits = 0;
	for (size_t i = 0; i < HIT_SLOTS; i++)
		counts->hits += (int64_t)__atomic_load_n(&hook->counters[i].hits, __ATOMIC_RELAXED);
}
