// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/user.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"

#define MAX_GROUPS 65536 /* the kernel's NGROUPS_MAX */

static bool parse_id(const char *text, uint32_t *id)
{
	char *end;
	unsigned long long number;

	errno = 0;
	number = text ? strtoull(text, &end, 10) : 0;
	if (!text || text[0] < '0' || text[0] > '9' || *end || errno || number >= UINT32_MAX)
		return false;
	*id = (uint32_t)number;
	return true;
}

static void fill(struct user *user, const struct passwd *entry)
{
	if (!entry) { /* a number without a name, as in containers */
		snprintf(user->name, sizeof(user->name), "%u", user->uid);
		snprintf(user->home, sizeof(user->home), "/");
		snprintf(user->shell, sizeof(user->shell), "/bin/sh");
		return;
	}
	user->uid = entry->pw_uid;
	user->gid = entry->pw_gid;
	snprintf(user->name, sizeof(user->name), "%s", entry->pw_name);
	snprintf(user->home, sizeof(user->home), "%s", entry->pw_dir);
	snprintf(user->shell, sizeof(user->shell), "%s", entry->pw_shell);
}

/* 0 or -ENOENT. */
static int by_name(const char *name, struct user *user)
{
	const struct passwd *entry = getpwnam(name);
	uint32_t id;

	if (!entry) {
		if (!parse_id(name, &id))
			return -ENOENT;
		user->uid = user->gid = id;
		entry = getpwuid(id);
	}
	fill(user, entry);
	return 0;
}

/*
 * sudo names the caller in its variables, which are trusted only if this process runs as root. Half
 * of them, or a typing mistake, must not mean root. 0 or -EINVAL, logged.
 */
static int by_caller(struct user *user)
{
	const char *uid = getenv("SUDO_UID"), *gid = getenv("SUDO_GID");

	user->uid = geteuid();
	user->gid = getegid();
	if (!geteuid() && (uid || gid)) {
		if (!parse_id(uid, &user->uid) || !parse_id(gid, &user->gid))
			return log__fail(
				-EINVAL,
				"SUDO_UID is \"%s\" and SUDO_GID is \"%s\", but both must be numbers: name the user of the command with --user, or unset both",
				uid ? uid : "", gid ? gid : "");
	}
	return 0;
}

/* The group is the one that sudo was called with, not that of the user's entry. */
static int find_caller(struct user *user)
{
	int err = by_caller(user);
	gid_t gid = user->gid;

	if (err)
		return err;
	fill(user, getpwuid(user->uid));
	user->gid = gid;
	return 0;
}

static int read_groups(struct user *user)
{
	user->groups = calloc(MAX_GROUPS, sizeof(*user->groups));
	if (!user->groups)
		return log__out_of_memory();
	user->n_groups = MAX_GROUPS;
	if (getgrouplist(user->name, user->gid, user->groups, &user->n_groups) < 0)
		user->n_groups = MAX_GROUPS;
	return 0;
}

int user__find(const char *name, struct user *user)
{
	*user = (struct user){ 0 };
	if (!name) {
		if (find_caller(user))
			return -EINVAL;
	} else if (by_name(name, user)) {
		log__error("there is no user \"%s\" on this machine", name);
		return -EINVAL;
	}
	user->is_other = user->uid != geteuid();
	if (user->is_other && geteuid()) {
		log__error(
			"only root may run a command as another user: leave out --user, or run hookbench as root (sudo)");
		return -EPERM;
	}
	return user->is_other ? read_groups(user) : 0;
}

void user__free(struct user *user)
{
	free(user->groups);
	user->groups = NULL;
}
