// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/quiet.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/guest/host.h"
#include "bench/machine/sysfile.h"

/* A multiple of the periods of the kernel's own periodic work: 1, 2 and 5 seconds. */
#define PHASE_S 10

/* Clock ticks since boot in which the CPUs were not idle. */
static unsigned long long busy_ticks(void)
{
	/* cpu user nice system idle iowait irq softirq ... */
	static const bool is_busy[] = { true, true, true, false, false, true, true };
	unsigned long long busy = 0;
	char line[256], *next = line;

	if (sysfile__read_line("/proc/stat", line, sizeof(line)) || !(next = strchr(line, ' ')))
		return 0;
	for (size_t i = 0; i < sizeof(is_busy) / sizeof(*is_busy); i++) {
		unsigned long long ticks = strtoull(next, &next, 10);

		busy += is_busy[i] ? ticks : 0;
	}
	return busy;
}

/*
 * Some kernels (7.2 and 7.3) continue deferred work for a second or two after starting the first
 * process. A guest is quiet if at most one tick in a hundred was busy for a second. The exact clock
 * skips idle time, so waiting costs almost nothing.
 */
static bool wait_until_quiet(bool unless_asked)
{
	const int most_seconds = 10, ticks_a_second = (int)sysconf(_SC_CLK_TCK);

	for (int i = 0; i < most_seconds; i++) {
		unsigned long long before = busy_ticks();

		if (!unless_asked)
			sleep(1);
		else if (host__wait(1000))
			return false;
		if (busy_ticks() - before <= (unsigned long long)ticks_a_second / 100)
			return true;
	}
	log__warning("the guest did not become quiet within %d seconds", most_seconds);
	return true;
}

void quiet__wait(void)
{
	wait_until_quiet(false);
}

bool quiet__wait_unless_asked(void)
{
	return wait_until_quiet(true);
}

void quiet__wait_for_phase(void)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += PHASE_S - until.tv_sec % PHASE_S;
	until.tv_nsec = 0;
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}
