// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/folders.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Creates what the first `length` bytes of the path name. */
static int make(char *path, size_t length, size_t *there)
{
	char end = path[length];
	int err;

	path[length] = '\0';
	err = mkdir(path, 0777) ? -errno : 0;
	path[length] = end;
	if (err != -EEXIST)
		return err;
	*there = length;
	return 0;
}

int folders__make(const char *path, size_t *there)
{
	char copy[PATH_MAX];
	size_t length, existing = 0;
	int err = 0;

	if (there)
		*there = strlen(path);
	if ((size_t)snprintf(copy, sizeof(copy), "%s", path) >= sizeof(copy))
		return -ENAMETOOLONG;
	for (length = strcspn(copy, "/"); copy[length] && !err;
	     length += 1 + strcspn(copy + length + 1, "/"))
		if (length && copy[length - 1] != '/')
			err = make(copy, length, &existing);
	if (!err && (!length || copy[length - 1] != '/'))
		err = make(copy, length, &existing);
	if (there)
		*there = existing;
	return err;
}

void folders__remove_made(const char *path, size_t there)
{
	char copy[PATH_MAX];
	size_t length = (size_t)snprintf(copy, sizeof(copy), "%s", path);

	while (length < sizeof(copy)) {
		while (length > there && copy[length - 1] == '/')
			length--;
		if (length <= there)
			return;
		copy[length] = '\0';
		/* One that was not reached is missing; one that is not empty stays. */
		if (rmdir(copy) && errno != ENOENT)
			return;
		while (length && copy[length - 1] != '/')
			length--;
	}
}
