// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "bench/base/locked_folder.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/machine/sysfile.h"

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

/* Where anybody may have a folder; the first is a tmpfs, too, where there is one. */
static const char *const shared_folders[] = { "/dev/shm", "/tmp" };

/* For a process that may not mount. */
static int make_shared(struct scratch *scratch)
{
	int fd = -EPERM;

	for (size_t i = 0; i < sizeof(shared_folders) / sizeof(*shared_folders) && fd < 0; i++)
		fd = locked_folder__make(shared_folders[i], SCRATCH_PREFIX, scratch->path,
					 sizeof(scratch->path));
	if (fd < 0)
		scratch->path[0] = '\0';
	else
		log__warning(
			"working in %s: a private tmpfs cannot be mounted without CAP_SYS_ADMIN; --dir chooses another folder",
			scratch->path);
	return fd;
}

int scratch__create(struct scratch *scratch, const char *parent)
{
	scratch->path[0] = '\0';
	if (parent)
		scratch->fd = locked_folder__make(parent, SCRATCH_PREFIX, scratch->path,
						  sizeof(scratch->path));
	else
		scratch->fd = sysfile__mount_detached("tmpfs");
	if (scratch->fd == -EPERM && !parent)
		scratch->fd = make_shared(scratch);
	if (scratch->fd < 0)
		return log__fail(
			machine_failure__note_errno(scratch->fd),
			"cannot create the working folder in %s: %s; choose another place with --dir",
			parent ? parent : "a new tmpfs", locked_folder__error(scratch->fd));
	snprintf(scratch->file_system, sizeof(scratch->file_system), "%s",
		 file_system__name(scratch->fd));
	return 0;
}

int scratch__subfolder(const struct scratch *scratch, unsigned int number)
{
	char name[32];
	int fd;

	snprintf(name, sizeof(name), "worker-%u", number);
	if (mkdirat(scratch->fd, name, 0700) && errno != EEXIST)
		return log__fail(machine_failure__note_errno(-errno),
				 "cannot create a worker's folder: %s", strerror(errno));
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
		locked_folder__remove_tree(scratch->path);
	close(scratch->fd);
	scratch->fd = -1;
}
