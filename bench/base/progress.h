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
};

/* Called at the start of a trial and about once a second during it. */
typedef void (*progress_fn)(const struct progress *p, void *context);

/* Formats the progress in at most 79 characters. */
void progress__format(const struct progress *p, char *text, size_t size);
/* Draws on stderr if that is a terminal; a progress_fn. */
void progress__draw(const struct progress *p, void *context);
/* Draws a line of text in the same place. */
void progress__text(const char *text);
/* Erases the line, if one is drawn: called before anything else is written. */
void progress__clear(void);
/* Disables the line. */
void progress__disable(void);

#endif
