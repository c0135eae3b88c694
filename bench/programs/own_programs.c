// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/own_programs.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/version.h"
#include "workloads/workload.h"

static int add(const char *folder)
{
	const char *path = getenv("PATH");
	char *longer;

	if (asprintf(&longer, "%s%s%s", path ? path : "", path && path[0] ? ":" : "", folder) < 0)
		return log__out_of_memory();
	setenv("PATH", longer, 1);
	free(longer);
	return 0;
}

int own_programs__add_to_path(void)
{
	/* As they were built, and as they were installed. */
	static const char *const folders[] = { "../workloads/bin",
					       HOOKBENCH_INSTALLED_SCRIPTS "/workloads" };
	char program[2048], folder[3072], file[4096], real[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	program[n > 0 ? n : 0] = '\0';
	dirname(program);
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		snprintf(folder, sizeof(folder), "%s/%s", program, folders[i]);
		snprintf(file, sizeof(file), "%s/%s", folder, workloads[0].name);
		if (!access(file, X_OK) && realpath(folder, real))
			return add(real);
	}
	return -ENOENT;
}
