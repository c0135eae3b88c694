// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/profile_folder.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/base/text.h"

#define NONE	   "none"
#define ENDING	   ".folded"
#define DIFFERENCE "-none.folded"

/* ---- one file ---- */

/* Parses "a;b;c 12". Modifies the line. */
static int add_line(char *line, double sign, struct flame *flame, struct flame *other)
{
	char *space = strrchr(line, ' '), *end;
	double weight = space ? strtod(space + 1, &end) : -1;
	int err;

	if (!space || space == line || end == space + 1 || *end || !isfinite(weight) || weight < 0)
		return -EINVAL;
	*space = '\0';
	err = flame__add(flame, line, sign * weight);
	return err || !other ? err : flame__add(other, line, sign * weight);
}

/* Adds all stacks to `flame`, and to `other` if it is not NULL. 0 or -errno, logged. */
static int add_file(const char *folder, const char *name, double sign, struct flame *flame,
		    struct flame *other)
{
	char path[PATH_MAX], *line = NULL;
	size_t size = 0, number = 0;
	int err = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s" ENDING, folder, name);
	if (input_file__other_kind(path))
		return log__fail(-EINVAL, "cannot read %s: it is %s", path,
				 input_file__other_kind(path));
	file = fopen(path, "re");
	if (!file) {
		err = -errno;
		log__error("cannot read %s: %s", path, strerror(-err));
		return err;
	}
	while (!err && getline(&line, &size, file) > 0) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0])
			err = add_line(line, sign, flame, other);
		if (err == -EINVAL)
			log__error(
				"%s, line %zu: not a call stack and its weight, such as \"caller;callee 12\"",
				path, number);
	}
	free(line);
	fclose(file);
	return err;
}

/* ---- the folder ---- */

static int is_stacks(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && text__ends_with(entry->d_name, ENDING) &&
	       !text__ends_with(entry->d_name, DIFFERENCE);
}

/* `none` comes before all others. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	bool a_is_none = !strcmp((*a)->d_name, NONE ENDING),
	     b_is_none = !strcmp((*b)->d_name, NONE ENDING);

	if (a_is_none != b_is_none)
		return a_is_none ? -1 : 1;
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool has_none(const struct profile_folder *profile)
{
	return !strcmp(profile->v[0].name, NONE);
}

static int add_backend(const char *folder, const char *file, struct profile_folder *profile)
{
	struct profile_backend *b = &profile->v[profile->n++];
	bool differs;
	int err;

	b->name = strndup(file, strlen(file) - strlen(ENDING));
	b->all = flame__new();
	differs = b->name && profile->n > 1 && has_none(profile);
	if (differs)
		b->more = flame__new();
	if (!b->name || !b->all || (differs && !b->more))
		return log__out_of_memory();
	err = add_file(folder, b->name, 1, b->all, b->more);
	if (!err && differs)
		err = add_file(folder, NONE, -1, b->more, NULL);
	b->samples = flame__total(b->all);
	b->none_samples = differs ? profile->v[0].samples : 0;
	return err;
}

static int read_facts(const char *folder, json_t **facts)
{
	char path[PATH_MAX];
	json_error_t error;
	const char *schema;

	snprintf(path, sizeof(path), "%s/" PROFILE_FACTS, folder);
	if (input_file__other_kind(path))
		return log__fail(-EINVAL, "cannot read %s: it is %s", path,
				 input_file__other_kind(path));
	*facts = json_load_file(path, 0, &error);
	if (!*facts && json_error_code(&error) == json_error_cannot_open_file) {
		*facts = json_object();
		return 0;
	}
	schema = json_string_value(json_object_get(*facts, "schema"));
	if (schema && !strcmp(schema, PROFILE_SCHEMA))
		return 0;
	log__error("%s: %s; this hookbench reads " PROFILE_SCHEMA, path,
		   *facts ? "an unknown schema" : error.text);
	json_decref(*facts);
	*facts = NULL;
	return -EINVAL;
}

static int add_files(const char *folder, struct dirent **entries, size_t n,
		     struct profile_folder *profile)
{
	int err = 0;

	profile->v = calloc(n, sizeof(*profile->v));
	if (!profile->v)
		return log__out_of_memory();
	for (size_t i = 0; i < n && !err; i++)
		err = add_backend(folder, entries[i]->d_name, profile);
	return err;
}

int profile_folder__open(const char *path, struct profile_folder *profile)
{
	struct dirent **entries = NULL;
	int n = scandir(path, &entries, is_stacks, by_name), err = n < 0 ? -errno : 0;

	*profile = (struct profile_folder){ 0 };
	if (err)
		log__error("cannot read %s: %s", path, strerror(-err));
	if (!n) {
		log__error("%s has no call stacks: there is no file BACKEND" ENDING, path);
		err = -ENOENT;
	}
	if (!err)
		err = read_facts(path, &profile->facts);
	if (!err)
		err = add_files(path, entries, (size_t)n, profile);
	for (int i = 0; i < n; i++)
		free(entries[i]);
	free(entries);
	if (err)
		profile_folder__close(profile);
	return err;
}

void profile_folder__close(struct profile_folder *profile)
{
	for (size_t i = 0; i < profile->n; i++) {
		free(profile->v[i].name);
		flame__free(profile->v[i].all);
		flame__free(profile->v[i].more);
	}
	free(profile->v);
	json_decref(profile->facts);
	*profile = (struct profile_folder){ 0 };
}
