// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/folders.h"
#include "bench/base/input_file.h"
#include "bench/base/locked_folder.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/written_file.h"
#include "bench/model/driver.h"
#include "bench/model/explain_json.h"
#include "bench/model/of_run.h"
#include "bench/model/run_json.h"

#define PATH_SIZE 4096

/* The folder that contains `path`. */
static void parent_of(const char *path, char *parent, size_t size)
{
	char copy[PATH_SIZE];

	snprintf(copy, sizeof(copy), "%s", path);
	snprintf(parent, size, "%s", dirname(copy));
}

/*
 * Whether folders__make could make it. This is tried in the nearest existing parent folder,
 * as some file systems claim to allow root everything but then refuse.
 */
static int check_folders(const char *path)
{
	char folder[PATH_SIZE], trial[PATH_SIZE + 32];

	snprintf(folder, sizeof(folder), "%s", path);
	while (access(folder, F_OK) && errno == ENOENT)
		parent_of(folder, folder, sizeof(folder));
	snprintf(trial, sizeof(trial), "%s/.hookbench-run-XXXXXX", folder);
	if (!mkdtemp(trial))
		return -errno;
	rmdir(trial);
	return 0;
}

/* "results/runs/20260131T123456Z-6.12.1-exact"; a colon would be awkward in a path. */
static void default_name(const struct run *run, const char *parent, char *path, size_t size)
{
	const char *release =
		json_string_value(json_object_get(run->environment, "kernel_release"));
	const char *accel = json_string_value(json_object_get(run->vm, "accelerator"));
	char time[sizeof(run->started)];
	size_t n = 0;

	for (const char *c = run->started; *c; c++)
		if (*c != ':' && *c != '-')
			time[n++] = *c;
	time[n] = '\0';
	snprintf(path, size, "%s/%s-%s-%s", parent, time, release ? release : "unknown",
		 accel ? accel : "host");
}

/* Not where it leads to: "run/" is the link "run", too. */
static bool is_link(const char *path)
{
	char copy[PATH_SIZE];
	struct stat st;
	size_t length;

	snprintf(copy, sizeof(copy), "%s", path);
	for (length = strlen(copy); length > 1 && copy[length - 1] == '/'; length--)
		copy[length - 1] = '\0';
	return !lstat(copy, &st) && S_ISLNK(st.st_mode);
}

