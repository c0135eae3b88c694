// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/machine/sysfile.h"

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	remove(path);
	return 0;
}

void scratch__remove_tree(const char *path)
{
	/* FTW_PHYS and FTW_MOUNT: neither a symbolic link nor a mount leads out of it. */
	nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

bool scratch__is_in_use(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
}

static void visit_folder(const char *path, scratch_fn visit, void *context)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return;
	/* As mkdtemp makes them: a folder that somebody else named so is not ours. */
	if (!fstat(fd, &st) && (st.st_mode & 07777) == 0700)
		visit(path, fd, context);
	close(fd);
}

void scratch__for_each(const char *parent, const char *prefix, scratch_fn visit, void *context)
{
	size_t length = strlen(prefix);
	char path[4096];
	struct dirent *entry;
	DIR *folder = opendir(parent);

	if (!folder)
		return;
	while ((entry = readdir(folder))) {
		const char *name = entry->d_name;

		/* Exactly what mkdtemp makes of PREFIX-XXXXXX. */
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
		scratch__remove_tree(path);
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

int scratch__make_locked(const char *parent, const char *prefix, char *path, size_t size)
{
	int fd, lock = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (lock < 0)
		return -errno;
	/* Or a sweep could find the new folder between its creation and its lock. */
	flock(lock, LOCK_EX);
	scratch__for_each(parent, prefix, remove_if_unlocked, NULL);
	fd = make_locked(parent, prefix, path, size);
	close(lock);
	return fd;
}

static const char *file_system__name(int fd)
{
	static const struct {
		long magic;
		const char *name;
	} names[] = {
		{ TMPFS_MAGIC, "tmpfs" },     { EXT4_SUPER_MAGIC, "ext4" },
		{ XFS_SUPER_MAGIC, "xfs" },   { BTRFS_SUPER_MAGIC, "btrfs" },
		{ F2FS_SUPER_MAGIC, "f2fs" }, { OVERLAYFS_SUPER_MAGIC, "overlay" },
		{ RAMFS_MAGIC, "ramfs" },     { NFS_SUPER_MAGIC, "nfs" },
	};
	struct statfs st;

	if (fstatfs(fd, &st))
		return "unknown";
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (names[i].magic == (long)st.f_type)
			return names[i].name;
	return "other";
}

int scratch__create(struct scratch *scratch, const char *parent)
{
	scratch->path[0] = '\0';
	if (parent) {
		scratch->fd = scratch__make_locked(parent, SCRATCH_PREFIX, scratch->path,
						   sizeof(scratch->path));
	} else {
		scratch->fd = sysfile__mount_detached("tmpfs");
	}
	if (scratch->fd == -EPERM && !parent)
		log__error(
			"only root may mount a tmpfs to work in, and load BPF programs: run it as "
			"root, or measure in a VM with --kernel");
	else if (scratch->fd < 0)
		log__error("cannot make a folder to work in, %s: %s; name another with --dir",
			   parent ? parent : "on a new tmpfs", strerror(-scratch->fd));
	if (scratch->fd < 0)
		return scratch->fd;
	snprintf(scratch->file_system, sizeof(scratch->file_system), "%s",
		 file_system__name(scratch->fd));
	return 0;
}

int scratch__subfolder(const struct scratch *scratch, unsigned int number)
{
	char name[32];
	int fd;

	snprintf(name, sizeof(name), "worker-%u", number);
	if (mkdirat(scratch->fd, name, 0700) && errno != EEXIST) {
		log__error("cannot make a folder for a worker: %s", strerror(errno));
		return -errno;
	}
	fd = openat(scratch->fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		log__error("cannot open a worker's folder: %s", strerror(errno));
	return fd < 0 ? -errno : fd;
}

void scratch__remove(struct scratch *scratch)
{
	if (scratch->fd < 0)
		return;
	if (scratch->path[0])
		scratch__remove_tree(scratch->path);
	close(scratch->fd);
	scratch->fd = -1;
}
