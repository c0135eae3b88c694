/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changes the tunable settings of the doctor's table, and restores them.
 *
 * The previous values are stored atomically in ROOT/run/hookbench/tuned.json before anything is
 * changed: whenever the process dies, tune__restore knows what to restore. The folder is locked
 * meanwhile, so that two processes cannot interfere.
 */
#ifndef HOOKBENCH_BENCH_DOCTOR_TUNE_H
#define HOOKBENCH_BENCH_DOCTOR_TUNE_H

#include <limits.h>

#include "bench/machine/setting_guard.h"

#define TUNE_FOLDER STATE_FOLDER
#define TUNE_STATE  TUNE_FOLDER "/tuned.json"
#define TUNE_SCHEMA "hookbench-tuned/1"

struct tune_change {
	char check[64];	     /* the row's name */
	char path[PATH_MAX]; /* of the file, without the root */
	char before[256];    /* the oldest known value */
	char set[256];
};

enum tune_outcome {
	TUNE_SET,
	TUNE_REFUSED,  /* it could not be set or restored; `value` is the reason */
	TUNE_RESTORED, /* it has its previous value again */
	TUNE_LEFT,     /* another process set it to `value` meanwhile: left unchanged */
};

/* Called for each file that is set or restored. */
typedef void (*tune_fn)(const struct tune_change *change, enum tune_outcome outcome,
			const char *value, void *context);

/*
 * Sets every tunable setting that has a bad value. A setting that was changed before and not yet
 * restored keeps its oldest value. 0; -EBUSY if another process is changing settings; -EIO if a
 * file could not be set, as `report` is called with; or another -errno, logged, with nothing set.
 * `root`: see sysfile.h.
 */
int tune__set(const char *root, tune_fn report, void *context);
/*
 * Restores the settings that still have the value from tune__set, and removes the stored values;
 * then what a hookbench that was killed has left changed (guarded_settings). 0, also if nothing is
 * stored; -EBUSY; -EIO if a file could not be restored, whose value stays
 * stored; or another -errno, logged, with nothing restored.
 */
int tune__restore(const char *root, tune_fn report, void *context);

#endif
