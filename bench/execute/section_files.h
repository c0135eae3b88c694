/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The programs and libraries that the sections of users' BPF programs name: uprobe/FILE:FUNCTION.
 */
#ifndef HOOKBENCH_BENCH_EXECUTE_SECTION_FILES_H
#define HOOKBENCH_BENCH_EXECUTE_SECTION_FILES_H

#include <limits.h>
#include <stdbool.h>

#include "bench/model/arm_objects.h"
#include "bench/model/plan.h"
#include "bench/vm/guest_files.h"

/*
 * Adds those of all objects, and those that --retarget names instead; what this machine lacks is
 * left out: the guest says of each program why it is not attached. 0 or -errno, logged.
 */
int section_files__add(const struct arm_objects *objects, const struct plan_settings *settings,
		       struct guest_files *files);
/*
 * The file that a section names, of the kinds that hook user space. False if it names none.
 */
bool section_files__name(const char *section, char file[PATH_MAX]);
/* The same of the target of a program with that section, which --retarget may have changed. */
bool section_files__name_of_target(const char *section, const char *target, char file[PATH_MAX]);
/*
 * Where this machine has a file of that name, for a kernel of that architecture: a library in the
 * system's folders, a program in PATH. False if it has none.
 */
bool section_files__find(const char *file, const struct guest_arch *arch, char path[PATH_MAX]);

#endif
