// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/section_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/base/log.h"
#include "bench/objects/bpf_elf.h"
#include "bench/vm/elf_file.h"
#include "bench/vm/program_file.h"

static const char *const kinds[] = { "uprobe", "uretprobe", "usdt" };

/* FILE:REST; the file's name may have colons in its folders. */
static bool take_file(const char *target, char file[PATH_MAX])
{
	const char *slash = strrchr(target, '/'), *colon = strchr(slash ? slash : target, ':');

	if (!colon || colon == target || colon - target >= PATH_MAX)
		return false;
	snprintf(file, PATH_MAX, "%.*s", (int)(colon - target), target);
	return true;
}

bool section_files__name(const char *section, char file[PATH_MAX])
{
	const char *slash;

	section += *section == '?';
	slash = strchr(section, '/');
	for (size_t i = 0; slash && i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t length = strlen(kinds[i]);

		if (!strncmp(section, kinds[i], length) && strchr("./", section[length]))
			return take_file(slash + 1, file);
	}
	return false;
}

static int add_file(const char *file, struct guest_files *files)
{
	const struct elf_file any = { .arch = files->arch };
	char path[PATH_MAX] = "", *library = NULL;
	struct stat st;
	int err = 0;

	if (strchr(file, '/'))
		snprintf(path, sizeof(path), "%s", file);
	else if (strstr(file, ".so"))
		library = elf_file__find_library(&any, "", file);
	else if (program_file__find(file, path))
		path[0] = '\0';
	if (library)
		snprintf(path, sizeof(path), "%s", library);
	free(library);
	/* The guest has a /proc of its own. */
	if (path[0] && strncmp(path, "/proc/", strlen("/proc/")) != 0 && !stat(path, &st) &&
	    S_ISREG(st.st_mode))
		err = guest_files__add(files, path);
	return err;
}

static int add_of_object(const struct arm_object *object, struct guest_files *files)
{
	struct bpf_elf *elf = malloc(sizeof(*elf));
	char file[PATH_MAX];
	int err;

	if (!elf)
		return log__out_of_memory();
	err = bpf_elf__read(object->arm, object->bytes, object->size, elf);
	for (size_t i = 0; !err && i < elf->n; i++)
		if (section_files__name(elf->programs[i].section, file))
			err = add_file(file, files);
	free(elf);
	return err;
}

/* OLD=NEW,...: NEW may be FILE:FUNCTION. */
static int add_of_settings(const char *retarget, struct guest_files *files)
{
	char item[PLAN_SETTING_SIZE], file[PATH_MAX], *to;
	int err = 0;

	while (*retarget && !err) {
		size_t length = strcspn(retarget, ",");

		snprintf(item, sizeof(item), "%.*s", (int)length, retarget);
		retarget += length + (retarget[length] == ',');
		to = strchr(item, '=');
		if (to && take_file(to + 1, file))
			err = add_file(file, files);
	}
	return err;
}

int section_files__add(const struct arm_objects *objects, const struct plan_settings *settings,
		       struct guest_files *files)
{
	int err = 0;

	for (size_t i = 0; i < objects->n && !err; i++)
		err = add_of_object(&objects->v[i], files);
	return err || !settings || !objects->n ? err : add_of_settings(settings->retarget, files);
}
