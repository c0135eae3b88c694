/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why users' programs that were attached in user space may not have run. */
#ifndef HOOKBENCH_BENCH_EXECUTE_SILENT_PROGRAMS_H
#define HOOKBENCH_BENCH_EXECUTE_SILENT_PROGRAMS_H

#include <limits.h>
#include <stddef.h>

#include "bench/base/cmdline.h"
#include "bench/vm/guest_arch.h"

/* So many are explained; what is true of one holds for all programs in it. */
#define SILENT_PROGRAMS_FILES 4

struct silent_programs {
	const struct guest_arch *arch; /* of the kernel */
	const struct cmdline *line;    /* the commands */
	size_t n;		       /* files that were explained */
	char files[SILENT_PROGRAMS_FILES][PATH_MAX];
};

/*
 * Logs which of the commands has the file that the target is in, or not; once for each file.
 * Nothing for a section of the kernel, where each process comes.
 */
void silent_programs__explain(struct silent_programs *silent, const char *section,
			      const char *target);

#endif
