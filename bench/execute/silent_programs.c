// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/silent_programs.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/execute/section_files.h"
#include "bench/execute/user_target.h"

/* Not of the process that runs there, but of the one that attaches. */
#define OWN_FILE "/proc/self/exe"

static bool is_new(struct silent_programs *silent, const char *file)
{
	for (size_t i = 0; i < silent->n; i++)
		if (!strcmp(silent->files[i], file))
			return false;
	if (silent->n == SILENT_PROGRAMS_FILES)
		return false;
	snprintf(silent->files[silent->n++], PATH_MAX, "%s", file);
	return true;
}

void silent_programs__explain(struct silent_programs *silent, const char *section,
			      const char *target)
{
	char file[PATH_MAX], path[PATH_MAX];

	if (!section_files__name_of_target(section, target, file) || !is_new(silent, file))
		return;
	if (!strcmp(file, OWN_FILE))
		log__warning(
			"0 hits: nothing came to %s, which is hookbench itself, and not the command: name the command's file",
			target);
	else if (section_files__find(file, silent->arch, path))
		user_target__explain_no_runs(target, path, silent->arch, silent->line);
}
