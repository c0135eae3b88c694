// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/hooked_files.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/hook/hook.h"
#include "bench/hook/user_hook.h"

static bool has(const struct hooked_files *files, const char *path)
{
	for (size_t i = 0; i < files->n; i++)
		if (!strcmp(files->v[i].path, path))
			return true;
	return false;
}

int hooked_files__add(struct hooked_files *files, const char *path, const struct target_file *state)
{
	struct hooked_file *v;

	if (has(files, path))
		return 0;
	v = reallocarray(files->v, files->n + 1, sizeof(*v));
	if (!v)
		return log__out_of_memory();
	files->v = v;
	snprintf(v[files->n].path, sizeof(v[files->n].path), "%s", path);
	v[files->n++].state = *state;
	return 0;
}

int hooked_files__open_target(struct hooked_files *files, const struct target *target)
{
	struct target_file state;
	int err = target_file__open(target, &state);

	return err ? err : hooked_files__add(files, target->file, &state);
}

int hooked_files__add_of(struct hooked_files *files, const struct hook *hook)
{
	struct target_file state;
	int err = 0;

	for (size_t i = 0; i < hook->n_parts && !err; i++) {
		const char *path = user_hook__file(hook, i);

		if (path && !target_file__look_at(path, &state))
			err = hooked_files__add(files, path, &state);
	}
	return err;
}

const struct target_file_change *hooked_files__change(const struct hooked_files *files, size_t i)
{
	return target_file__change(files->v[i].path, &files->v[i].state);
}

void hooked_files__free(struct hooked_files *files)
{
	free(files->v);
	*files = (struct hooked_files){ 0 };
}
