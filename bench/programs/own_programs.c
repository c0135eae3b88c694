// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/own_programs.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/own_files.h"
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
	char installed[NAME_MAX], built[NAME_MAX], path[PATH_MAX];

	/* If one of them is there, all are. */
	snprintf(installed, sizeof(installed), "workloads/%s", workloads[0].name);
	snprintf(built, sizeof(built), "../workloads/bin/%s", workloads[0].name);
	if (own_files__find(installed, built, path, sizeof(path)) || access(path, X_OK))
		return -ENOENT;
	return add(dirname(path));
}
