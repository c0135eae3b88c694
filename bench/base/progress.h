/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line that tells how far a long piece of work is; on a terminal only. */
#ifndef HOOKBENCH_BENCH_BASE_PROGRESS_H
#define HOOKBENCH_BENCH_BASE_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

struct progress {
	unsigned int trial;  /* from 1 */
	unsigned int trials; /* of the whole run; 0 while the backends are tried */
	unsigned int round;  /* from 1 */
	unsigned int rounds;
	const char *backend; /* NULL while a VM boots */
	uint64_t done;	     /* cycles of this trial, warm-up left out */
	uint64_t cycles;
};

/* Called at the start of a trial and about once a second during it. */
typedef void (*progress_fn)(const struct progress *p, void *context);

/* How far it is, in at most 79 characters. */
void progress__format(const struct progress *p, char *text, size_t size);
/* Draws on stderr if that is a terminal; a progress_fn. */
void progress__draw(const struct progress *p, void *context);
/* Draws one line of text in the same place. */
void progress__text(const char *text);
/* Removes the line, if there is one: called before anything else is written. */
void progress__clear(void);
/* Never draw. */
void progress__disable(void);

#endif
