// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Separate from user.c, which looks names up with the C library: a static program cannot do that.
 */
#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/programs/user.h"

int user__become(const struct user *user)
{
	if (!user->is_other)
		return 0;
	if (setgroups((size_t)user->n_groups, user->groups) ||
	    setresgid(user->gid, user->gid, user->gid) ||
	    setresuid(user->uid, user->uid, user->uid))
		return -errno;
	if (setenv("HOME", user->home, 1) || setenv("USER", user->name, 1) ||
	    setenv("LOGNAME", user->name, 1) || setenv("SHELL", user->shell, 1))
		return -errno;
	return 0;
}
