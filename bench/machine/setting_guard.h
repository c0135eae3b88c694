/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changes a kernel setting for a while, and restores it whatever happens: a process of its own does
 * so when this one dies. If that is killed, too, the record of the setting remains, by which
 * `hookbench doctor --restore` restores it.
 *
 * Processes that change a setting at the same time share the record: the last one restores what was
 * there before the first.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_SETTING_GUARD_H
#define HOOKBENCH_BENCH_MACHINE_SETTING_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* For what root must not lose before the next boot. */
#define STATE_FOLDER "/run/hookbench"

struct guarded_setting {
	const char *name;
	const char *type, *path; /* of the file: see sysfile__open_of */
	const char *record;	 /* a file with the value before; NULL: none */
};

enum guarded_setting_id {
	GUARDED_PRINTK_EVENT, /* the kernel turns it on when a program with bpf_trace_printk loads
			       */
	GUARDED_KPROBE_JUMPS,
	GUARDED_SETTINGS,
};

extern const struct guarded_setting guarded_settings[GUARDED_SETTINGS];

/* Initialise with { 0 }. */
struct setting_guard {
	bool is_holding; /* the rest is set */
	const struct guarded_setting *setting;
	pid_t pid; /* of the process that restores it; 0: none */
	int pipe;
	int file;   /* of the setting, open for writing */
	int record; /* locked; -1: none */
	char before[64];
};

/* Sets the setting to `value`. 0, or -errno, not logged, with nothing to release. */
int setting_guard__hold(struct setting_guard *guard, const struct guarded_setting *setting,
			const char *value);
/* The same for a setting that something else is about to set to `value`. */
int setting_guard__expect(struct setting_guard *guard, const struct guarded_setting *setting,
			  const char *value);
/* Returns once the setting is restored, or if nothing is held. */
void setting_guard__release(struct setting_guard *guard);

enum record_state {
	RECORD_NONE,
	RECORD_IN_USE, /* by a process that will restore the setting */
	RECORD_LEFT,   /* by one that was killed */
};

/* `root`: see sysfile.h. */
enum record_state setting_record__state(const char *root, const struct guarded_setting *setting);
/*
 * Restores a setting that was left. 1 with the value that it had and has again; 0 if it was not
 * left, or is already restored; or -errno, not logged.
 */
int setting_record__restore(const char *root, const struct guarded_setting *setting, char *left,
			    char *before, size_t size);

#endif
