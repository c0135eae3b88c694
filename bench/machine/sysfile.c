// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/sysfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <zlib.h>

int sysfile__read_line_at(int folder, const char *path, char *line, size_t size)
{
	int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	line[0] = '\0';
	if (fd < 0)
		return -errno;
	n = read(fd, line, size - 1);
	if (n < 0)
		n = -errno;
	close(fd);
	if (n < 0)
		return (int)n;
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return 0;
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

int sysfile__read_line_in(const char *root, const char *path, char *line, size_t size)
{
	char whole[PATH_MAX];

	snprintf(whole, sizeof(whole), "%s%s", root, path);
	return sysfile__read_line(whole, line, size);
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
	if (context < 0)
		return -errno;
	if (!fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		mount = fsmount(context, FSMOUNT_CLOEXEC, 0);
	if (mount < 0)
		mount = -errno;
	close(context);
	return mount;
}

FILE *sysfile__open_detached(const char *type, const char *path)
{
	int folder = sysfile__mount_detached(type), fd;

	if (folder < 0) {
		errno = -folder;
		return NULL;
	}
	fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
	close(folder);
	return fd < 0 ? NULL : fdopen(fd, "r");
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
	gzFile file = gzopen("/proc/config.gz", "r");

	if (file || uname(&name))
		return file;
	snprintf(path, sizeof(path), "/boot/config-%s", name.release);
	return gzopen(path, "r");
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
