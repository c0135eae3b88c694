/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A process between this one and a command, which ends the command and all its descendants if this
 * process is killed. Descendants that have left the session or the process group are found too: the
 * supervisor is their subreaper. Only what a command asks another program to start (systemd, cron)
 * is not its descendant.
 *
 * It is in the process group of both, so that the terminal treats all three alike, and it is never
 * stopped or ended by the terminal's signals. Once the command has ended, it ends too; then orphans
 * are children of this process, if that is a subreaper.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_SUPERVISOR_H
#define HOOKBENCH_BENCH_PROGRAMS_SUPERVISOR_H

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

struct supervisor {
	pid_t pid;
	int line; /* a socket */
};

struct supervisor_report {
	enum {
		REPORT_STARTED, /* always the first */
		REPORT_FAILED,	/* it could not fork */
		REPORT_STOPPED,
		REPORT_SIGNAL, /* the supervisor received a signal that is meant for this process */
		REPORT_ENDED,  /* always the last */
	} kind;
	int number; /* the wait status, errno or signal */
	pid_t pid;  /* of the command, or of the signal's sender */
	struct rusage usage;
};

/*
 * Executes the command; called in the command's process, whose parent is `parent`. Does not return.
 */
typedef void (*supervised_fn)(void *context, pid_t parent);

/* 0 once the command's process is there, with its pid; or -errno, not logged. */
int supervisor__start(struct supervisor *s, supervised_fn run, void *context, pid_t *command);
/* Waits for the next report. False if the supervisor was killed. */
bool supervisor__read(const struct supervisor *s, struct supervisor_report *report);
/* Sends the command a signal. */
void supervisor__signal(const struct supervisor *s, int number);
/* Waits until the supervisor has ended. */
void supervisor__close(struct supervisor *s);

#endif
