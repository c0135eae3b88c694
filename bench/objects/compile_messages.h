/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What clang says of a source that it refuses, in a line. */
#ifndef HOOKBENCH_BENCH_OBJECTS_COMPILE_MESSAGES_H
#define HOOKBENCH_BENCH_OBJECTS_COMPILE_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/objects/tool.h"

/*
 * The first line with an error, without the source's folder; or how clang ended. Cut to `size`;
 * foreign text.
 */
void compile_messages__reason(const struct tool_result *result, const char *folder, char *reason,
			      size_t size);
/* What to do about it. with_types: vmlinux.h was made of the kernel that is measured. */
const char *compile_messages__remedy(const char *messages, bool with_types);

#endif
