/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program of the system that makes something for hookbench: clang, bpftool. */
#ifndef HOOKBENCH_BENCH_OBJECTS_TOOL_H
#define HOOKBENCH_BENCH_OBJECTS_TOOL_H

#include <stddef.h>

/* The most bytes of a program's messages that are kept. */
#define TOOL_MESSAGES_MOST ((size_t)64 << 10)

struct tool_result {
	int status;   /* as waitpid's */
	char *output; /* what it wrote to stdout, with a NUL that `size` does not count */
	size_t size;
	char *messages; /* what it wrote to stderr, cut, without newlines at its end; foreign */
};

/*
 * Runs the program `words[0]`, which is looked for as a shell would, and in the folders for
 * administrators; its stdin is empty. `most`: the most bytes of its output. `fd`: a descriptor that
 * it inherits; -1: none. 0 whatever its status: free the result then; -ENOENT if there is no such
 * program, -EINTR after a signal, -EFBIG if it writes more, another -errno. Not logged.
 */
int tool__run(char *const *words, size_t most, int fd, struct tool_result *result);
void tool__free(struct tool_result *result);

/* The folders in which programs are looked for, for the caller to free. NULL: out of memory. */
char *tool__path(void);

/* Logs that it is missing, what it is for, and Debian's package to install; returns -ENOENT. */
int tool__is_missing(const char *name, const char *what_for, const char *package);
/*
 * The first line that `name --version` prints, cut to `size`. 0; or -errno, logged: that
 * `name` is missing, what it is for, and Debian's `package` to install.
 */
int tool__version(const char *name, const char *what_for, const char *package, char *line,
		  size_t size);

#endif
