// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/cells_bundle.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/objects/program_object.h"
#include "bench/vm/guest_program.h"

/* ---- writing ---- */

/* Where --arch was given, one version is another image for each of its values. */
static int add_kernels(const struct cells *cells, struct bundle *bundle)
{
	const char *const *archs = cells->options->axes.of[AXIS_ARCH].values;
	size_t n = cells->options->axes.of[AXIS_ARCH].n;
	int err = 0;

	for (size_t i = 0; i < (n ? n : 1) && !err; i++)
		for (size_t j = 0; j < cells->n_kernels && !err; j++) {
			const struct named_kernel *kernel = &cells->named[i].v[j];

			err = bundle__add(bundle, BUNDLE_KERNEL, kernel->given,
					  n ? guest_arch__find(archs[i]) : NULL, kernel->image);
		}
	return err;
}

static int add_guests(const struct cells *cells, struct bundle *bundle)
{
	char path[PATH_MAX];
	int err = 0;

	for (size_t i = 0; i < cells->list.n && !err; i++) {
		const struct guest_arch *arch = guest_arch__find(cells->list.v[i].arch);

		err = guest_program__find(arch, path, sizeof(path));
		if (!err)
			err = bundle__add(bundle, BUNDLE_GUEST, NULL, arch, path);
	}
	return err;
}

/* A source includes other files, and needs a compiler on each machine. */
static int add_programs(const struct program_files *files, struct bundle *bundle)
{
	int err = 0;

	for (size_t i = 0; i < files->n && !err; i++) {
		if (program_object__is_source(files->v[i].path))
			return log__fail(
				-EINVAL,
				"%s is a source, which would be compiled where it is measured: compile it (clang -g -O2 -target bpf -c), and name the object",
				files->v[i].path);
		err = bundle__add(bundle, BUNDLE_PROGRAM, files->v[i].path, NULL, files->v[i].path);
	}
	return err;
}

static int add_all(const struct cells *cells, const char *plan, struct bundle *bundle)
{
	int err = plan ? bundle__add_plan(bundle, CELL_PLAN, plan) : log__out_of_memory();

	if (!err)
		err = add_kernels(cells, bundle);
	if (!err)
		err = add_guests(cells, bundle);
	if (!err)
		err = add_programs(&cells->options->programs, bundle);
	return err;
}

int cells_bundle__write(const struct cells *cells, const char *archive)
{
	struct bundle bundle = { .lock = -1 };
	json_t *json = cell_list__to_json(&cells->list);
	char *plan = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
	int err = add_all(cells, plan, &bundle);

	if (!err)
		err = bundle__write(&bundle, archive);
	bundle__close(&bundle);
	free(plan);
	json_decref(json);
	return err;
}

/* ---- reading ---- */

/* Each by what the option said: nothing of the bundle is used that was not asked for. */
static int take_programs(const struct bundle *bundle, struct program_files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		const char *path = bundle__find(bundle, BUNDLE_PROGRAM, files->v[i].path, NULL);

		if (!path)
			return log__fail(
				-ENOENT,
				"%s has no program %s: hookbench plan --bundle with the same options makes one that has",
				bundle->source, files->v[i].path);
		/* A source would make the compiler read other files of this machine. */
		if (program_object__is_source(path))
			return log__fail(-EINVAL, "%s has a source, and no object, as %s",
					 bundle->source, files->v[i].path);
		files->v[i].path = path;
	}
	return 0;
}

int cells_bundle__open(struct bundle *bundle, const char *archive, struct options *options)
{
	int err = bundle__open(bundle, archive);

	if (!err)
		err = take_programs(bundle, &options->programs);
	if (!err)
		options->where.bundle = bundle;
	return err;
}

int cells_bundle__check(const struct bundle *bundle, const struct cell_list *list)
{
	const char *path = bundle__find(bundle, BUNDLE_PLAN, NULL, NULL);
	struct cell_list there = { .n = 0 };
	char folder[PATH_MAX] = "";
	int err = -ENOENT;

	/* It is read as that of a folder of cells is. */
	if (path)
		snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(path, '/') - path), path);
	if (path)
		err = cell_list__read(folder, &there);
	if (err == -ENOENT)
		return log__fail(-EINVAL, "%s has no plan: make the bundle again", bundle->source);
	if (!err)
		err = cell_list__check_same(&there, bundle->source, list, "this command");
	cell_list__free(&there);
	return err;
}
