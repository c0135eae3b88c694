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

#include "bench/base/interrupt.h"
#include "bench/base/log.h"

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	remove(path);
	return 0;
}

int locked_folder__remove_tree(const char *path)
{
	struct stat st;

	/* FTW_PHYS and FTW_MOUNT: follows no symbolic link and crosses no mount. */
	nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	/* If it is still there, removing it says why. */
	return !lstat(path, &st) && remove(path) ? -errno : 0;
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

/* ---- the parent's lock ---- */

#define STEP_MS 50

unsigned int locked_folder__patience_ms = 10000;

/* "1: FLOCK ADVISORY WRITE 7 00:1a:55 0 EOF": 7, if it is a lock on that inode; else 0. */
static long read_holder(char *line, const char *inode)
{
	char *rest = strstr(line, " FLOCK ");

	if (!rest || !strstr(line, inode))
		return 0;
	rest += strcspn(rest, "0123456789");
	return strtol(rest, NULL, 10);
}

/* ", by process 7 (name)", according to the kernel; "" if it shows none. */
static void describe_holder(int fd, char *text, size_t size)
{
	char line[256], inode[32], path[64], name[64] = "";
	FILE *locks = fopen("/proc/locks", "re"), *comm;
	struct stat st;
	long pid = 0;

	*text = '\0';
	if (!locks || fstat(fd, &st))
		st.st_ino = 0;
	snprintf(inode, sizeof(inode), ":%llu ", (unsigned long long)st.st_ino);
	while (locks && pid <= 0 && fgets(line, sizeof(line), locks))
		pid = read_holder(line, inode);
	if (locks)
		fclose(locks);
	if (pid <= 0)
		return;
	snprintf(path, sizeof(path), "/proc/%ld/comm", pid);
	comm = fopen(path, "re");
	if (comm && fgets(name, sizeof(name), comm))
		name[strcspn(name, "\n")] = '\0';
	if (comm)
		fclose(comm);
	snprintf(text, size, ", by process %ld%s%s%s", pid, *name ? " (" : "", name,
		 *name ? ")" : "");
}

/*
 * Anybody who may read a folder may lock it. 0, also where there are no locks; -EWOULDBLOCK, or
 * -EINTR.
 */
static int lock_parent(int fd, const char *parent)
{
	char holder[128];

	for (unsigned int ms = 0; flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK;
	     ms += STEP_MS) {
		if (*interrupt__flag())
			return -EINTR;
		if (ms >= locked_folder__patience_ms)
			return -EWOULDBLOCK;
		if (!ms) {
			describe_holder(fd, holder, sizeof(holder));
			log__warning("%s is locked%s: waiting for %g s at most", parent, holder,
				     locked_folder__patience_ms / 1e3);
		}
		usleep(STEP_MS * 1000);
	}
	return 0;
}

const char *locked_folder__error(int err)
{
	return err == -EWOULDBLOCK ? "another process holds the folder's lock" : strerror(-err);
}

int locked_folder__make(const char *parent, const char *prefix, char *path, size_t size)
{
	int fd, err, lock = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (lock < 0)
		return -errno;
	/* Without this, a sweep could find the new folder between its creation and its lock. */
	err = lock_parent(lock, parent);
	if (!err)
		locked_folder__for_each(parent, prefix, remove_if_unlocked, NULL);
	fd = err ? err : make_locked(parent, prefix, path, size);
	close(lock);
	return fd;
}
