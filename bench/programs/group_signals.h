/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals that come to this process, and maybe to the supervisor too: what comes both ways was sent
 * to the whole process group, so that the command has it already. Which of them comes first is not
 * known: so a signal is held for a moment before it is forwarded.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_GROUP_SIGNALS_H
#define HOOKBENCH_BENCH_PROGRAMS_GROUP_SIGNALS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define GROUP_SIGNALS_MOST    65 /* numbers */
#define GROUP_SIGNALS_MS      50 /* how long one is held */
#define GROUP_SIGNALS_STEP_MS 10 /* after which to ask what is due */

/* All 0: none has come. */
struct group_signals {
	struct group_signal {
		pid_t sender;
		bool has_come, is_reported;
		uint64_t until_ns; /* 0: it is not held */
	} last[GROUP_SIGNALS_MOST];
};

enum signal_way {
	SIGNAL_IS_FIRST,    /* it is held, if asked for */
	SIGNAL_IS_OF_GROUP, /* it was held, and has come the other way too */
	SIGNAL_IS_KNOWN,    /* the same, but too late */
};

/*
 * One has come: to the supervisor if `is_reported`, otherwise to this process. Times are those of
 * clock__monotonic_ns.
 */
enum signal_way group_signals__take(struct group_signals *g, int number, pid_t sender,
				    bool is_reported, bool hold, uint64_t now_ns);
/* The number of one that was held long enough, and is no longer; 0: none. */
int group_signals__due(struct group_signals *g, uint64_t now_ns);
bool group_signals__are_held(const struct group_signals *g);

#endif
