// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Separate from user.c, which looks names up with the C library: a static program cannot do that.
 */
#include <errno.h>
#include <grp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/programs/user.h"

/* About the terminal, the language and where programs are: nothing of the user's own. */
static const char *const kept[] = { "PATH", "TERM",    "COLORTERM", "LANG",	"LANGUAGE", "LC_*",
				    "TZ",   "COLUMNS", "LINES",	    "NO_COLOR", "LS_COLORS" };

static bool is_kept(const char *variable)
{
	size_t length = strcspn(variable, "=");

	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++) {
		size_t size = strlen(kept[i]);

		if (kept[i][size - 1] == '*' ? !strncmp(variable, kept[i], size - 1)
					     : length == size && !memcmp(variable, kept[i], size))
			return true;
	}
	return false;
}

static int change_environment(const struct user *user)
{
	const struct {
		const char *name, *value;
	} own[] = { { "HOME", user->home },
		    { "USER", user->name },
		    { "LOGNAME", user->name },
		    { "SHELL", user->shell } };
	char **from = environ, **to = environ;

	for (; from && *from; from++)
		if (is_kept(*from))
			*to++ = *from;
	if (to)
		*to = NULL;
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (setenv(own[i].name, own[i].value, 1))
			return -errno;
	return 0;
}

int user__become(const struct user *user)
{
	if (!user->is_other)
		return 0;
	if (setgroups((size_t)user->n_groups, user->groups) ||
	    setresgid(user->gid, user->gid, user->gid) ||
	    setresuid(user->uid, user->uid, user->uid))
		return -errno;
	return change_environment(user);
}
