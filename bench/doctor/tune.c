// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/doctor/tune.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/doctor/check.h"
#include "bench/machine/sysfile.h"

#define STATE_NAME "tuned.json"
#define STATE_NEW  STATE_NAME ".new"

struct changes {
	size_t n;
	struct tune_change *v;
	bool out_of_memory;
};

static void changes__free(struct changes *changes)
{
	free(changes->v);
	*changes = (struct changes){ 0 };
}

static struct tune_change *changes__find(struct changes *changes, const char *path)
{
	for (size_t i = 0; i < changes->n; i++)
		if (!strcmp(changes->v[i].path, path))
			return &changes->v[i];
	return NULL;
}

static void changes__add(struct changes *changes, const struct tune_change *change)
{
	struct tune_change *grown = reallocarray(changes->v, changes->n + 1, sizeof(*grown));

	if (!grown) {
		changes->out_of_memory = true;
		return;
	}
	changes->v = grown;
	grown[changes->n++] = *change;
}

/* ---- stored values ---- */

/* The check that may set a file, or NULL. */
static const struct check *find_check(const char *path)
{
	for (const struct check *check = doctor_checks; check->name; check++)
		for (size_t i = 0; i < sizeof(check->settings) / sizeof(*check->settings); i++)
			if (check->is_tunable && check->settings[i].files &&
			    !fnmatch(check->settings[i].files, path, FNM_PATHNAME | FNM_PERIOD))
				return check;
	return NULL;
}

/* Only root can write the file; even so, only settings of --tune are written back. */
static bool change__from_json(json_t *json, struct tune_change *change)
{
	const char *check, *path, *before, *set;

	if (json_unpack(json, "{s:s, s:s, s:s, s:s}", "check", &check, "path", &path, "before",
			&before, "set", &set) ||
	    !find_check(path))
		return false;
	snprintf(change->check, sizeof(change->check), "%s", check);
	snprintf(change->path, sizeof(change->path), "%s", path);
	snprintf(change->before, sizeof(change->before), "%s", before);
	snprintf(change->set, sizeof(change->set), "%s", set);
	return true;
}

static bool changes__from_json(json_t *json, struct changes *changes)
{
	const char *schema = json_string_value(json_object_get(json, "schema"));
	json_t *list = json_object_get(json, "settings"), *item;
	size_t i;

	if (!schema || strcmp(schema, TUNE_SCHEMA) != 0 || !json_is_array(list))
		return false;
	json_array_foreach (list, i, item) {
		struct tune_change change;

		if (!change__from_json(item, &change))
			return false;
		changes__add(changes, &change);
	}
	return true;
}

/* 0 with the stored values, none if there is no file; or -errno, logged. */
static int changes__load(struct changes *changes, int folder)
{
	int fd = openat(folder, STATE_NAME, O_RDONLY | O_CLOEXEC), err = 0;
	json_error_t error;
	json_t *json;

	if (fd < 0) {
		err = errno == ENOENT ? 0 : -errno;
		if (err)
			log__error("cannot read " TUNE_STATE ": %s", strerror(-err));
		return err;
	}
	json = json_loadfd(fd, JSON_REJECT_DUPLICATES, &error);
	close(fd);
	if (!changes__from_json(json, changes)) {
		log__error(
			TUNE_STATE
			" does not contain hookbench's settings: nothing was changed; restore the values in it by hand, then remove it");
		err = -EINVAL;
	}
	json_decref(json);
	return err;
}

static json_t *changes__to_json(const struct changes *changes)
{
	json_t *list = json_array();

	for (size_t i = 0; i < changes->n; i++) {
		const struct tune_change *c = &changes->v[i];

		json_array_append_new(list,
				      json_pack("{s:s, s:s, s:s, s:s}", "check", c->check, "path",
						c->path, "before", c->before, "set", c->set));
	}
	return json_pack("{s:s, s:o}", "schema", TUNE_SCHEMA, "settings", list);
}

