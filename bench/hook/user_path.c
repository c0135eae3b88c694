// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_path.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#define PROGRAMS "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"

/* `folders` are separated by colons. */
static bool try_folders(const char *folders, const char *file, char path[PATH_MAX])
{
	while (folders && *folders) {
		size_t length = strcspn(folders, ":");

		snprintf(path, PATH_MAX, "%.*s/%s", (int)length, folders, file);
		if (length && !access(path, F_OK))
			return true;
		folders += length + (folders[length] == ':');
	}
	return false;
}

/* Debian's folders have the architecture in their names. */
static bool find_library(const char *file, char path[PATH_MAX])
{
	struct utsname machine;
	char folders[256];

	uname(&machine);
	snprintf(
		folders, sizeof(folders),
		"/usr/lib/%.32s-linux-gnu:/lib/%.32s-linux-gnu:/usr/lib64:/lib64:/usr/lib:/lib:/usr/local/lib",
		machine.machine, machine.machine);
	return try_folders(getenv("LD_LIBRARY_PATH"), file, path) ||
	       try_folders(folders, file, path);
}

int user_path__find(const char *file, char path[PATH_MAX])
{
	bool is_found;

	if (strchr(file, '/')) {
		snprintf(path, PATH_MAX, "%s", file);
		is_found = !access(path, F_OK);
	} else if (strstr(file, ".so")) {
		is_found = find_library(file, path);
	} else {
		is_found = try_folders(getenv("PATH"), file, path) ||
			   try_folders(PROGRAMS, file, path);
	}
	return is_found ? 0 : -ENOENT;
}
