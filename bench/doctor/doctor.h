/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether a machine is fit to measure nanoseconds on, and what would mend it. What is checked
 * stands in the table in doctor.c; tune.c sets what of it may be set.
 */
#ifndef HOOKBENCH_BENCH_DOCTOR_DOCTOR_H
#define HOOKBENCH_BENCH_DOCTOR_DOCTOR_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum fitness {
	FITNESS_OK,
	FITNESS_ADVICE,	 /* could be better, and disturbs nothing by itself */
	FITNESS_WARNING, /* disturbs */
	FITNESS_UNKNOWN,
};

const char *fitness__name(enum fitness fitness);

struct finding {
	enum fitness fitness;
	char now[256];	  /* what it is; "" if that is not known */
	char reason[256]; /* why it is not ok, or not known; "" if it is ok */
	char remedy[256]; /* a shell command that mends it; "" if none does */
};

/* Fills in all but the remedy. */
void finding__set(struct finding *finding, enum fitness fitness, const char *now,
		  const char *reason, ...) __attribute__((format(printf, 4, 5)));
/* Unknown, since it could not be read: a negative errno. */
void finding__set_unreadable(struct finding *finding, int err);

struct load;

/* The machine that is examined. */
struct machine {
	const char *root; /* "" for this one; see sysfile.h */
	/* Two readings some time apart, from which what goes on now is told; NULL: not read. */
	const struct load *before, *after;
};

bool machine__is_this(const struct machine *machine);

/*
 * Files with one value each. Where the kernel lists what can be chosen, the value is the one in
 * brackets.
 */
struct setting {
	const char *files; /* a pattern of glob(7) */
	const char *good;  /* values, with spaces between; the first is what mends */
};

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

/* One file of a setting. `path` is as on a machine, without the root; err is 0 or -errno. */
typedef void (*setting_fn)(const struct setting *setting, const char *path, const char *value,
			   int err, void *context);
/* Calls `visit` for each file, in the order of their names; `root` as in struct machine. */
void setting_guard__for_each(const struct setting *setting, const char *root, setting_fn visit,
			     void *context);
bool setting_guard__is_good(const struct setting *setting, const char *value);
/* The value that mends it. */
void setting_guard__mend(const struct setting *setting, char *value, size_t size);
/* Reads the value of one file. 0, or -errno, silently, with `value` empty. */
int setting_guard__read(const char *root, const char *path, char *value, size_t size);

/*
 * At the start of a run: what disturbs, as far as that is found out at once; a list of texts such
 * as "governor: powersave; better: performance".
 */
json_t *doctor__list_warnings(const struct machine *machine);
/* Warns of them, in at most three lines. */
void doctor__warn(const json_t *warnings);

#endif
