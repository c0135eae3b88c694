// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/cells.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/checksum.h"
#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/base/version.h"
#include "bench/cli/variants_parse.h"
#include "bench/execute/execute_vm.h"
#include "bench/model/cell_key.h"
#include "bench/model/plan_defaults.h"
#include "bench/vm/qemu.h"
#include "report/figures/precision.h"

/* ---- which is which ---- */

static size_t combination_of(const struct cells *cells, size_t i)
{
	return i / cells->n_kernels;
}

static size_t n_archs(const struct variants *axes)
{
	return axes->of[AXIS_ARCH].n ? axes->of[AXIS_ARCH].n : 1;
}

/* The first axis varies slowest, and it is the architecture. */
static const struct named_kernel *kernel_of(const struct cells *cells, size_t i)
{
	const struct variants *axes = &cells->options->axes;
	size_t per_arch = variants__count(axes) / n_archs(axes);

	return &cells->named[combination_of(cells, i) / per_arch].v[i % cells->n_kernels];
}

const char *cells__image(const struct cells *cells, size_t i)
{
	return kernel_of(cells, i)->image;
}

void cells__choose(const struct cells *cells, size_t i, struct options *one)
{
	*one = *cells->options;
	variants__choose(&cells->options->axes, combination_of(cells, i), one);
}

struct job cells__job(const struct options *one)
{
	return (struct job){ &one->plan,	   &one->where,	   one->explain,
			     precision__is_enough, &one->programs, NULL };
}

/* ---- the kernels ---- */

static int find_kernels(struct cells *cells)
{
	const struct variants *axes = &cells->options->axes;
	size_t n = n_archs(axes), per_arch = variants__count(axes) / n;
	struct options *one = malloc(sizeof(*one));
	int err = 0;

	cells->named = calloc(n, sizeof(*cells->named));
	if (!one || !cells->named) {
		free(one);
		return log__out_of_memory();
	}
	for (size_t i = 0; i < n && !err; i++) {
		*one = *cells->options;
		variants__choose(axes, i * per_arch, one);
		err = named_kernels__find_given(&cells->named[i], one);
	}
	free(one);
	cells->n_kernels = err ? 0 : cells->named[0].n;
	return err;
}

/* ---- a cell ---- */

static int checksum_of(const char *path, char text[CHECKSUM_SIZE])
{
	uint32_t checksum = 0;
	int err = checksum__add_file(&checksum, path);

	checksum__format(checksum, text);
	return err ? log__fail(err, "cannot read %s: %s", path, strerror(-err)) : 0;
}

/* The user's programs by their files. 0 or -errno, logged. */
static int add_programs(const struct program_files *files, const char **arms,
			char (*checksums)[CHECKSUM_SIZE], struct cell_facts *facts)
{
	int err = 0;

	for (size_t i = 0; i < files->n && !err; i++) {
		err = checksum_of(files->v[i].path, checksums[i]);
		arms[i] = files->v[i].arm;
	}
	facts->n_programs = files->n;
	facts->arms = arms;
	facts->checksums = (const char(*)[CHECKSUM_SIZE])checksums;
	facts->cflags = files->cflags;
	return err;
}

/* All that decides what is measured, and nothing of the machine that measures. */
static int set_key(struct cell *cell, const struct options *one, const struct vm *vm)
{
	char image[CHECKSUM_SIZE], checksums[PLAN_MAX_PROGRAMS][CHECKSUM_SIZE];
	const char *arms[PLAN_MAX_PROGRAMS];
	struct plan plan = one->plan;
	struct cell_facts facts = {
		.image_checksum = image,
		.arch = vm__arch(vm)->name,
		.accelerator = accelerator__name(vm->accelerator),
		.cpu_model = vm__cpu_model(vm),
		.append = vm->append,
		.memory_mib = vm__memory_mib(vm),
		.explain = (int)one->explain,
		.plan = &plan,
	};
	int err = checksum_of(vm->image, image);

	if (!err)
		err = add_programs(&one->programs, arms, checksums, &facts);
	plan__complete(&plan,
		       where__is_exact(&one->where) ? CLOCK_INSTRUCTIONS : CLOCK_NANOSECONDS);
	return err ? err : cell__set_facts(cell, &facts);
}

static int describe(const struct cells *cells, size_t i, const struct options *one)
{
	const struct named_kernel *kernel = kernel_of(cells, i);
	struct cell *cell = &cells->list.v[i];
	struct vm vm;
	int err = execute_vm__init(&vm, &one->where, kernel->image, one->plan.threads,
				   (struct observer){ NULL, NULL });

	if (err)
		return err;
	snprintf(cell->kernel, sizeof(cell->kernel), "%s", kernel->name);
	variants__label(&one->axes, combination_of(cells, i), cell->variant);
	variants__folder(&one->axes, combination_of(cells, i), cell->folder);
	return set_key(cell, one, &vm);
}

/* Two images that differ only in their names would be one cell. */
static int check_id(const struct cells *cells, size_t i)
{
	const struct cell *cell = &cells->list.v[i];
	size_t same = cell_list__find(&cells->list, cell->id);

	if (same == i)
		return 0;
	return log__fail(-EEXIST, "%s and %s are the same kernel, and would be one cell: name one",
			 cells->list.v[same].kernel, cell->kernel);
}

static int describe_all(struct cells *cells)
{
	struct options *one = malloc(sizeof(*one));
	int err = 0;

	if (!one)
		return log__out_of_memory();
	for (size_t i = 0; i < cells->list.n && !err; i++) {
		cells__choose(cells, i, one);
		err = describe(cells, i, one);
		if (!err)
			err = check_id(cells, i);
	}
	free(one);
	return err;
}

/* ---- all ---- */

static int check(const struct options *options)
{
	if (!options->n_kernels)
		return log__fail(
			-EINVAL,
			"cells are measured in VMs: name the kernels with --kernel, any number of times");
	if (options->where.accelerator == ACCEL_AUTO)
		return log__fail(
			-EINVAL,
			"--accel auto may count instructions on one machine and nanoseconds on another: choose exact, kvm or tcg");
	return 0;
}

int cells__make(const struct options *options, struct cells *cells)
{
	size_t n;
	int err = check(options);

	*cells = (struct cells){ .options = options };
	if (!err)
		err = find_kernels(cells);
	if (err)
		return err;
	n = cells->n_kernels * variants__count(&options->axes);
	if (n > CELLS_MAX)
		return log__fail(-E2BIG, "these options make %zu cells, and at most %d are listed",
				 n, CELLS_MAX);
	cells->list.unit =
		where__is_exact(&options->where) ? CLOCK_INSTRUCTIONS : CLOCK_NANOSECONDS;
	snprintf(cells->list.version, sizeof(cells->list.version), "%s", HOOKBENCH_VERSION);
	cells->list.v = calloc(n, sizeof(*cells->list.v));
	if (!cells->list.v)
		return log__out_of_memory();
	cells->list.n = n;
	return describe_all(cells);
}

void cells__free(struct cells *cells)
{
	cell_list__free(&cells->list);
	free(cells->named);
}
