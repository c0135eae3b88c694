/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A progress line for long work; on a terminal only. */
#ifndef HOOKBENCH_BENCH_BASE_PROGRESS_H
#define HOOKBENCH_BENCH_BASE_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

struct progress {
	unsigned int trial;  /* from 1 */
	unsigned int trials; /* of the whole run; 0 while the backends are probed */
	unsigned int round;  /* from 1 */
	unsigned int rounds;
	const char *backend; /* NULL while a VM boots */
	uint64_t done;	     /* cycles of this trial, without the warm-up */
	uint64_t cycles;
	uint64_t gone_ms;     /* since a VM began to boot; 0: not shown */
	uint64_t expected_ms; /* what that took last time, or what the trials may still take; 0:
				 unknown */
};

/* Called at the start of a trial and about once a second during it. */
typedef void (*progress_fn)(const struct progress *p, void *context);

/*
 * Formats the progress in at most 79 characters. The share of a trial is left out until it has
 * moved: in exact mode it never does.
 */
void progress__format(const struct progress *p, char *text, size_t size);
/* Draws on stderr if that is a terminal, with an estimate of the time left; a progress_fn. */
void progress__draw(const struct progress *p, void *context);
/* Draws a line of text in the same place, cut to the terminal's width. */
void progress__text(const char *text);
/* Erases the line, if one is drawn: called before anything else is written. */
void progress__clear(void);
/* Disables the line. */
void progress__disable(void);

#endif
