/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The atlas: what each hook costs on each kernel, from the CSV files in results/atlas; see
 * results/README.md.
 */
#ifndef HOOKBENCH_REPORT_DOCUMENT_ATLAS_H
#define HOOKBENCH_REPORT_DOCUMENT_ATLAS_H

#include <stdbool.h>
#include <stddef.h>

#include "report/document/csv_table.h"

#define ATLAS_MOST_KERNELS 32

/* Columns of costs.csv. */
enum atlas_cost {
	COST_ARCH,
	COST_KERNEL,
	COST_CPU_MODEL,
	COST_APPEND,
	COST_WORKLOAD,
	COST_PAYLOAD,
	COST_BACKEND,
	COST_COST,
	COST_OVERHEAD,
	COST_VISIBLE,
	COST_STATE,
	COST_REASON,
};

/* Columns of kernels.csv. */
enum atlas_kernel { KERNEL_ARCH, KERNEL_NAME, KERNEL_RELEASE, KERNEL_CHECKSUM, KERNEL_QEMU };

/* Columns of the findings. */
enum atlas_finding { FINDING_TITLE, FINDING_TEXT, FINDING_COMMAND, FINDING_FUNCTIONS };

/* What differs only in the kernel. */
struct atlas_line {
	size_t first;			 /* row of costs.csv: of the first kernel that it has */
	size_t rows[ATLAS_MOST_KERNELS]; /* of each kernel, plus 1; 0: there is none */
};

struct atlas {
	struct csv_table costs, kernels, findings;
	size_t n_kernels;
	const char *names[ATLAS_MOST_KERNELS]; /* of the kernels, in the order of kernels.csv */
	size_t n_lines;
	struct atlas_line *lines; /* in the order of costs.csv */
	size_t n_measured;	  /* costs */
};

/* 0 or -errno, logged. Free with atlas__free in any case. */
int atlas__read(const char *costs, const char *kernels, const char *findings, struct atlas *atlas);
void atlas__free(struct atlas *atlas);

const char *atlas__cost(const struct atlas *atlas, size_t row, enum atlas_cost column);
/* Of a row: its figures are sound. */
bool atlas__is_measured(const struct atlas *atlas, size_t row);

#endif
