// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/process.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/machine/sysfile.h"

/*
 * "7 (a name) S 1 7 ...": the name may contain anything, newlines too, so it ends at the last
 * parenthesis; behind it are only numbers.
 */
static bool process__parse(struct process *p, const char *stat)
{
	/* The parent is the 4th field, utime the 14th, stime the 15th. */
	const int before_utime = 9;
	const char *open = strchr(stat, '('), *close = strrchr(stat, ')');
	char *next;

	if (!open || !close || close < open || strlen(close) < 4)
		return false;
	snprintf(p->name, sizeof(p->name), "%.*s", (int)(close - open - 1), open + 1);
	next = (char *)close + 4; /* the state is one letter */
	p->parent = (pid_t)strtol(next, &next, 10);
	for (int i = 0; i < before_utime; i++)
		strtoull(next, &next, 10);
	p->ticks = strtoull(next, &next, 10);
	p->ticks += strtoull(next, &next, 10);
	return true;
}

static bool process__read(struct process *p, const char *root, const char *pid)
{
	char path[64], stat[1024];

	p->pid = (pid_t)strtol(pid, NULL, 10);
	if (p->pid <= 0 || p->pid == getpid())
		return false;
	snprintf(path, sizeof(path), "/proc/%d/stat", p->pid);
	return !sysfile__read_text_in(root, path, stat, sizeof(stat)) && process__parse(p, stat);
}

bool process__is_in_pid_namespace(void)
{
	const char first[] = "pid:[4026531836]"; /* the kernel's PROC_PID_INIT_INO */
	char link[32] = "";
	ssize_t n = readlink("/proc/self/ns/pid", link, sizeof(link) - 1);

	return n <= 0 || strcmp(link, first) != 0;
}

static DIR *open_folder(const char *root, const char *path)
{
	char whole[PATH_MAX];

	snprintf(whole, sizeof(whole), "%s%s", root, path);
	return opendir(whole);
}

size_t process__list(const char *root, struct process **list)
{
	DIR *folder = open_folder(root, "/proc");
	struct process *grown;
	struct dirent *entry;
	struct process p;
	size_t n = 0;

	*list = NULL;
	while (folder && (entry = readdir(folder))) {
		if (!process__read(&p, root, entry->d_name))
			continue;
		grown = reallocarray(*list, n + 1, sizeof(p));
		if (!grown)
			break;
		*list = grown;
		grown[n++] = p;
	}
	if (folder)
		closedir(folder);
	return n;
}

/* False without permission to see its files. */
static bool visit_fds(const char *root, const struct process *p, process_fd_fn visit, void *context)
{
	char path[64], link[PATH_MAX];
	struct dirent *entry;
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%d/fd", p->pid);
	folder = open_folder(root, path);
	if (!folder)
		return errno == ENOENT; /* it has exited */
	while ((entry = readdir(folder))) {
		ssize_t length = readlinkat(dirfd(folder), entry->d_name, link, sizeof(link) - 1);

		if (length < 0)
			continue;
		link[length] = '\0';
		visit(root, p, entry->d_name, link, context);
	}
	closedir(folder);
	return true;
}

size_t process__for_each_fd(const char *root, process_fd_fn visit, void *context)
{
	struct process *list;
	size_t n = process__list(root, &list), hidden = 0;

	for (size_t i = 0; i < n; i++)
		hidden += !visit_fds(root, &list[i], visit, context);
	free(list);
	return hidden;
}
