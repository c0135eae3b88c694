// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/locked_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	remove(path);
	return 0;
}

void locked_folder__remove_tree(const char *path)
{
	/* FTW_PHYS and FTW_MOUNT: follows no symbolic link and crosses no mount. */
	nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

bool locked_folder__is_in_use(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
}

static void visit_folder(const char *path, locked_folder_fn visit, void *context)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return;
	/* Only folders with the mode that mkdtemp sets: others of that name are not ours. */
	if (!fstat(fd, &st) && (st.st_mode & 07777) == 0700)
		visit(path, fd, context);
	close(fd);
}

void locked_folder__for_each(const char *parent, const char *prefix, locked_folder_fn visit,
			     void *context)
{
	size_t length = strlen(prefix);
	char path[4096];
	struct dirent *entry;
	DIR *folder = opendir(parent);

	if (!folder)
		return;
	while ((entry = readdir(folder))) {
		const char *name = entry->d_name;

		/* Whether mkdtemp could have made this name from PREFIX-XXXXXX. */
		if (strncmp(name, prefix, length) != 0 || name[length] != '-' ||
		    strlen(name) != length + 7)
			continue;
		snprintf(path, sizeof(path), "%s/%s", parent, name);
		visit_folder(path, visit, context);
	}
	closedir(folder);
}

static void remove_if_unlocked(const char *path, int fd, void *context)
{
	struct stat st;

	(void)context;
	if (!fstat(fd, &st) && st.st_uid == geteuid() && !flock(fd, LOCK_EX | LOCK_NB))
		locked_folder__remove_tree(path);
}

static int make_locked(const char *parent, const char *prefix, char *path, size_t size)
{
	int fd, err;

	if ((size_t)snprintf(path, size, "%s/%s-XXXXXX", parent, prefix) >= size)
		return -ENAMETOOLONG;
	if (!mkdtemp(path))
		return -errno;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 && !flock(fd, LOCK_EX | LOCK_NB))
		return fd;
	err = -errno;
	if (fd >= 0)
		close(fd);
	rmdir(path);
	return err;
}

int locked_folder__make(const char *parent, const char *prefix, char *path, size_t size)
{
	int fd, lock = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (lock < 0)
		return -errno;
	/* Without this, a sweep could find the new folder between its creation and its lock. */
	flock(lock, LOCK_EX);
	locked_folder__for_each(parent, prefix, remove_if_unlocked, NULL);
	fd = make_locked(parent, prefix, path, size);
	close(lock);
	return fd;
}
