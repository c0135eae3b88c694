/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The finding of a check. */
#ifndef HOOKBENCH_BENCH_DOCTOR_FINDING_H
#define HOOKBENCH_BENCH_DOCTOR_FINDING_H

enum fitness {
	FITNESS_OK,
	FITNESS_ADVICE,	 /* could be better, and disturbs nothing by itself */
	FITNESS_WARNING, /* disturbs */
	FITNESS_UNKNOWN,
};

const char *fitness__name(enum fitness fitness);

struct finding {
	enum fitness fitness;
	char now[256];	  /* the current state; "" if unknown */
	char reason[256]; /* why it is not ok, or unknown; "" if it is ok */
	char remedy[256]; /* a shell command that fixes it; "" if there is none */
};

/* Sets everything but the remedy. */
void finding__set(struct finding *finding, enum fitness fitness, const char *now,
		  const char *reason, ...) __attribute__((format(printf, 4, 5)));
/* Sets the finding to unknown because reading failed with `err`, a negative errno. */
void finding__set_unreadable(struct finding *finding, int err);

#endif
