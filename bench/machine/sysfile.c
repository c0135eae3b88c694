// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/sysfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <zlib.h>

static int read_text_at(int folder, const char *path, char *text, size_t size)
{
	int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	text[0] = '\0';
	if (fd < 0)
		return -errno;
	n = read(fd, text, size - 1);
	if (n < 0)
		n = -errno;
	close(fd);
	if (n < 0)
		return (int)n;
	text[n] = '\0';
	return 0;
}

int sysfile__read_line_at(int folder, const char *path, char *line, size_t size)
{
	int err = read_text_at(folder, path, line, size);

	line[strcspn(line, "\n")] = '\0';
	return err;
}

int sysfile__read_line(const char *path, char *line, size_t size)
{
	return sysfile__read_line_at(AT_FDCWD, path, line, size);
}

FILE *sysfile__open_in(const char *root, const char *path)
{
	char whole[PATH_MAX];

	snprintf(whole, sizeof(whole), "%s%s", root, path);
	return fopen(whole, "re");
}

int sysfile__read_text_in(const char *root, const char *path, char *text, size_t size)
{
	char whole[PATH_MAX];

	snprintf(whole, sizeof(whole), "%s%s", root, path);
	return read_text_at(AT_FDCWD, whole, text, size);
}

int sysfile__read_line_in(const char *root, const char *path, char *line, size_t size)
{
	char whole[PATH_MAX];

	snprintf(whole, sizeof(whole), "%s%s", root, path);
	return sysfile__read_line(whole, line, size);
}

/* Where systems mount the kernel's file systems. */
static const struct usual_mount {
	const char *type, *path;
	long magic;
} usual_mounts[] = {
	{ "tracefs", "/sys/kernel/tracing", TRACEFS_MAGIC },
	{ "debugfs", "/sys/kernel/debug", DEBUGFS_MAGIC },
	{ "securityfs", "/sys/kernel/security", SECURITYFS_MAGIC },
};

static const struct usual_mount *find_usual_mount(const char *type)
{
	for (size_t i = 0; i < sizeof(usual_mounts) / sizeof(*usual_mounts); i++)
		if (!strcmp(usual_mounts[i].type, type))
			return &usual_mounts[i];
	return NULL;
}

/* -EPERM if it is not mounted there. */
static int open_usual_mount(const char *type)
{
	const struct usual_mount *mount = find_usual_mount(type);
	int fd = mount ? open(mount->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	struct statfs st;

	if (fd >= 0 && !fstatfs(fd, &st) && (long)st.f_type == mount->magic)
		return fd;
	if (fd >= 0)
		close(fd);
	return -EPERM;
}

/*
 * Under lockdown=confidentiality, tracefs is empty, and newer kernels (6.12 and 7.3, for example)
 * crash when an empty tracefs is unmounted.
 */
static bool is_dangerous(const char *type)
{
	char line[64];

	if (strcmp(type, "tracefs") != 0)
		return false;
	sysfile__read_line_detached("securityfs", "lockdown", line, sizeof(line));
	return strstr(line, "[confidentiality]");
}

int sysfile__mount_detached(const char *type)
{
	int context, mount = -1;

	if (is_dangerous(type))
		return -EPERM;
	context = fsopen(type, FSOPEN_CLOEXEC);
	/* Mounting needs CAP_SYS_ADMIN; what is already mounted may still be readable. */
	if (context < 0 && errno == EPERM)
		return open_usual_mount(type);
	if (context < 0)
		return -errno;
	if (!fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		mount = fsmount(context, FSMOUNT_CLOEXEC, 0);
	if (mount < 0)
		mount = -errno;
	close(context);
	return mount;
}

static int open_detached(const char *type, const char *path, int flags)
{
	int folder = sysfile__mount_detached(type), fd;

	if (folder < 0)
		return folder;
	fd = openat(folder, path, flags | O_CLOEXEC);
	if (fd < 0)
		fd = -errno;
	close(folder);
	return fd;
}

FILE *sysfile__open_detached(const char *type, const char *path)
{
	int fd = open_detached(type, path, O_RDONLY);

	if (fd < 0)
		errno = -fd;
	return fd < 0 ? NULL : fdopen(fd, "r");
}

void sysfile__path_of(const char *root, const char *type, const char *path, char *text, size_t size)
{
	const struct usual_mount *mount = type ? find_usual_mount(type) : NULL;

	snprintf(text, size, "%s%s%s%s", root, mount ? mount->path : "", mount ? "/" : "", path);
}

int sysfile__open_of(const char *root, const char *type, const char *path, int flags)
{
	char whole[PATH_MAX];
	int fd;

	if (!root[0] && type)
		return open_detached(type, path, flags);
	sysfile__path_of(root, type, path, whole, sizeof(whole));
	fd = open(whole, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int sysfile__read_line_detached(const char *type, const char *path, char *line, size_t size)
{
	int folder = sysfile__mount_detached(type);
	int err = folder;

	line[0] = '\0';
	if (folder < 0)
		return err;
	err = sysfile__read_line_at(folder, path, line, size);
	close(folder);
	return err;
}

/* gzopen also reads uncompressed files. */
static gzFile kernel_config__open(void)
{
	struct utsname name;
	char path[128];
	gzFile file = gzopen("/proc/config.gz", "re");

	if (file || uname(&name))
		return file;
	snprintf(path, sizeof(path), "/boot/config-%s", name.release);
	return gzopen(path, "re");
}

char sysfile__kernel_config(const char *option)
{
	gzFile file = kernel_config__open();
	size_t length = strlen(option);
	char line[256], value = 'n';

	if (!file)
		return 0;
	while (gzgets(file, line, sizeof(line)))
		if (!strncmp(line, option, length) && line[length] == '=')
			value = line[length + 1];
	gzclose(file);
	return value;
}