static bool is_mount_point(const char *path)
{
	struct statx st;

	return !statx(AT_FDCWD, path, 0, STATX_TYPE, &st) &&
	       (st.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

/*
 * NULL if the folder does not exist, or is empty and of a kind that a rename replaces. Otherwise
 * what it is.
 */
static const char *why_not_free(const char *folder)
{
	struct dirent **entries;
	int n;

	if (is_link(folder))
		return "it is a link";
	n = scandir(folder, &entries, NULL, NULL);
	if (n < 0)
		return errno == ENOENT ? NULL : strerror(errno);
	for (int i = 0; i < n; i++)
		free(entries[i]);
	free(entries);
	if (n != 2) /* . and .. */
		return "it already exists";
	return is_mount_point(folder) ? "it is a mount point" : NULL;
}

static bool is_name_of_new_folder(const char *folder)
{
	char copy[PATH_SIZE];
	const char *name;

	snprintf(copy, sizeof(copy), "%s", folder);
	name = basename(copy);
	return folder[0] && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && *name != '/';
}

static bool is_run(const char *folder)
{
	char file[PATH_SIZE + 32];

	snprintf(file, sizeof(file), "%s/" STORE_RESULT, folder);
	return !access(file, F_OK);
}

int store__check_parent(const char *parent)
{
	int err = parent[0] ? check_folders(parent) : -ENOENT;

	machine_failure__note_errno(err);
	if (err) {
		log__error("cannot store runs in %s: %s; choose another folder with -o", parent,
			   strerror(-err));
	} else if (is_run(parent)) {
		log__error(
			"%s is a stored run, and a run inside another is not found by reports; choose another folder with -o",
			parent);
		err = -EEXIST;
	}
	return err;
}

int store__check_folder(const char *folder)
{
	char parent[PATH_SIZE];
	const char *why;

	if (!folder)
		return store__check_parent(STORE_DEFAULT);
	why = is_name_of_new_folder(folder) ? why_not_free(folder) : "it already exists";
	if (why)
		return log__fail(-EEXIST,
				 "cannot store the run in \"%s\": %s; choose a new folder with -o",
				 folder, why);
	parent_of(folder, parent, sizeof(parent));
	return store__check_parent(parent);
}

static int write_file(const char *folder, const struct store_file *file, const void *context)
{
	char path[PATH_SIZE + 64];
	FILE *stream;
	int err;

	snprintf(path, sizeof(path), "%s/%s", folder, file->name);
	if (strchr(file->name, '/')) {
		char *slash = strrchr(path, '/');

		*slash = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			return -errno;
		*slash = '/';
	}
	stream = fopen(path, "wex");
	if (!stream)
		return -errno;
	file->write(file->own ? file->own : context, stream);
	err = written_file__flush(stream);
	if (!err && fsync(fileno(stream)))
		err = -errno;
	fclose(stream);
	return err;
}

/* mkdtemp makes private folders; a stored run gets the usual permissions. */
static void open_to_all(int folder)
{
	mode_t mask = umask(0);

	umask(mask);
	fchmod(folder, 0777 & ~mask);
}

static int write_folder(const char *folder, const struct store_file *files, const void *context)
{
	char parent[PATH_SIZE], temporary[PATH_SIZE];
	size_t there;
	int lock, err;

	parent_of(folder, parent, sizeof(parent));
	err = folders__make(parent, &there);
	lock = err ? err
		   : locked_folder__make(parent, ".hookbench-run", temporary, sizeof(temporary));
	if (lock < 0) {
		folders__remove_made(parent, there);
		return lock;
	}
	for (; files->name && !err; files++)
		err = write_file(temporary, files, context);
	if (!err && rename(temporary, folder))
		err = -errno;
	if (err) {
		locked_folder__remove_tree(temporary);
		folders__remove_made(parent, there);
	} else {
		open_to_all(lock);
	}
	close(lock);
	return err;
}

static int log_failure(const char *folder, int err)
{
	if (err)
		log__error("cannot store the run in %s: %s", folder, locked_folder__error(err));
	return machine_failure__note_errno(err);
}

int store__write(const char *folder, const struct store_file *files, const void *context)
{
	return log_failure(folder, write_folder(folder, files, context));
}

int store__write_new(const struct run *run, const char *parent, const struct store_file *files,
		     const void *context, char *path, size_t size)
{
	char name[PATH_SIZE - 16];
	int err = -EEXIST;

	default_name(run, parent, name, sizeof(name));
	snprintf(path, size, "%s", name);
	/* Runs that began within the same second are distinguished by a number. */
	for (unsigned int i = 2; err == -EEXIST || err == -ENOTEMPTY; i++) {
		err = access(path, F_OK) ? write_folder(path, files, context) : -EEXIST;
		if (err == -EEXIST || err == -ENOTEMPTY)
			snprintf(path, size, "%s-%u", name, i);
	}
	return log_failure(path, err);
}

/* ---- reading ---- */

static bool is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

static int store_list__add(struct store_list *list, const char *path)
{
	char **paths = reallocarray(list->paths, list->n + 1, sizeof(*paths));

	if (!paths)
		return log__out_of_memory();
	list->paths = paths;
	paths[list->n] = strdup(path);
	return paths[list->n++] ? 0 : log__out_of_memory();
}

static int store_list__add_runs_in(struct store_list *list, const char *folder)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, NULL, versionsort), err = 0;

	if (n < 0) {
		err = -errno;
		log__error("cannot read the folder %s: %s", folder, strerror(errno));
		return err;
	}
	for (int i = 0; i < n; i++) {
		char path[PATH_SIZE];

		snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		/* Also skips . and .., and temporary folders of runs that are being stored. */
		if (!err && entries[i]->d_name[0] != '.' && is_run(path))
			err = store_list__add(list, path);
		free(entries[i]);
	}
	free(entries);
	return err;
}

