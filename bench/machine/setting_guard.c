// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/setting_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/base/descriptors.h"
#include "bench/machine/sysfile.h"

const struct guarded_setting guarded_settings[] = {
	[GUARDED_PRINTK_EVENT] = { "trace-events", "tracefs",
				   "events/bpf_trace/bpf_trace_printk/enable",
				   STATE_FOLDER "/before-bpf_trace_printk" },
	[GUARDED_KPROBE_JUMPS] = { "kprobes-optimization", NULL,
				   "/proc/sys/debug/kprobes-optimization",
				   STATE_FOLDER "/before-kprobes-optimization" },
};

/* ---- files ---- */

static int read_line(int fd, char *line, size_t size)
{
	ssize_t n = pread(fd, line, size - 1, 0);

	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return n < 0 ? -errno : 0;
}

static int read_setting(const char *root, const struct guarded_setting *setting, char *value,
			size_t size)
{
	int fd = sysfile__open_of(root, setting->type, setting->path, O_RDONLY), err;

	if (fd < 0)
		return fd;
	err = read_line(fd, value, size);
	close(fd);
	return err;
}

static int write_value(int fd, const char *value)
{
	return pwrite(fd, value, strlen(value), 0) < 0 ? -errno : 0;
}

/* ---- the record ---- */

static bool is_still(int fd, const char *path)
{
	struct stat a, b;

	return !fstat(fd, &a) && !stat(path, &b) && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

/*
 * Who has it alone may write to it; all others wait until it can be shared. A value that is already
 * there is of a process that has not restored it yet, or was killed.
 */
static int record__try(const char *path, char *before, size_t size)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	char stored[64] = "";

	if (fd < 0)
		return -errno;
	if (!flock(fd, LOCK_EX | LOCK_NB) && !read_line(fd, stored, sizeof(stored)) && !stored[0])
		write_value(fd, before);
	if (!flock(fd, LOCK_SH) && is_still(fd, path) && !read_line(fd, stored, sizeof(stored)) &&
	    stored[0]) {
		snprintf(before, size, "%s", stored);
		return fd;
	}
	close(fd);
	return -EAGAIN;
}

/* The locked record, and what it says; -1 if there can be none, as for users other than root. */
static int record__join(const char *path, char *before, size_t size)
{
	char folder[PATH_MAX];
	int fd = -EAGAIN;

	if (!path)
		return -1;
	snprintf(folder, sizeof(folder), "%s", path);
	mkdir(dirname(folder), 0700);
	for (int tries = 100; tries-- && fd == -EAGAIN;)
		fd = record__try(path, before, size);
	return fd < 0 ? -1 : fd;
}

/* Unless others still need the setting as it is. */
static int restore(int file, const char *before, int record, const char *path)
{
	int err;

	if (record >= 0 && flock(record, LOCK_EX | LOCK_NB))
		return 0;
	err = write_value(file, before);
	if (record >= 0 && !err)
		unlink(path);
	return err;
}

/* ---- the process ---- */

/*
 * In the child, which must keep nothing else open: an inherited hook would live as long as the
 * child. Signals from the terminal are for the parent.
 */
static void guard__run(const struct setting_guard *guard, int pipe)
{
	char byte;

	setsid();
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (descriptors__keep_only((int[]){ pipe, guard->file, guard->record }, 3))
		_exit(1);
	while (read(0, &byte, 1) < 0 && errno == EINTR)
		;
	_exit(restore(1, guard->before, guard->record < 0 ? -1 : 2, guard->setting->record) ? 1
											    : 0);
}

/* A machine, or a container, ends with its first process, and so would the child. */
static int guard__start(struct setting_guard *guard)
{
	int ends[2];

	if (getpid() == 1)
		return 0;
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	guard->pid = fork();
	if (!guard->pid) {
		close(ends[1]);
		guard__run(guard, ends[0]);
	}
	close(ends[0]);
	guard->pipe = ends[1];
	if (guard->pid > 0)
		return 0;
	guard->pid = 0;
	close(ends[1]);
	return -errno;
}

/* ---- holding ---- */

int setting_guard__expect(struct setting_guard *guard, const struct guarded_setting *setting,
			  const char *value)
{
	char now[64];
	int err = read_setting("", setting, now, sizeof(now));

	*guard = (struct setting_guard){ .setting = setting, .record = -1 };
	if (err)
		return err;
	snprintf(guard->before, sizeof(guard->before), "%s", now);
	/* If others have changed it, it must stay until the last has ended. */
	if (!strcmp(now, value) && (!setting->record || access(setting->record, F_OK)))
		return 0;
	guard->file = sysfile__open_of("", setting->type, setting->path, O_WRONLY);
	if (guard->file < 0)
		return guard->file;
	guard->record = record__join(setting->record, guard->before, sizeof(guard->before));
	guard->is_holding = true;
	err = guard__start(guard);
	if (err)
		setting_guard__release(guard);
	return err;
}

int setting_guard__hold(struct setting_guard *guard, const struct guarded_setting *setting,
			const char *value)
{
	/* The guard starts before anything is changed, as this process may be killed in between. */
	int err = setting_guard__expect(guard, setting, value);

	if (!err && guard->is_holding)
		err = write_value(guard->file, value);
	if (err)
		setting_guard__release(guard);
	return err;
}

void setting_guard__release(struct setting_guard *guard)
{
	int status = 1;

	if (!guard->is_holding)
		return;
	if (guard->pid) {
		close(guard->pipe);
		while (waitpid(guard->pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	if (status)
		restore(guard->file, guard->before, guard->record, guard->setting->record);
	close(guard->file);
	if (guard->record >= 0)
		close(guard->record);
	*guard = (struct setting_guard){ 0 };
}

/* ---- what is left ---- */

/* The record, locked; -errno: -EWOULDBLOCK if it is in use. */
static int record__take(const char *root, const struct guarded_setting *setting, char *path,
			size_t size)
{
	int fd, err;

	snprintf(path, size, "%s%s", root, setting->record);
	fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -errno;
	err = flock(fd, LOCK_EX | LOCK_NB) ? -errno : 0;
	if (!err)
		return fd;
	close(fd);
	return err;
}

enum record_state setting_record__state(const char *root, const struct guarded_setting *setting)
{
	char path[PATH_MAX];
	int fd = record__take(root, setting, path, sizeof(path));

	if (fd >= 0)
		close(fd);
	if (fd == -EWOULDBLOCK)
		return RECORD_IN_USE;
	return fd < 0 ? RECORD_NONE : RECORD_LEFT;
}

int setting_record__restore(const char *root, const struct guarded_setting *setting, char *left,
			    char *before, size_t size)
{
	char path[PATH_MAX];
	int record = record__take(root, setting, path, sizeof(path)), file = -1, err;

	if (record < 0)
		return record == -ENOENT || record == -EWOULDBLOCK ? 0 : record;
	err = read_line(record, before, size);
	if (!err)
		err = read_setting(root, setting, left, size);
	if (!err && before[0] && strcmp(left, before) != 0) {
		file = sysfile__open_of(root, setting->type, setting->path, O_WRONLY);
		err = file < 0 ? file : write_value(file, before);
	}
	if (!err)
		unlink(path);
	close(record);
	if (file < 0)
		return err;
	close(file);
	return err ? err : 1;
}
