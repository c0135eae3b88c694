/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Times runs of a command with hyperfine, as it is installed: its command line, and its JSON.
 *
 * No file is made: hyperfine writes its JSON into memory that goes with this process.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_HYPERFINE_H
#define HOOKBENCH_BENCH_PROGRAMS_HYPERFINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/programs/wrapper.h"

#define HYPERFINE "hyperfine"

/* A command, and what of hyperfine's options goes with it. */
struct macro {
	char *const *words; /* of the command; end with NULL */
	/* Lines for a shell, that are not timed; NULL: none. */
	const char *setup, *prepare, *cleanup;
	/* The shell that reads the command's words, with spaces between; NULL: none, and the words
	 * are passed as they are. */
	const char *shell;
	bool ignore_failure; /* go on with a command that fails */
};

/* Room for a version, with its NUL. */
#define HYPERFINE_VERSION_SIZE 20

/*
 * Whether hyperfine is in PATH and young enough: fills its version, as "1.15.0". 0, -ENOENT or
 * -ENOTSUP, logged.
 */
int hyperfine__check(char version[HYPERFINE_VERSION_SIZE]);
/* The version that `hyperfine --version` tells. 0, or -ENOTSUP if it is too old, or none. */
int hyperfine__parse_version(const char *text, char version[HYPERFINE_VERSION_SIZE]);

/*
 * The command, and the options beside the number of runs, as they would be typed. `text` has room
 * for `size` bytes. 0, or -E2BIG or -EILSEQ, logged: hyperfine takes nothing but UTF-8.
 */
int hyperfine__format_command(const struct macro *macro, char *text, size_t size);
int hyperfine__format_options(const struct macro *macro, char *text, size_t size);

/*
 * Runs the command as hyperfine would, once, without it. `end` as of wrapper__run; what it writes
 * is kept, see hyperfine__output. 0 or -errno, logged.
 */
int hyperfine__run_once(const struct macro *macro, const struct command_setup *setup,
			struct command_end *end);
/* One of the lines that are not timed; NULL: does nothing. */
int hyperfine__run_line(const struct macro *macro, const char *line,
			const struct command_setup *setup, struct command_end *end);
/*
 * Has hyperfine time it. *json: what it has written, for the caller to free; NULL if it has failed,
 * which `end` tells. 0 or -errno, logged.
 */
int hyperfine__run(const struct macro *macro, uint64_t runs, uint64_t warmup,
		   const struct command_setup *setup, struct command_end *end, char **json);
/* The last few lines that the last of these has written; "" if none. */
const char *hyperfine__output(void);

struct hyperfine_times {
	size_t n; /* at least one */
	uint64_t *ns;
};

/* Of its JSON, of whatever version. 0, or -EINVAL, logged. Free in the first case. */
int hyperfine__read(const char *json, struct hyperfine_times *times);
void hyperfine__free(struct hyperfine_times *times);

#endif
