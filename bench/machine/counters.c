// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/counters.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/base/maybe_count.h"
#include "bench/base/name_list.h"
#include "bench/machine/sysfile.h"

const struct counter counters_table[] = {
#define COUNTERS_ROW(name, type, config, group) \
	{ #name, config, offsetof(struct counters, name), type, group },
	COUNTERS(COUNTERS_ROW)
#undef COUNTERS_ROW
		{ NULL, 0, 0, 0, 0 },
};

const struct counters counters_unknown = {
#define COUNTERS_UNKNOWN(name, type, config, group) .name = COUNT_UNKNOWN,
	COUNTERS(COUNTERS_UNKNOWN)
#undef COUNTERS_UNKNOWN
};

/* ---- counts ---- */

int64_t *counters__member(struct counters *c, const struct counter *counter)
{
	return (int64_t *)((char *)c + counter->offset);
}

int64_t counters__value(const struct counters *c, const struct counter *counter)
{
	return *(const int64_t *)((const char *)c + counter->offset);
}

void counters__add(struct counters *total, const struct counters *c)
{
	for (const struct counter *k = counters_table; k->name; k++) {
		int64_t *member = counters__member(total, k);

		*member = maybe_count__sum(*member, counters__value(c, k));
	}
}

/* ---- events ---- */

static bool counts_user(const struct counter *counter)
{
	return !strncmp(counter->name, "user_", 5);
}

static bool is_same_group(const struct counter *a, const struct counter *b)
{
	return a->group == b->group && counts_user(a) == counts_user(b);
}

/* The first of the row's group that is open leads it. -1: none is. */
static int leader_of(const struct counters_events *events, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (events->fds[i] >= 0 && is_same_group(&events->table[i], &events->table[row]))
			return events->fds[i];
	return -1;
}

static int event__open(const struct counter *counter, int leader)
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

int counters__open(struct counters_events *events, const struct counter *table)
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

static void for_each_leader(const struct counters_events *events, unsigned long request)
{
	for (size_t i = 0; events->table[i].name; i++)
		if (events->fds[i] >= 0 && leader_of(events, i) < 0)
			ioctl(events->fds[i], request, PERF_IOC_FLAG_GROUP);
}

void counters__start(const struct counters_events *events)
{
	for_each_leader(events, PERF_EVENT_IOC_ENABLE);
}

int64_t counters__scale(uint64_t value, uint64_t enabled_ns, uint64_t running_ns)
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
	return counters__scale(now.value, now.enabled_ns, now.running_ns);
}

/* They stop as a group: reading one after the other is then no different from reading at once. */
void counters__stop(const struct counters_events *events, struct counters *counters)
{
	for_each_leader(events, PERF_EVENT_IOC_DISABLE);
	*counters = counters_unknown;
	for (size_t i = 0; events->table[i].name; i++)
		*counters__member(counters, &events->table[i]) = event__read(events->fds[i]);
}

void counters__close(struct counters_events *events)
{
	for (size_t i = 0; events->table[i].name; i++)
		if (events->fds[i] >= 0)
			close(events->fds[i]);
}

/* ---- what this machine has ---- */

static void explain(int err, char *text, size_t size)
{
	char paranoid[16];

	if (err == -EACCES || err == -EPERM) {
		sysfile__read_line("/proc/sys/kernel/perf_event_paranoid", paranoid,
				   sizeof(paranoid));
		snprintf(text, size, "kernel.perf_event_paranoid is %s: run it as root",
			 paranoid[0] ? paranoid : "unknown");
	} else if (err == -ENOENT || err == -EOPNOTSUPP || err == -EINVAL) {
		snprintf(text, size, "the CPU has none, or its hypervisor does not show them");
	} else if (err == -ENOSYS) {
		snprintf(text, size, "this kernel has no perf events");
	} else {
		snprintf(text, size, "%s", strerror(-err));
	}
}

bool counters__probe(const struct counter *table, char *missing, size_t size)
{
	struct name_list names = { 0 };
	struct counters_events events;
	int err = counters__open(&events, table);
	char names_text[224], reason[128];
	size_t n = 0;

	missing[0] = '\0';
	for (; table[n].name; n++)
		if (events.fds[n] < 0)
			name_list__add(&names, "%s", table[n].name);
	counters__close(&events);
	if (!names.n)
		return true;
	explain(err, reason, sizeof(reason));
	name_list__format(&names, names_text, sizeof(names_text));
	snprintf(missing, size, "%s: %s", names.n == n ? "all" : names_text, reason);
	return names.n < n;
}