static int write_state(json_t *json, int folder)
{
	int fd = openat(folder, STATE_NEW, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int err = 0;

	if (fd < 0)
		return -errno;
	errno = 0;
	if (json_dumpfd(json, fd, JSON_INDENT(1)) || fsync(fd))
		err = errno ? -errno : -EIO;
	close(fd);
	if (!err && renameat(folder, STATE_NEW, folder, STATE_NAME))
		err = -errno;
	if (err)
		unlinkat(folder, STATE_NEW, 0);
	else
		fsync(folder);
	return err;
}

/* Removes the file if there is nothing to keep. 0 or -errno, logged. */
static int changes__store(const struct changes *changes, int folder)
{
	json_t *json = changes__to_json(changes);
	int err;

	if (!json || changes->out_of_memory)
		err = -ENOMEM;
	else if (changes->n)
		err = write_state(json, folder);
	else
		err = unlinkat(folder, STATE_NAME, 0) && errno != ENOENT ? -errno : 0;
	json_decref(json);
	if (err)
		log__error("cannot store the previous values in " TUNE_STATE ": %s",
			   strerror(-err));
	return err;
}

static int make_folder(const char *root, char *path, size_t size)
{
	char above[PATH_MAX];

	snprintf(above, sizeof(above), "%s/run", root);
	snprintf(path, size, "%s" TUNE_FOLDER, root);
	/* On a running machine, /run exists. */
	if (mkdir(above, 0755) && errno != EEXIST)
		return -errno;
	return mkdir(path, 0700) && errno != EEXIST ? -errno : 0;
}

/* The locked folder of the stored values, or -errno, logged. */
static int open_folder(const char *root)
{
	char path[PATH_MAX];
	int err = make_folder(root, path, sizeof(path));
	int fd = err ? err : open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0) {
		err = err ? err : -errno;
		log__error("cannot store the previous values in %s: %s%s", path, strerror(-err),
			   err == -EACCES || err == -EPERM ? "; run hookbench as root"
							   : "; nothing was changed");
		return err;
	}
	if (!flock(fd, LOCK_EX | LOCK_NB))
		return fd;
	err = errno == EWOULDBLOCK ? -EBUSY : -errno;
	log__error("cannot lock %s: %s", path,
		   err == -EBUSY
			   ? "another hookbench doctor is changing settings; wait for it to finish"
			   : strerror(-err));
	close(fd);
	return err;
}

/* ---- setting ---- */

