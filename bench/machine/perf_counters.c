// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/perf_counters.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/base/maybe_count.h"
#include "bench/base/name_list.h"
#include "bench/machine/sysfile.h"

#define CACHE_MISSES(cache)                                               \
	(PERF_COUNT_HW_CACHE_##cache | PERF_COUNT_HW_CACHE_OP_READ << 8 | \
	 PERF_COUNT_HW_CACHE_RESULT_MISS << 16)

#define ROW(name, type, config, group)                                      \
	{                                                                   \
#name, config, offsetof(struct counters, name), type, group \
	}
#define ROWS_OF_SIDE(side)                                                                     \
	ROW(side##_cycles, PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, 0),                   \
		ROW(side##_instructions, PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, 0),   \
		ROW(side##_branch_misses, PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES, 0), \
		ROW(side##_l1i_misses, PERF_TYPE_HW_CACHE, CACHE_MISSES(L1I), 1),              \
		ROW(side##_itlb_misses, PERF_TYPE_HW_CACHE, CACHE_MISSES(ITLB), 1)

/* The kernel's events come first: if not all can be counted at once, short trials have these. */
const struct perf_counter perf_counters_table[] = {
	ROWS_OF_SIDE(kernel),
	ROWS_OF_SIDE(user),
	{ NULL, 0, 0, 0, 0 },
};

/* The member that receives the value. */
static int64_t *member_of(struct counters *counters, const struct perf_counter *counter)
{
	return (int64_t *)((char *)counters + counter->offset);
}

static bool counts_user(const struct perf_counter *counter)
{
	return !strncmp(counter->name, "user_", 5);
}

static bool is_same_group(const struct perf_counter *a, const struct perf_counter *b)
{
	return a->group == b->group && counts_user(a) == counts_user(b);
}

/* The leader is the first open event of the row's group. -1: none is open. */
static int leader_of(const struct perf_counters *events, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (events->fds[i] >= 0 && is_same_group(&events->table[i], &events->table[row]))
			return events->fds[i];
	return -1;
}

static int event__open(const struct perf_counter *counter, int leader)
{
	struct perf_event_attr attributes = {
		.type = counter->type,
		.size = sizeof(attributes),
		.config = counter->config,
		/* Members count whenever their leader does. */
		.disabled = leader < 0,
		.exclude_user = !counts_user(counter),
		.exclude_kernel = counts_user(counter),
		.exclude_hv = 1,
		.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
	};

	return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, leader, PERF_FLAG_FD_CLOEXEC);
}

int perf_counters__open(struct perf_counters *events, const struct perf_counter *table)
{
	int err = 0;

	events->table = table;
	for (size_t i = 0; table[i].name; i++) {
		events->fds[i] = event__open(&table[i], leader_of(events, i));
		if (events->fds[i] < 0 && !err)
			err = -errno;
	}
	return err;
}

static void for_each_leader(const struct perf_counters *events, unsigned long request)
{
	for (size_t i = 0; events->table[i].name; i++)
		if (events->fds[i] >= 0 && leader_of(events, i) < 0)
			ioctl(events->fds[i], request, PERF_IOC_FLAG_GROUP);
}

void perf_counters__start(const struct perf_counters *events)
{
	for_each_leader(events, PERF_EVENT_IOC_ENABLE);
}

int64_t perf_counters__scale(uint64_t value, uint64_t enabled_ns, uint64_t running_ns)
{
	if (!running_ns)
		return COUNT_UNKNOWN;
	if (running_ns >= enabled_ns)
		return (int64_t)value;
	return (int64_t)((double)value * (double)enabled_ns / (double)running_ns);
}

static int64_t event__read(int fd)
{
	struct {
		uint64_t value, enabled_ns, running_ns;
	} now;

	if (fd < 0 || read(fd, &now, sizeof(now)) != sizeof(now))
		return COUNT_UNKNOWN;
	return perf_counters__scale(now.value, now.enabled_ns, now.running_ns);
}

/* They stop as a group, so it does not matter that they are read one after another. */
void perf_counters__stop(const struct perf_counters *events, struct counters *counters)
{
	for_each_leader(events, PERF_EVENT_IOC_DISABLE);
	*counters = counters_unknown;
	for (size_t i = 0; events->table[i].name; i++)
		*member_of(counters, &events->table[i]) = event__read(events->fds[i]);
}

void perf_counters__close(struct perf_counters *events)
{
	for (size_t i = 0; events->table[i].name; i++)
		if (events->fds[i] >= 0)
			close(events->fds[i]);
}

/* ---- support of this machine ---- */

static void explain(int err, char *text, size_t size)
{
	char paranoid[16];

	if (err == -EACCES || err == -EPERM) {
		sysfile__read_line("/proc/sys/kernel/perf_event_paranoid", paranoid,
				   sizeof(paranoid));
		snprintf(text, size, "kernel.perf_event_paranoid is %s: run hookbench as root",
			 paranoid[0] ? paranoid : "unknown");
	} else if (err == -ENOENT || err == -EOPNOTSUPP || err == -EINVAL) {
		snprintf(text, size, "the CPU has none, or the hypervisor does not expose them");
	} else if (err == -ENOSYS) {
		snprintf(text, size, "this kernel has no perf events");
	} else {
		snprintf(text, size, "%s", strerror(-err));
	}
}

bool perf_counters__probe(const struct perf_counter *table, char *missing, size_t size)
{
	struct name_list names = { 0 };
	struct perf_counters events;
	int err = perf_counters__open(&events, table);
	char names_text[224], reason[128];
	size_t n = 0;

	missing[0] = '\0';
	for (; table[n].name; n++)
		if (events.fds[n] < 0)
			name_list__add(&names, "%s", table[n].name);
	perf_counters__close(&events);
	if (!names.n)
		return true;
	explain(err, reason, sizeof(reason));
	name_list__format(&names, names_text, sizeof(names_text));
	snprintf(missing, size, "%s: %s", names.n == n ? "all" : names_text, reason);
	return names.n < n;
}
