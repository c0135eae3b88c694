/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Times a command with the installed hyperfine, through its command line and its JSON.
 *
 * No file is created: hyperfine writes its JSON into memory that is freed with this process.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_HYPERFINE_H
#define HOOKBENCH_BENCH_PROGRAMS_HYPERFINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/model/target.h"
#include "bench/programs/wrapper.h"

#define HYPERFINE "hyperfine"

/* A command, and the hyperfine options for it. */
struct macro {
	char *const *words; /* of the command; end with NULL */
	/* Shell lines that are not timed; NULL: none. */
	const char *setup, *prepare, *cleanup;
	/*
	 * The shell that reads the command's words, joined by spaces; NULL: none, and the words are
	 * passed unchanged.
	 */
	const char *shell;
	bool ignore_failure; /* continue if the command fails */
	/* What is hooked, in place of the plan's target: NULL, or file is "": that. */
	const struct target *place;
};

/* How a run of the command, of an untimed line or of hyperfine ended. */
struct hyperfine_end {
	struct command_end command; /* see wrapper__run */
	char text[4096];	    /* the end of its output: see hyperfine__output */
	size_t length;		    /* of the text */
};

/* Room for a version, with its NUL. */
#define HYPERFINE_VERSION_SIZE 20

/*
 * Checks that hyperfine is in PATH and recent enough, and fills in its version, such as "1.15.0".
 * 0; -ENOENT or -ENOTSUP, logged.
 */
int hyperfine__check(char version[HYPERFINE_VERSION_SIZE]);
/*
 * The version in the output of `hyperfine --version`. 0, or -ENOTSUP if it is too old or missing.
 */
int hyperfine__parse_version(const char *text, char version[HYPERFINE_VERSION_SIZE]);

/*
 * The command, and the options other than the number of runs, as one would type them. `text` has
 * room for `size` bytes. 0; -E2BIG or -EILSEQ, logged: hyperfine accepts only UTF-8.
 */
int hyperfine__format_command(const struct macro *macro, char *text, size_t size);
int hyperfine__format_options(const struct macro *macro, char *text, size_t size);

/*
 * Runs the command once, as hyperfine would, but without hyperfine. 0 or -errno,
 * logged.
 */
int hyperfine__run_once(const struct macro *macro, const struct command_setup *setup,
			struct hyperfine_end *end);
/* Runs one of the untimed lines; NULL: does nothing. */
int hyperfine__run_line(const struct macro *macro, const char *line,
			const struct command_setup *setup, struct hyperfine_end *end);
/*
 * Times the command with hyperfine. *json: hyperfine's JSON, for the caller to free; NULL if
 * hyperfine failed, as `end` shows. 0 or -errno, logged.
 */
int hyperfine__run(const struct macro *macro, uint64_t runs, uint64_t warmup,
		   const struct command_setup *setup, struct hyperfine_end *end, char **json);
/* The last few lines of the output; "" if none. */
const char *hyperfine__output(struct hyperfine_end *end);

struct hyperfine_times {
	size_t n; /* at least one */
	uint64_t *ns;
};

/* Reads the JSON of any version of hyperfine. 0: free the times then; or -EINVAL, logged. */
int hyperfine__read(const char *json, struct hyperfine_times *times);
void hyperfine__free(struct hyperfine_times *times);

#endif
