// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/cache_list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/locked_folder.h"
#include "bench/base/log.h"
#include "bench/vm/cache_file.h"
#include "bench/vm/keyed_cache.h"

/* What fetch-kernel makes. Its tables and its lock are small, and stay. */
static const char *const fetched[] = { "vmlinuz-", "modules-", "apt", NULL };

const struct cache_kind cache_kinds[] = {
	{ "kernels", fetched, "lock" },	      /* and modules, and apt's index of them */
	{ "kernels-amd64", fetched, "lock" }, /* the same for the other architecture, */
	{ "kernels-arm64", fetched, "lock" }, /* whichever it is */
	{ "snapshots", NULL, NULL },	      /* states of guests that have booted */
	{ "unpacked", NULL, NULL },	      /* kernels that were unpacked to be booted */
	{ "vmlinux", NULL, NULL },	      /* vmlinux.h of kernels, for users' programs */
	{ "objects", NULL, NULL },	      /* users' programs, compiled */
	{ "texts", NULL, NULL },	      /* what clang read to compile them */
	{ "boots", NULL, NULL },	      /* how long kernels took to boot */
	{ NULL, NULL, NULL },
};

/* Also what a process that was killed has left of one. */
static bool is_entry(const struct cache_kind *kind, const char *name)
{
	const char *const *beginning = kind->beginnings;
	char ending[32];

	keyed_cache__ending(kind->name, ending, sizeof(ending));
	if (!beginning)
		return strstr(name, ending) != NULL;
	while (*beginning && strncmp(name, *beginning, strlen(*beginning)) != 0)
		beginning++;
	return *beginning != NULL;
}

/* ---- reading ---- */

/* Links are not followed. A time of use counts if the file system keeps it. */
static void measure(const char *path, struct cache_entry *entry)
{
	char *paths[] = { (char *)path, NULL };
	FTS *tree = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR | FTS_XDEV, NULL);
	FTSENT *node;

	while (tree && (node = fts_read(tree))) {
		const struct stat *st = node->fts_statp;

		if (node->fts_info == FTS_DP || node->fts_info == FTS_NS ||
		    node->fts_info == FTS_ERR)
			continue;
		entry->bytes += (uint64_t)st->st_blocks * 512;
		if (st->st_mtime > entry->used)
			entry->used = st->st_mtime;
		/* That of a folder is of those who list it. */
		if (!S_ISDIR(st->st_mode) && st->st_atime > entry->used)
			entry->used = st->st_atime;
	}
	if (tree)
		fts_close(tree);
}

static int add(struct cache_list *list, const struct cache_kind *kind, const char *folder,
	       const char *name)
{
	struct cache_entry *grown = realloc(list->v, (list->n + 1) * sizeof(*list->v));
	char path[PATH_MAX + NAME_MAX + 2];

	if (!grown)
		return log__out_of_memory();
	list->v = grown;
	list->v[list->n] = (struct cache_entry){ .kind = kind };
	snprintf(list->v[list->n].name, sizeof(list->v->name), "%s", name);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	measure(path, &list->v[list->n]);
	list->n++;
	return 0;
}

/* Why a folder is not used; NULL: the error is another. */
static const char *why_unused(int err)
{
	switch (err) {
	case -EPERM: return "belongs to another user, or can be changed by others";
	case -ELOOP: return "is a link";
	case -ENOTDIR: return "is not a folder";
	default: return NULL;
	}
}

/*
 * 0 if it is left out, or -errno, logged. `told` is the last folder that was told of: kinds may
 * have it in common.
 */
static int leave_out(int err, const char *folder, char told[PATH_MAX])
{
	const char *why = why_unused(err);

	if (err == -ENOENT)
		return 0;
	if (!why)
		return log__fail(err, "cannot read the cache: %s", strerror(-err));
	if (strcmp(told, folder) != 0)
		log__warning("left out: %s %s, and is not used", folder, why);
	snprintf(told, PATH_MAX, "%s", folder);
	return 0;
}

static int read_kind(const struct cache_kind *kind, struct cache_list *list, char told[PATH_MAX])
{
	struct dirent **names;
	char folder[PATH_MAX];
	int err = cache_file__find_folder(kind->name, folder, sizeof(folder)), n;

	if (err)
		return leave_out(err, folder, told);
	n = scandir(folder, &names, NULL, alphasort);
	if (n < 0)
		return log__fail(-errno, "cannot read %s: %s", folder, strerror(errno));
	for (int i = 0; i < n; free(names[i++]))
		if (!err && is_entry(kind, names[i]->d_name))
			err = add(list, kind, folder, names[i]->d_name);
	free(names);
	return err;
}

int cache_list__read(const char *kind, struct cache_list *list)
{
	char told[PATH_MAX] = "";
	int err = 0;

	*list = (struct cache_list){ NULL, 0 };
	for (const struct cache_kind *k = cache_kinds; k->name && !err; k++)
		if (!kind || !strcmp(k->name, kind))
			err = read_kind(k, list, told);
	if (err)
		cache_list__free(list);
	return err;
}

void cache_list__free(struct cache_list *list)
{
	free(list->v);
	*list = (struct cache_list){ NULL, 0 };
}

/* ---- removing ---- */

/* A descriptor; -EBUSY; another -errno. */
static int take_lock(const char *folder, const char *name)
{
	char path[PATH_MAX + 32];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB)) {
		int err = errno == EWOULDBLOCK ? -EBUSY : -errno;

		close(fd);
		return err;
	}
	return fd < 0 ? -errno : fd;
}

int cache_list__remove(const struct cache_entry *entry)
{
	char folder[PATH_MAX], path[PATH_MAX + NAME_MAX + 2];
	int err = cache_file__find_folder(entry->kind->name, folder, sizeof(folder)), lock = -1;

	if (!err && entry->kind->lock) {
		lock = take_lock(folder, entry->kind->lock);
		err = lock < 0 ? lock : 0;
	}
	snprintf(path, sizeof(path), "%s/%s", folder, entry->name);
	if (!err)
		err = locked_folder__remove_tree(path);
	if (lock >= 0)
		close(lock);
	if (err == -EBUSY)
		return log__fail(
			err, "%s was left: a fetch-kernel is at work there; try again later", path);
	return err ? log__fail(err, "cannot remove %s: %s", path, strerror(-err)) : 0;
}
