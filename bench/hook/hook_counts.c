// SPDX-License-Identifier: GPL-2.0-or-later
/* What the kernel counts of a hook: the runs of its programs, and the hits that became none. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stddef.h>

#include "bench/hook/hook.h"

/*
 * The beginning of the kernel's struct bpf_link_info for kprobe links, with the counts added by
 * Linux 6.7 (kernel commits 3acf8ace68230 and 7ac8d0d2619256): the headers used to build this may
 * be older.
 */
struct kprobe_link_info {
	uint32_t type, id, prog_id, unused;
	union {
		struct {
			uint32_t event_type, unused;
			uint64_t func_name;
			uint32_t name_len, offset;
			uint64_t addr;
			uint64_t missed;
		} perf_event;
		struct {
			uint64_t addrs;
			uint32_t count, flags;
			uint64_t missed;
		} kprobe_multi;
	};
};

/*
 * From the kernel's enum bpf_perf_event_type, equally new: the info of other types has another
 * layout.
 */
enum { EVENT_KPROBE = 3, EVENT_KRETPROBE = 4 };
/* From the kernel's enum bpf_link_type. */
enum { LINK_PERF_EVENT = 7, LINK_KPROBE_MULTI = 8 };

#define HAS(info, member, size) \
	((size) >= offsetof(struct kprobe_link_info, member) + sizeof((info).member))

static int64_t part__missed(const struct hook_part *part)
{
	struct kprobe_link_info info = { 0 };
	uint32_t size = sizeof(info);
	int fd = part->link ? bpf_link__fd(part->link) : part->link_fd;

	/* libbpf's link to a USDT probe stands for one to each of its places, and is 0. */
	if (fd <= 0 || bpf_obj_get_info_by_fd(fd, &info, &size))
		return COUNT_UNKNOWN;
	/* An older kernel fills in less. */
	if (info.type == LINK_KPROBE_MULTI && HAS(info, kprobe_multi.missed, size))
		return (int64_t)info.kprobe_multi.missed;
	if (info.type == LINK_PERF_EVENT && HAS(info, perf_event.missed, size) &&
	    (info.perf_event.event_type == EVENT_KPROBE ||
	     info.perf_event.event_type == EVENT_KRETPROBE))
		return (int64_t)info.perf_event.missed;
	return COUNT_UNKNOWN;
}

static void part__read_counts(const struct hook_part *part, struct hook_counts *counts)
{
	struct bpf_prog_info info = { 0 };
	uint32_t size = sizeof(info);
	int64_t recursion = COUNT_UNKNOWN, runs = COUNT_UNKNOWN;

	if (!bpf_obj_get_info_by_fd(bpf_program__fd(part->program), &info, &size)) {
		runs = (int64_t)info.run_cnt;
		if (size >= offsetof(struct bpf_prog_info, recursion_misses) +
				    sizeof(info.recursion_misses))
			recursion = (int64_t)info.recursion_misses;
	}
	counts->runs = maybe_count__sum(counts->runs, runs);
	counts->recursion = maybe_count__sum(counts->recursion, recursion);
	counts->missed = maybe_count__sum(counts->missed, part__missed(part));
}

void hook__read_counts(const struct hook *hook, struct hook_counts *counts)
{
	*counts = (struct hook_counts){ COUNT_UNKNOWN, COUNT_UNKNOWN, COUNT_UNKNOWN, COUNT_UNKNOWN,
					COUNT_UNKNOWN };
	if (!hook->object)
		return;
	counts->runs = counts->missed = counts->recursion = 0;
	for (size_t i = 0; i < hook->n_parts; i++)
		part__read_counts(&hook->parts[i], counts);
}
