// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/own_files.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/version.h"

static void find_own_folder(char folder[PATH_MAX])
{
	char program[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	program[n > 0 ? n : 0] = '\0';
	snprintf(folder, PATH_MAX, "%s", dirname(program));
}

int own_files__find(const char *installed, const char *built, char *path, size_t size)
{
	char own[PATH_MAX], files[2][3 * PATH_MAX], real[PATH_MAX];

	find_own_folder(own);
	snprintf(files[0], sizeof(files[0]), "%s/" HOOKBENCH_INSTALLED_FILES "/%s", own, installed);
	snprintf(files[1], sizeof(files[1]), "%s/%s", built[0] == '/' ? "" : own, built);
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (realpath(files[i], real) && !access(real, R_OK) &&
		    (size_t)snprintf(path, size, "%s", real) < size)
			return 0;
	return -ENOENT;
}

int own_files__require(const char *installed, const char *built, char *path, size_t size)
{
	char own[PATH_MAX];

	if (!own_files__find(installed, built, path, size))
		return 0;
	find_own_folder(own);
	return log__fail(
		-ENOENT,
		"%s is missing: it is neither installed nor built for the hookbench in %s; rebuild or reinstall hookbench",
		installed, own);
}
