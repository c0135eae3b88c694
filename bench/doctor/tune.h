/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets what the doctor's table says may be set, and puts it back.
 *
 * The values from before are stored in ROOT/run/hookbench/tuned.json, whole or not at all, before
 * anything is set: whenever the process dies, tune__restore knows what to put back. The folder is
 * locked meanwhile, so that two at once are kept apart.
 */
#ifndef HOOKBENCH_BENCH_DOCTOR_TUNE_H
#define HOOKBENCH_BENCH_DOCTOR_TUNE_H

#include <limits.h>

#define TUNE_FOLDER "/run/hookbench"
#define TUNE_STATE  TUNE_FOLDER "/tuned.json"
#define TUNE_SCHEMA "hookbench-tuned/1"

struct tune_change {
	char check[64];	     /* the row's name */
	char path[PATH_MAX]; /* of the file, without the root */
	char before[256];    /* the oldest value that is known */
	char set[256];
};

enum tune_outcome {
	TUNE_SET,
	TUNE_REFUSED,  /* it could not be set, or put back; `value` is why */
	TUNE_RESTORED, /* it has its old value again */
	TUNE_LEFT,     /* somebody else set it to `value` meanwhile: it is left so */
};

/* Told of each file that is set or put back. */
typedef void (*tune_fn)(const struct tune_change *change, enum tune_outcome outcome,
			const char *value, void *context);

/*
 * Sets all that is not as wanted. What was set before and not put back yet keeps its oldest value.
 * 0; -EBUSY if another is at it; -EIO if a file refused, which `told` knows; or another -errno,
 * logged, with nothing set. `root` is as in sysfile.h.
 */
int tune__set(const char *root, tune_fn told, void *context);
/*
 * Puts back what still has the value that tune__set gave it, and removes the stored values. 0, also
 * if there are none; -EBUSY; -EIO if a file refused, whose value stays stored; or another -errno,
 * logged, with nothing put back.
 */
int tune__restore(const char *root, tune_fn told, void *context);

#endif
