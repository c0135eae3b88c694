// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/report_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/model/store.h"
#include "report/report_files.h"

/* The run's folder; for a file, the folder that contains it. */
static void find_folder_of(const struct report_run *run, char *path, size_t size)
{
	char copy[PATH_MAX];
	struct stat st;

	snprintf(copy, sizeof(copy), "%s", run->path);
	if (!stat(copy, &st) && !S_ISDIR(st.st_mode))
		snprintf(path, size, "%s", dirname(copy));
	else
		snprintf(path, size, "%s", copy);
}

void report_folder__find(const struct report *r, const char *folder, char *path, size_t size)
{
	if (folder)
		snprintf(path, size, "%s", folder);
	else
		find_folder_of(&r->runs[0], path, size);
}

bool report_folder__is_another_run(const struct report *r, const char *path)
{
	char file[REPORT_PATH_SIZE], own[PATH_MAX], own_file[REPORT_PATH_SIZE];
	struct stat st, own_st;

	report_files__path(file, path, STORE_RESULT);
	if (stat(file, &st))
		return false;
	report_folder__find(r, NULL, own, sizeof(own));
	report_files__path(own_file, own, STORE_RESULT);
	return r->n > 1 || stat(own_file, &own_st) || st.st_ino != own_st.st_ino ||
	       st.st_dev != own_st.st_dev;
}

/* ---- moving ---- */

/* Moves every file of a folder into another, where it replaces one of the same name. */
static int move_files(const char *from, const char *to)
{
	struct dirent **entries;
	int n = scandir(from, &entries, NULL, alphasort), err = n < 0 ? -errno : 0;

	for (int i = 0; i < n; i++) {
		char old[REPORT_PATH_SIZE], new[REPORT_PATH_SIZE];
		struct stat st;

		report_files__path(old, from, entries[i]->d_name);
		report_files__path(new, to, entries[i]->d_name);
		if (!err && !stat(old, &st) && S_ISREG(st.st_mode) && rename(old, new))
			err = -errno;
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return err;
}

/* Files that an earlier report left in a subfolder of its own. */
static void remove_files(const char *folder, const char *const *ends)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, NULL, NULL);

	for (int i = 0; i < n; i++) {
		const char *end = strrchr(entries[i]->d_name, '.');
		char path[REPORT_PATH_SIZE];

		report_files__path(path, folder, entries[i]->d_name);
		for (const char *const *e = ends; end && *e; e++)
			if (!strcmp(end, *e))
				unlink(path);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

static const struct {
	const char *name;
	const char *ends[4]; /* of the names of the files in it */
} folders[] = {
	{ REPORT_PLOTS, { ".svg", ".png", ".gnuplot", NULL } },
	{ REPORT_HDR, { ".hgrm", ".hlog", NULL } },
};

#define FOLDERS (sizeof(folders) / sizeof(*folders))

/* After a whole report, no file of an earlier report on other runs remains. */
static void remove_old(const struct report *r, const char *folder)
{
	char path[REPORT_PATH_SIZE];

	for (size_t i = 0; i < FOLDERS; i++) {
		report_files__path(path, folder, folders[i].name);
		remove_files(path, folders[i].ends);
		rmdir(path); /* only succeeds if it is empty */
	}
	for (const struct report_file *f = report_files; f->name; f++) {
		report_files__path(path, folder, f->name);
		if (!report_file__applies(f, r))
			unlink(path);
	}
}

static int take_files(const char *temporary, const char *folder)
{
	int err = move_files(temporary, folder);

	for (size_t i = 0; i < FOLDERS && !err; i++) {
		char from[REPORT_PATH_SIZE], to[REPORT_PATH_SIZE];

		report_files__path(from, temporary, folders[i].name);
		report_files__path(to, folder, folders[i].name);
		/* Only one plot was requested, or the runs have no histograms. */
		if (access(from, F_OK))
			continue;
		if (mkdir(to, 0777) && errno != EEXIST)
			return -errno;
		err = move_files(from, to);
	}
	return err;
}

int report_folder__take_over(const struct report *r, const char *temporary, const char *folder,
			     bool whole)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	flock(fd, LOCK_EX);
	if (whole)
		remove_old(r, folder);
	err = take_files(temporary, folder);
	close(fd);
	return err;
}
