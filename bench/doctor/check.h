/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A check of the machine: a row of the table in checks.c. */
#ifndef HOOKBENCH_BENCH_DOCTOR_CHECK_H
#define HOOKBENCH_BENCH_DOCTOR_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/doctor/finding.h"
#include "bench/doctor/setting.h"
#include "bench/kernel/kernel_switch.h"

struct load;

/* The machine that is examined. */
struct machine {
	const char *root; /* "" for this one; see sysfile.h */
	/* Two readings some time apart, which show current activity; NULL: not read. */
	const struct load *before, *after;
};

bool machine__is_this(const struct machine *machine);

/* A list that the kernel keeps, one entry per line. */
struct kernel_list {
	const char *type; /* of the file system, which need not be mounted */
	const char *path; /* its usual mount point */
	const char *file;
	int column; /* of the function's name, from 0 */
};

struct check {
	const char *name;
	const char *what;   /* what is checked, in words */
	const char *why;    /* why a bad value disturbs */
	const char *wanted; /* the desired state in words; NULL: the settings' good values */
	const char *remedy; /* a shell command; NULL: derived from the settings */
	const char *absent; /* what it means if none of the files exists */
	bool is_absence_ok; /* whether that is ok, or unknown */
	bool is_advice;	    /* a bad value is FITNESS_ADVICE */
	bool is_tunable;    /* --tune may set it */
	bool is_slow;	    /* skipped at the start of a run */
	enum kernel_switch_id kernel_switch;
	struct setting settings[2]; /* alternatives of which a machine has one */
	struct kernel_list list;
	/*
	 * For a check that is not a setting. On entry, `finding` is ok, empty, and has the row's
	 * remedy.
	 */
	void (*examine)(const struct check *check, const struct machine *machine,
			struct finding *finding);
};

/* Ends with a row whose name is NULL. */
extern const struct check doctor_checks[];

/* The fitness that a bad value results in. */
enum fitness check__severity(const struct check *check);
void check__examine(const struct check *check, const struct machine *machine,
		    struct finding *finding);
/* The desired state, in words. */
void check__wanted(const struct check *check, char *text, size_t size);

#endif