/* 0 once the kernel shows the value; otherwise -errno, with the reason in `why`. */
static int write_value(const char *root, const char *path, const char *value, char *why,
		       size_t size)
{
	char whole[PATH_MAX], line[320], now[256];
	int fd, err = 0;

	snprintf(whole, sizeof(whole), "%s%s", root, path);
	snprintf(line, sizeof(line), "%s\n", value);
	fd = open(whole, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (fd < 0 || write(fd, line, strlen(line)) < 0)
		err = -errno;
	if (fd >= 0)
		close(fd);
	snprintf(why, size, "%s", strerror(-err));
	if (err)
		return err;
	err = setting__read(root, path, now, sizeof(now));
	if (!err && !strcmp(now, value))
		return 0;
	snprintf(why, size, "it remains %s", now);
	return -EIO;
}

struct planning {
	const struct check *check;
	const struct changes *stored;
	struct changes *all; /* what is stored, and what is to be stored */
	struct changes *next;
};

static void plan_file(const struct setting *setting, const char *path, const char *value, int err,
		      void *context)
{
	struct planning *planning = context;
	struct tune_change change = { "", "", "", "" }, *known;

	if (err || setting__is_good(setting, value))
		return;
	snprintf(change.check, sizeof(change.check), "%s", planning->check->name);
	snprintf(change.path, sizeof(change.path), "%s", path);
	snprintf(change.before, sizeof(change.before), "%s", value);
	setting__best(setting, change.set, sizeof(change.set));
	changes__add(planning->next, &change);
	known = changes__find(planning->all, path);
	if (known)
		memcpy(known->set, change.set, sizeof(known->set));
	else
		changes__add(planning->all, &change);
}

static void plan_all(const char *root, struct changes *all, struct changes *next)
{
	struct planning planning = { .all = all, .next = next };

	for (const struct check *check = doctor_checks; check->name; check++) {
		planning.check = check;
		for (size_t i = 0; i < sizeof(check->settings) / sizeof(*check->settings); i++)
			if (check->is_tunable && check->settings[i].files)
				setting__for_each(&check->settings[i], root, plan_file, &planning);
	}
}

static int set_all(const char *root, const struct changes *next, tune_fn report, void *context)
{
	char why[320];
	int err = 0;

	for (size_t i = 0; i < next->n; i++) {
		const struct tune_change *c = &next->v[i];

		if (write_value(root, c->path, c->set, why, sizeof(why))) {
			report(c, TUNE_REFUSED, why, context);
			err = -EIO;
		} else {
			report(c, TUNE_SET, c->set, context);
		}
	}
	return err;
}

int tune__set(const char *root, tune_fn report, void *context)
{
	struct changes all = { 0 }, next = { 0 };
	int folder = open_folder(root), err;

	if (folder < 0)
		return folder;
	err = changes__load(&all, folder);
	if (!err) {
		plan_all(root, &all, &next);
		all.out_of_memory |= next.out_of_memory;
		if (next.n)
			err = changes__store(&all, folder);
	}
	if (!err)
		err = set_all(root, &next, report, context);
	changes__free(&all);
	changes__free(&next);
	close(folder);
	return err;
}

/* ---- restoring ---- */

/* False if the value must stay stored. */
static bool restore(const char *root, const struct tune_change *c, tune_fn report, void *context)
{
	char now[256], why[320];
	int err = setting__read(root, c->path, now, sizeof(now));

	if (err == -ENOENT) { /* the CPU or the driver is gone */
		report(c, TUNE_LEFT, "gone", context);
		return true;
	}
	if (!err && !strcmp(now, c->before))
		return true;
	if (!err && strcmp(now, c->set) != 0) {
		report(c, TUNE_LEFT, now, context);
		return true;
	}
	if (err)
		snprintf(why, sizeof(why), "%s", strerror(-err));
	else
		err = write_value(root, c->path, c->before, why, sizeof(why));
	if (err)
		report(c, TUNE_REFUSED, why, context);
	else
		report(c, TUNE_RESTORED, c->before, context);
	return !err;
}

/* What a hookbench that was killed has left changed. 0; -EIO if something could not be restored. */
static int restore_left(const char *root, tune_fn report, void *context)
{
	int err = 0;

	for (size_t i = 0; i < GUARDED_SETTINGS; i++) {
		const struct guarded_setting *setting = &guarded_settings[i];
		struct tune_change c = { "", "", "", "" };
		int done = setting_record__restore(root, setting, c.set, c.before, sizeof(c.set));

		snprintf(c.check, sizeof(c.check), "%s", setting->name);
		sysfile__path_of("", setting->type, setting->path, c.path, sizeof(c.path));
		if (done > 0)
			report(&c, TUNE_RESTORED, c.before, context);
		else if (done < 0)
			report(&c, TUNE_REFUSED, strerror(-done), context);
		if (done < 0)
			err = -EIO;
	}
	return err;
}

static int restore_tuned(const char *root, tune_fn report, void *context)
{
	struct changes stored = { 0 }, kept = { 0 };
	int folder = open_folder(root), err;

	if (folder < 0)
		return folder;
	err = changes__load(&stored, folder);
	/* In reverse order, as an earlier setting may decide which later ones are possible. */
	for (size_t i = stored.n; i-- && !err;)
		if (!restore(root, &stored.v[i], report, context))
			changes__add(&kept, &stored.v[i]);
	if (!err)
		err = changes__store(&kept, folder);
	if (!err && kept.n)
		err = -EIO;
	changes__free(&stored);
	changes__free(&kept);
	close(folder);
	return err;
}

int tune__restore(const char *root, tune_fn report, void *context)
{
	int err = restore_tuned(root, report, context);

	if (!err || err == -EIO) {
		int left = restore_left(root, report, context);

		err = err ? err : left;
	}
	return err;
}
