// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/doctor/load.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/maybe_count.h"
#include "bench/base/name_list.h"
#include "bench/machine/clock.h"
#include "bench/machine/disturbance_reader.h"
#include "bench/machine/sysfile.h"

/* Limits in per cent of one CPU: for all other processes together, and for naming a process. */
#define MOST_BUSY  10.0
#define BUSY_NAMED 2.0
/* The average number of runnable processes over a minute. */
#define MOST_AVERAGE 0.5

void load__read(struct load *load, const char *root)
{
	cpu_set_t all;

	memset(&all, 0xff, sizeof(all));
	load->ns = clock__monotonic_ns();
	load->n_processes = process__list(root, &load->processes);
	load->disturbance = disturbance__of_cpus(root, &all);
}

void load__free(struct load *load)
{
	free(load->processes);
	*load = (struct load){ 0 };
}

/* ---- processes ---- */

/* 0 for a process that did not exist. */
static uint64_t ticks_before(const struct load *load, const struct process *p)
{
	for (size_t i = 0; i < load->n_processes; i++)
		if (load->processes[i].pid == p->pid)
			return load->processes[i].ticks;
	return 0;
}

static double busy_percent(const struct machine *m, const struct process *p)
{
	double seconds = (double)(m->after->ns - m->before->ns) / 1e9;
	uint64_t before = ticks_before(m->before, p);

	/* A reused pid belongs to another process. */
	if (p->ticks < before || seconds <= 0)
		return 0;
	return 100 * (double)(p->ticks - before) / (double)sysconf(_SC_CLK_TCK) / seconds;
}

void load__examine_busy(const struct check *check, const struct machine *machine,
			struct finding *finding)
{
	struct name_list names = { 0 };
	double sum = 0;
	char now[96], list[192];

	if (!machine->after->n_processes) {
		finding__set(finding, FITNESS_UNKNOWN, "", "/proc shows no processes");
		return;
	}
	for (size_t i = 0; i < machine->after->n_processes; i++) {
		const struct process *p = &machine->after->processes[i];
		double percent = busy_percent(machine, p);

		sum += percent;
		if (percent >= BUSY_NAMED)
			name_list__add(&names, "%s %d (%.0f %%)", p->name, p->pid, percent);
	}
	snprintf(now, sizeof(now), "%.0f %% of one CPU", sum);
	if (sum <= MOST_BUSY) {
		finding__set(finding, FITNESS_OK, now, "%s", "");
		return;
	}
	name_list__format(&names, list, sizeof(list));
	finding__set(finding, check__severity(check), now, "%s: %s", check->why, list);
}

/* Services that move interrupts, or override settings made by --tune. */
void load__examine_daemons(const struct check *check, const struct machine *machine,
			   struct finding *finding)
{
	static const char *const daemons[] = { "irqbalance",	  "tuned", "thermald",
					       "power-profiles-", "tlp",   "auto-cpufreq" };
	struct name_list names = { 0 };
	char now[192];

	if (!machine->after->n_processes) {
		finding__set(finding, FITNESS_UNKNOWN, "", "/proc shows no processes");
		return;
	}
	for (size_t i = 0; i < machine->after->n_processes; i++)
		for (size_t k = 0; k < sizeof(daemons) / sizeof(*daemons); k++)
			if (!strcmp(machine->after->processes[i].name, daemons[k]))
				name_list__add(&names, "%s", daemons[k]);
	name_list__format(&names, now, sizeof(now));
	if (names.n)
		finding__set(finding, check__severity(check), now, "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, "none", "%s", "");
}

/* ---- the kernel's figures ---- */

void load__examine_average(const struct check *check, const struct machine *machine,
			   struct finding *finding)
{
	char line[128], now[64];
	int err = sysfile__read_line_in(machine->root, "/proc/loadavg", line, sizeof(line));
	double average = strtod(line, NULL);

	if (err) {
		finding__set_unreadable(finding, err);
		return;
	}
	snprintf(now, sizeof(now), "%.2f", average);
	if (average > MOST_AVERAGE)
		finding__set(finding, check__severity(check), now, "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, now, "%s", "");
}

/* "/dev/sda2 partition 976892 1024 -2", after a heading; sizes are in KiB. */
static int64_t swap_used_kib(FILE *swaps)
{
	int64_t used = 0;
	char line[512];

	while (fgets(line, sizeof(line), swaps)) {
		char *rest = line, *word;
		int column = 0;

		while ((word = strsep(&rest, " \t"))) {
			if (word[0] && column++ == 3)
				used += strtoll(word, NULL, 10);
		}
	}
	return used;
}

void load__examine_swap(const struct check *check, const struct machine *machine,
			struct finding *finding)
{
	FILE *swaps = sysfile__open_in(machine->root, "/proc/swaps");
	int64_t used;
	char now[64];

	if (!swaps) {
		finding__set(finding, FITNESS_OK, "", "%s", check->absent);
		return;
	}
	used = swap_used_kib(swaps);
	fclose(swaps);
	snprintf(now, sizeof(now), "%" PRId64 " KiB used", used);
	if (used)
		finding__set(finding, check__severity(check), now, "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, now, "%s", "");
}

void load__examine_steal(const struct check *check, const struct machine *machine,
			 struct finding *finding)
{
	int64_t ns = maybe_count__difference(machine->after->disturbance.steal_ns,
					     machine->before->disturbance.steal_ns);
	double ms = (double)(machine->after->ns - machine->before->ns) / 1e6;
	char now[64];

	if (ns == COUNT_UNKNOWN) {
		finding__set(finding, FITNESS_UNKNOWN, "", "%s", check->absent);
		return;
	}
	snprintf(now, sizeof(now), "%" PRId64 " ms in %.0f ms", ns / 1000000, ms);
	if (ns)
		finding__set(finding, check__severity(check), now, "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, now, "%s", "");
}

void load__examine_throttling(const struct check *check, const struct machine *machine,
			      struct finding *finding)
{
	int64_t since_boot = machine->after->disturbance.throttles;
	int64_t times = maybe_count__difference(since_boot, machine->before->disturbance.throttles);
	char now[64];

	if (times == COUNT_UNKNOWN) {
		finding__set(finding, FITNESS_UNKNOWN, "", "%s", check->absent);
		return;
	}
	snprintf(now, sizeof(now), "%" PRId64 " times now, %" PRId64 " since boot", times,
		 since_boot);
	if (times)
		finding__set(finding, check__severity(check), now, "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, now, "%s", "");
}
