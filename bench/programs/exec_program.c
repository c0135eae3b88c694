// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/exec_program.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int exec_from_path(char *const *command, char *path)
{
	const char *folders = getenv("PATH") ?: "/usr/local/bin:/usr/bin:/bin";
	int failed = ENOENT;

	for (size_t n; *folders; folders += n + (folders[n] == ':')) {
		char next[PATH_MAX];
		int error;

		n = strcspn(folders, ":");
		if ((size_t)snprintf(next, sizeof(next), "%.*s%s%s", (int)n, folders, n ? "/" : "",
				     command[0]) >= sizeof(next))
			continue;
		execv(next, command);
		error = errno;
		/* Not there. If the file is, its interpreter is not. */
		if (error == ENOTDIR || (error == ENOENT && access(next, F_OK)))
			continue;
		failed = error;
		memcpy(path, next, sizeof(next));
		if (error != EACCES)
			break;
	}
	return failed;
}

int exec_program(char *const *command, char *path)
{
	int error;

	path[0] = '\0';
	if (!strchr(command[0], '/'))
		return exec_from_path(command, path);
	execv(command[0], command);
	error = errno;
	snprintf(path, PATH_MAX, "%s", command[0]);
	return error;
}
