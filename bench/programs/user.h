/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who a command runs as: who called sudo, or who is named; not root, because a hook needs root. */
#ifndef HOOKBENCH_BENCH_PROGRAMS_USER_H
#define HOOKBENCH_BENCH_PROGRAMS_USER_H

#include <stdbool.h>
#include <sys/types.h>

struct user {
	bool is_other; /* than this process's */
	uid_t uid;
	gid_t gid;
	char name[64]; /* the number, if it has none */
	char home[4096], shell[4096];
	int n_groups;
	gid_t *groups; /* supplementary ones */
};

/*
 * `name`: a user's name or number; NULL: who called sudo, else this process's. 0 or -errno, logged.
 * Free in the first case.
 */
int user__find(const char *name, struct user *user);
void user__free(struct user *user);

/* Makes this process the user's, with HOME, USER, LOGNAME and SHELL. 0 or -errno, silently. */
int user__become(const struct user *user);

#endif
