/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The user that a command runs as: the one who called sudo, or the one named. Not root, although
 * the hook needs root.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_USER_H
#define HOOKBENCH_BENCH_PROGRAMS_USER_H

#include <stdbool.h>
#include <sys/types.h>

struct user {
	bool is_other; /* than this process's user */
	uid_t uid;
	gid_t gid;
	char name[64]; /* the number, if the user has no name */
	char home[4096], shell[4096];
	int n_groups;
	gid_t *groups; /* supplementary ones */
};

/*
 * `name`: a user's name or number; NULL: the user who called sudo, else this process's user. 0:
 * free it then; or -errno, logged.
 */
int user__find(const char *name, struct user *user);
void user__free(struct user *user);

/*
 * Changes this process to the user. If it is another one, the environment is what `sudo -u` would
 * make of it: HOME, USER, LOGNAME and SHELL are the user's, a few variables are kept, and all
 * others go, as they may hold secrets of this process's user, or lead to its files. 0 or -errno,
 * silently.
 */
int user__become(const struct user *user);

#endif
