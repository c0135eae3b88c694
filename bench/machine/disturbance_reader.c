// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/disturbance_reader.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench/base/maybe_count.h"
#include "bench/machine/clock.h"
#include "bench/machine/hypervisor.h"
#include "bench/machine/sysfile.h"

#define NS_A_SECOND INT64_C(1000000000)

/* ---- threads ---- */

static void read_usage(struct disturbance *d)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage)) {
		d->voluntary_switches = d->involuntary_switches = COUNT_UNKNOWN;
		d->minor_faults = d->major_faults = COUNT_UNKNOWN;
		return;
	}
	d->voluntary_switches = usage.ru_nvcsw;
	d->involuntary_switches = usage.ru_nivcsw;
	d->minor_faults = usage.ru_minflt;
	d->major_faults = usage.ru_majflt;
}

/* "se.nr_migrations : 3"; only kernels with CONFIG_SCHED_DEBUG have the file. */
static int64_t thread_migrations(void)
{
	FILE *file = sysfile__open_in("", "/proc/thread-self/sched");
	int64_t migrations = COUNT_UNKNOWN;
	char line[256];

	while (file && migrations == COUNT_UNKNOWN && fgets(line, sizeof(line), file)) {
		const char *value = strstr(line, "nr_migrations") ? strchr(line, ':') : NULL;

		if (value)
			migrations = strtoll(value + 1, NULL, 10);
	}
	if (file)
		fclose(file);
	return migrations;
}

/* The file is read outside the span of getrusage. */
void disturbance__begin_thread(struct disturbance_start *start)
{
	start->counts = (struct disturbance){ .migrations = thread_migrations() };
	start->cpu = sched_getcpu();
	read_usage(&start->counts);
}

struct disturbance disturbance__end_thread(const struct disturbance_start *start)
{
	struct disturbance end = { 0 }, d;

	read_usage(&end);
	end.migrations = thread_migrations();
	d = disturbance__between(&start->counts, &end);
	/* A different CPU means at least one migration; the same CPU proves nothing. */
	if (d.migrations == COUNT_UNKNOWN && sched_getcpu() != start->cpu)
		d.migrations = 1;
	return d;
}

/* ---- CPUs ---- */

/* Reads the CPUs of the columns of /proc/interrupts, "CPU0 CPU1 CPU4 ...". Returns their number. */
static size_t read_columns(char *header, int *cpus)
{
	char *rest = header, *word;
	size_t n = 0;

	while (n < CPU_SETSIZE && (word = strsep(&rest, " \t\n")))
		if (!strncmp(word, "CPU", 3))
			cpus[n++] = (int)strtol(word + 3, NULL, 10) % CPU_SETSIZE;
	return n;
}

/*
 * "NMI: 0 0 Non-maskable interrupts": the sum over these CPUs. A line without a description after
 * the numbers, such as ERR, belongs to no CPU.
 */
static int64_t sum_of_line(const char *line, const int *columns, size_t n, const cpu_set_t *cpus)
{
	const char *next = strchr(line, ':');
	int64_t sum = 0;
	char *end;

	if (!next)
		return 0;
	next++;
	for (size_t i = 0; i < n; i++) {
		int64_t value = strtoll(next, &end, 10);

		if (end == next)
			return 0;
		next = end;
		if (CPU_ISSET(columns[i], cpus))
			sum = maybe_count__sum(sum, value);
	}
	return next[strspn(next, " \t\n")] ? sum : 0;
}

static int64_t interrupts_of(const char *root, const cpu_set_t *cpus)
{
	FILE *file = sysfile__open_in(root, "/proc/interrupts");
	int64_t sum = COUNT_UNKNOWN;
	int columns[CPU_SETSIZE];
	char *line = NULL;
	size_t size = 0, n = 0;

	if (!file)
		return COUNT_UNKNOWN;
	if (getline(&line, &size, file) > 0)
		n = read_columns(line, columns);
	if (n)
		sum = 0;
	while (n && getline(&line, &size, file) > 0)
		sum = maybe_count__sum(sum, sum_of_line(line, columns, n, cpus));
	free(line);
	fclose(file);
	return sum;
}

/* "cpu1 user nice system idle iowait irq softirq steal ...", in clock ticks. */
static int64_t steal_of_line(const char *line, const cpu_set_t *cpus)
{
	const int column = 8;
	char *next;
	int64_t value = COUNT_UNKNOWN;
	long cpu;

	if (strncmp(line, "cpu", 3) != 0 || line[3] < '0' || line[3] > '9')
		return COUNT_UNKNOWN;
	cpu = strtol(line + 3, &next, 10);
	if (cpu >= CPU_SETSIZE || !CPU_ISSET((size_t)cpu, cpus))
		return COUNT_UNKNOWN;
	for (int i = 0; i < column; i++)
		value = strtoll(next, &next, 10);
	return value;
}

static int64_t steal_ticks_of(const char *root, const cpu_set_t *cpus)
{
	FILE *file = sysfile__open_in(root, "/proc/stat");
	int64_t sum = COUNT_UNKNOWN;
	char line[512];

	while (file && fgets(line, sizeof(line), file)) {
		int64_t ticks = steal_of_line(line, cpus);

		if (ticks != COUNT_UNKNOWN)
			sum = maybe_count__sum(sum == COUNT_UNKNOWN ? 0 : sum, ticks);
	}
	if (file)
		fclose(file);
	return sum;
}

static int64_t steal_ns_of(const char *root, const cpu_set_t *cpus)
{
	int64_t ticks = steal_ticks_of(root, cpus);

	/* Not every hypervisor reports steal time; the count then stays 0. */
	if (ticks == COUNT_UNKNOWN || (!ticks && hypervisor__is_above(root)))
		return COUNT_UNKNOWN;
	return ticks * (NS_A_SECOND / sysconf(_SC_CLK_TCK));
}

static int64_t throttles_of(const char *root, const cpu_set_t *cpus)
{
	static const char *const names[] = { "core_throttle_count", "package_throttle_count" };
	int64_t sum = COUNT_UNKNOWN;
	char path[128], line[32];

	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		for (size_t i = 0; CPU_ISSET(cpu, cpus) && i < sizeof(names) / sizeof(*names);
		     i++) {
			snprintf(path, sizeof(path),
				 "/sys/devices/system/cpu/cpu%d/thermal_throttle/%s", cpu,
				 names[i]);
			if (!sysfile__read_line_in(root, path, line, sizeof(line)))
				sum = maybe_count__sum(sum == COUNT_UNKNOWN ? 0 : sum,
						       strtoll(line, NULL, 10));
		}
	}
	return sum;
}

struct disturbance disturbance__of_cpus(const char *root, const cpu_set_t *cpus)
{
	return (struct disturbance){
		.interrupts = interrupts_of(root, cpus),
		.steal_ns = steal_ns_of(root, cpus),
		.throttles = throttles_of(root, cpus),
		.suspended_ns = clock__suspended_ns(),
	};
}
