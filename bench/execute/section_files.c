// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/section_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/base/log.h"
#include "bench/elf/code_file.h"
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

/* Whether programs with that section hook user space. */
static bool is_of_user(const char *section)
{
	section += *section == '?';
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t length = strlen(kinds[i]);

		if (!strncmp(section, kinds[i], length) && strchr("./", section[length]))
			return true;
	}
	return false;
}

bool section_files__name_of_target(const char *section, const char *target, char file[PATH_MAX])
{
	return is_of_user(section) && take_file(target, file);
}

bool section_files__name(const char *section, char file[PATH_MAX])
{
	const char *slash = strchr(section, '/');

	return slash && section_files__name_of_target(section, slash + 1, file);
}

bool section_files__find(const char *file, const struct guest_arch *arch, char path[PATH_MAX])
{
	const struct elf_file any = { .arch = arch };
	bool is_found;
	char *library;

	if (strchr(file, '/')) {
		snprintf(path, PATH_MAX, "%s", file);
		return true;
	}
	if (!strstr(file, ".so"))
		return !program_file__find(file, path);
	library = elf_file__find_library(&any, "", file);
	is_found = library != NULL;
	if (is_found)
		snprintf(path, PATH_MAX, "%s", library);
	free(library);
	return is_found;
}

#define MOST_OF_DEBUG_FILE ((off_t)256 << 20) /* the guest has all of it in memory */

/* The names that were stripped of a file: the guest looks its functions up. */
static int add_debug_file(const char *path, struct guest_files *files)
{
	char problem[256];
	struct code_file code;
	struct stat st;
	int err = 0;

	if (code_file__open(&code, path, problem, sizeof(problem)))
		return 0;
	if (code.debug.elf && !fstat(code.debug.fd, &st) && st.st_size <= MOST_OF_DEBUG_FILE)
		err = guest_files__add(files, code.debug.path);
	code_file__close(&code);
	return err;
}

static int add_file(const char *file, struct guest_files *files)
{
	char path[PATH_MAX];
	struct stat st;
	int err;

	/* The guest has a /proc of its own. */
	if (!section_files__find(file, files->arch, path) ||
	    !strncmp(path, "/proc/", strlen("/proc/")) || stat(path, &st) || !S_ISREG(st.st_mode))
		return 0;
	err = guest_files__add(files, path);
	return err ? err : add_debug_file(path, files);
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
