/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One compilation, and what runs clang for it: see compile.h. */
#ifndef HOOKBENCH_BENCH_OBJECTS_COMPILE_JOB_H
#define HOOKBENCH_BENCH_OBJECTS_COMPILE_JOB_H

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench/objects/compile_options.h"
#include "bench/objects/text_before.h"
#include "bench/objects/tool.h"
#include "bench/objects/words.h"

struct compile_job {
	const char *name; /* as the user gave it */
	const struct compile_options *options;
	char source[PATH_MAX], folder[PATH_MAX]; /* absolute */
	char maps[2][PATH_MAX + 32];		 /* for the names of files in the object */
	char own_include[PATH_MAX + 2];
	char asm_headers[64]; /* the folder that has <asm/types.h> of that architecture */
	struct words cflags;
	/* For vmlinux.h, the object and the rule; locked until the descriptor is closed. */
	int lock;
	char scratch[PATH_MAX], object[PATH_MAX + 16], rule[PATH_MAX + 16];
	bool has_types;		 /* vmlinux.h was made for it */
	struct source_text text; /* the compiler is "" until clang was run, or need not be */
	bool has_warnings;
};

/*
 * Runs clang with the action -E, which writes the text to its output, or -c, which makes the
 * object. -E also makes the rule and -v's messages, while the compiler is not known. 0 whatever
 * clang's status is: free the result then; or -errno, logged.
 */
int compile_job__run_clang(const struct compile_job *job, const char *action,
			   struct tool_result *result);
bool compile_job__is_good(const struct tool_result *result);
/* Says why clang refuses the source. Returns -EINVAL. */
int compile_job__fail(const struct compile_job *job, const struct tool_result *result);
/* Adds to what the object depends on: the words that each command has. */
int compile_job__add_flags(const struct compile_job *job, json_t *facts);

#endif
