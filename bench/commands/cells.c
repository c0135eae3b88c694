// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/cells.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/checksum.h"
#include "bench/base/encode.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/base/version.h"
#include "bench/cli/variants_parse.h"
#include "bench/execute/execute_vm.h"
#include "bench/model/plan_defaults.h"
#include "bench/model/run_json.h"
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

/* JSON is UTF-8, which a name or an argument need not be: then, it is encoded, in `room`. */
static const char *as_utf8(const char *text, char *room, size_t size)
{
	json_t *json = json_string(text);
	bool is_utf8 = json;

	json_decref(json);
	if (!is_utf8)
		encode__text(room, size, TO_TERMINAL_NAME, text);
	return is_utf8 ? text : room;
}

/* The programs by their files: what each becomes on a kernel is only known there. */
static int add_programs(json_t *key, const struct program_files *files)
{
	json_t *programs = json_object();
	char text[CHECKSUM_SIZE], room[8 * NAME_SIZE + 4];
	int err = 0;

	for (size_t i = 0; i < files->n && !err; i++) {
		err = checksum_of(files->v[i].path, text);
		json_object_set_new(programs, as_utf8(files->v[i].arm, room, sizeof(room)),
				    json_string(text));
	}
	json_object_set_new(key, "programs", programs);
	json_object_set_new(key, "cflags", json_value__text(files->cflags));
	return err;
}

/* All that decides what is measured, and nothing of the machine that measures. */
static json_t *key_of(const struct cell *cell, const struct options *one)
{
	struct plan plan = one->plan;
	char room[8 * sizeof(cell->append) + 4];

	plan__complete(&plan,
		       where__is_exact(&one->where) ? CLOCK_INSTRUCTIONS : CLOCK_NANOSECONDS);
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:o}", "image", cell->image_checksum,
			 "arch", cell->arch, "accelerator", cell->accelerator, "cpu_model",
			 cell->cpu_model, "append", as_utf8(cell->append, room, sizeof(room)),
			 "memory_mib", (int)one->where.memory_mib, "explain", (int)one->explain,
			 "plan", plan__to_json(&plan));
}

static int set_id(struct cell *cell, const struct options *one)
{
	json_t *key = key_of(cell, one);
	int err = key ? add_programs(key, &one->programs) : log__out_of_memory();
	char *text = err ? NULL : json_dumps(key, JSON_COMPACT | JSON_SORT_KEYS);

	if (text)
		cell__make_id(text, cell->id);
	else if (!err)
		err = log__out_of_memory();
	free(text);
	json_decref(key);
	return err;
}

static void list_programs(struct cell *cell, const struct program_files *files)
{
	size_t length = 0;

	for (size_t i = 0; i < files->n && length < sizeof(cell->programs); i++)
		length += (size_t)snprintf(cell->programs + length, sizeof(cell->programs) - length,
					   "%s%s", i ? ", " : "", files->v[i].arm);
}

static int describe(const struct cells *cells, size_t i, const struct options *one)
{
	const struct named_kernel *kernel = kernel_of(cells, i);
	struct cell *cell = &cells->list.v[i];
	struct vm vm;
	int err = execute_vm__init(&vm, &one->where, kernel->image, one->plan.threads,
				   (struct observer){ NULL, NULL });

	if (!err)
		err = checksum_of(kernel->image, cell->image_checksum);
	if (!err) {
		snprintf(cell->kernel, sizeof(cell->kernel), "%s", kernel->name);
		snprintf(cell->arch, sizeof(cell->arch), "%s", vm__arch(&vm)->name);
		snprintf(cell->accelerator, sizeof(cell->accelerator), "%s",
			 accelerator__name(vm.accelerator));
		snprintf(cell->cpu_model, sizeof(cell->cpu_model), "%s", vm__cpu_model(&vm));
		snprintf(cell->append, sizeof(cell->append), "%s", vm.append ? vm.append : "");
		snprintf(cell->workload, sizeof(cell->workload), "%s", one->plan.workload);
		snprintf(cell->payload, sizeof(cell->payload), "%s", one->plan.payload);
		list_programs(cell, &one->programs);
		variants__label(&one->axes, combination_of(cells, i), cell->variant);
		variants__folder(&one->axes, combination_of(cells, i), cell->folder);
		err = set_id(cell, one);
	}
	return err;
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
