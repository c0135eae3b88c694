// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/script.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool script__first_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	bool is_script = file && fgets(line, (int)size, file) && !strncmp(line, "#!", 2);
	size_t spaces;

	if (file)
		fclose(file);
	if (!is_script)
		return false;
	spaces = strspn(line + 2, " \t");
	memmove(line, line + 2 + spaces, strlen(line + 2 + spaces) + 1);
	line[strcspn(line, "\n")] = '\0';
	return true;
}

/* The kernel takes the carriage return for a part of the interpreter's name, or of its argument. */
static bool ends_as_on_windows(const char *line)
{
	size_t length = strlen(line);

	return length && line[length - 1] == '\r';
}

void script__explain(const char *path, int error, char *why, size_t size)
{
	char line[256];

	if (error != ENOENT && error != ENOEXEC) {
		snprintf(why, size, "%s", strerror(error));
	} else if (!script__first_line(path, line, sizeof(line))) {
		snprintf(
			why, size, "%s",
			error == ENOENT
				? "the loader that it names does not exist"
				: "it is no program, and no script, as its first line names no interpreter; begin it with #!/bin/sh");
	} else if (ends_as_on_windows(line)) {
		snprintf(
			why, size,
			"its first line ends with a carriage return, as on Windows; remove them with sed -i 's/\\r$//' %s",
			path);
	} else {
		line[strcspn(line, " \t")] = '\0';
		snprintf(why, size, "its interpreter \"%s\" does not exist", line);
	}
}