void store__free_list(struct store_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->paths[i]);
	free(list->paths);
	*list = (struct store_list){ 0 };
}

int store__list(const char *path, struct store_list *list)
{
	int err;

	*list = (struct store_list){ 0 };
	if (!is_folder(path) || is_run(path))
		err = store_list__add(list, path);
	else
		err = store_list__add_runs_in(list, path);
	if (!err && !list->n) {
		log__error("no stored run in %s: it contains neither a " STORE_RESULT
			   " nor a folder with one",
			   path);
		err = -ENOENT;
	}
	if (err)
		store__free_list(list);
	return err;
}

static int load(const char *path, json_t **json)
{
	char file[PATH_SIZE];
	struct stat st;
	json_error_t error;
	const char *other;

	if (stat(path, &st))
		return log__fail(-errno, "cannot read the stored run %s: %s", path,
				 strerror(errno));
	snprintf(file, sizeof(file), "%s%s", path, S_ISDIR(st.st_mode) ? "/" STORE_RESULT : "");
	/* It may never end, and some commands read a run twice. */
	other = input_file__other_kind(file);
	if (other)
		return log__fail(-EINVAL, "%s is not a stored run, but %s; it must be a file", file,
				 other);
	*json = json_load_file(file, JSON_REJECT_DUPLICATES, &error);
	if (*json)
		return 0;
	log__error("%s is not a stored run: line %d: %s", file, error.line, error.text);
	return -EINVAL;
}

/* The explanation and the drivers are files next to the run. NULL if there is none, which is not an
 * error. */
static json_t *load_beside(const char *path, const char *name)
{
	char folder[PATH_SIZE], file[PATH_SIZE + 32];
	const char *other;
	json_error_t error;
	json_t *json;

	if (is_folder(path))
		snprintf(folder, sizeof(folder), "%s", path);
	else
		parent_of(path, folder, sizeof(folder));
	snprintf(file, sizeof(file), "%s/%s", folder, name);
	if (access(file, F_OK))
		return NULL;
	other = input_file__other_kind(file);
	if (other) {
		log__warning("cannot read %s, and ignored it: it is %s", file, other);
		return NULL;
	}
	json = json_load_file(file, JSON_REJECT_DUPLICATES, &error);
	if (!json)
		log__warning("cannot read %s, and ignored it: line %d: %s", file, error.line,
			     error.text);
	return json;
}

/* Of another schema, it is not known what it says. */
static int check_beside(const char *path, const struct run *run, const json_t *json,
			const char *name, const char *known)
{
	const char *schema = json_string_value(json_object_get(json, "schema"));
	char problem[256];

	if (!schema || strcmp(schema, known) != 0)
		return 0;
	of_run__problem(run, json, problem, sizeof(problem));
	return problem[0] ? log__fail(-EINVAL, "the %s of %s is not of this run: %s", name, path,
				      problem)
			  : 0;
}

int store__read(const char *path, struct run *run)
{
	json_t *json = NULL;
	int err = load(path, &json);

	if (err)
		return err;
	err = run__from_json(json, path, run);
	json_decref(json);
	if (err)
		return err;
	run->explain = load_beside(path, STORE_EXPLAIN);
	run->drivers = load_beside(path, STORE_DRIVERS);
	err = check_beside(path, run, run->explain, STORE_EXPLAIN, EXPLAIN_SCHEMA);
	if (!err)
		err = check_beside(path, run, run->drivers, STORE_DRIVERS, DRIVERS_SCHEMA);
	if (err)
		run__free(run);
	return err;
}
