/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A check of the machine: a row of the table in checks.c, and what it finds. */
#ifndef HOOKBENCH_BENCH_DOCTOR_CHECK_H
#define HOOKBENCH_BENCH_DOCTOR_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/doctor/finding.h"
#include "bench/doctor/setting.h"

struct load;

/* The machine that is examined. */
struct machine {
	const char *root; /* "" for this one; see sysfile.h */
	/* Two readings some time apart, which show what goes on now; NULL: not read. */
	const struct load *before, *after;
};

bool machine__is_this(const struct machine *machine);

/* A list that the kernel keeps, one line an entry. */
struct kernel_list {
	const char *type; /* of the file system, which need not be mounted */
	const char *path; /* where it is mounted, if it is */
	const char *file;
	int column; /* of the function's name, from 0 */
};

struct check {
	const char *name;
	const char *what;	    /* in words, what is found out */
	const char *why;	    /* why it disturbs when it is not as wanted */
	const char *wanted;	    /* in words; NULL: the settings' good values */
	const char *remedy;	    /* a shell command; NULL: made from the settings */
	const char *absent;	    /* what it means that none of the files is there */
	bool is_absence_ok;	    /* and whether that is ok, or unknown */
	bool is_advice;		    /* not as wanted is FITNESS_ADVICE */
	bool is_tunable;	    /* --tune may set it */
	bool is_slow;		    /* not for the start of a run */
	struct setting settings[2]; /* alternatives of which a machine has one */
	struct kernel_list list;
	/* For what is not a setting. `finding` is ok and empty, and has the row's remedy. */
	void (*examine)(const struct check *check, const struct machine *machine,
			struct finding *finding);
};

/* Ends with a row whose name is NULL. */
extern const struct check doctor_checks[];

/* What it comes to if something is not as wanted. */
enum fitness check__severity(const struct check *check);
void check__examine(const struct check *check, const struct machine *machine,
		    struct finding *finding);
/* What it should be, in words. */
void check__wanted(const struct check *check, char *text, size_t size);

#endif
