// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/atlas.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

static const enum atlas_cost same_in_line[] = { COST_ARCH,     COST_CPU_MODEL, COST_APPEND,
						COST_WORKLOAD, COST_PAYLOAD,   COST_BACKEND };

const char *atlas__cost(const struct atlas *atlas, size_t row, enum atlas_cost column)
{
	return csv_table__cell(&atlas->costs, row, column);
}

bool atlas__is_measured(const struct atlas *atlas, size_t row)
{
	return !strcmp(atlas__cost(atlas, row, COST_STATE), "measured");
}

/* ATLAS_MOST_KERNELS if there is none. */
static size_t find_kernel(const struct atlas *atlas, const char *name)
{
	for (size_t i = 0; i < atlas->n_kernels; i++)
		if (!strcmp(atlas->names[i], name))
			return i;
	return ATLAS_MOST_KERNELS;
}

static int list_kernels(struct atlas *atlas)
{
	for (size_t i = 0; i < atlas->kernels.n_rows; i++) {
		const char *name = csv_table__cell(&atlas->kernels, i, KERNEL_NAME);

		if (find_kernel(atlas, name) != ATLAS_MOST_KERNELS)
			continue;
		if (atlas->n_kernels == ATLAS_MOST_KERNELS)
			return log__fail(-E2BIG, "an atlas has at most %d kernels",
					 ATLAS_MOST_KERNELS);
		atlas->names[atlas->n_kernels++] = name;
	}
	return 0;
}

static bool are_one_line(const struct atlas *atlas, size_t a, size_t b)
{
	for (size_t i = 0; i < sizeof(same_in_line) / sizeof(*same_in_line); i++)
		if (strcmp(atlas__cost(atlas, a, same_in_line[i]),
			   atlas__cost(atlas, b, same_in_line[i])) != 0)
			return false;
	return true;
}

static struct atlas_line *line_of(struct atlas *atlas, size_t row)
{
	/* The last ones are the nearest. */
	for (size_t i = atlas->n_lines; i > 0; i--)
		if (are_one_line(atlas, atlas->lines[i - 1].first, row))
			return &atlas->lines[i - 1];
	atlas->lines[atlas->n_lines].first = row;
	return &atlas->lines[atlas->n_lines++];
}

static int make_lines(struct atlas *atlas)
{
	atlas->lines = calloc(atlas->costs.n_rows + 1, sizeof(*atlas->lines));
	if (!atlas->lines)
		return log__out_of_memory();
	for (size_t row = 0; row < atlas->costs.n_rows; row++) {
		const char *name = atlas__cost(atlas, row, COST_KERNEL);
		size_t kernel = find_kernel(atlas, name);
		struct atlas_line *line = line_of(atlas, row);

		if (kernel == ATLAS_MOST_KERNELS)
			return log__fail(-EPROTO, "the kernel %s has costs, but is not listed",
					 name);
		if (line->rows[kernel])
			return log__fail(-EPROTO, "lines %zu and %zu of the costs are of the same",
					 line->rows[kernel] + 1, row + 2);
		line->rows[kernel] = row + 1;
		atlas->n_measured += atlas__is_measured(atlas, row);
	}
	return 0;
}

int atlas__read(const char *costs, const char *kernels, const char *findings, struct atlas *atlas)
{
	int err;

	*atlas = (struct atlas){ .n_kernels = 0 };
	err = csv_table__read(
		costs,
		"arch,kernel,cpu_model,append,workload,payload,backend,cost,overhead,smallest_visible,state,reason",
		&atlas->costs);
	if (!err)
		err = csv_table__read(
			kernels,
			"arch,kernel,release,image_checksum,qemu_version,hookbench_version",
			&atlas->kernels);
	if (!err)
		err = csv_table__read(findings, "title,text,command,functions", &atlas->findings);
	if (!err)
		err = list_kernels(atlas);
	return err ? err : make_lines(atlas);
}

void atlas__free(struct atlas *atlas)
{
	csv_table__free(&atlas->costs);
	csv_table__free(&atlas->kernels);
	csv_table__free(&atlas->findings);
	free(atlas->lines);
}
