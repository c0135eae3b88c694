/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The COMMAND... operands of `attach`: words that are passed on unchanged. A word that is exactly
 * "&&" separates commands, which run one after another as long as they succeed.
 */
#ifndef HOOKBENCH_BENCH_BASE_CMDLINE_H
#define HOOKBENCH_BENCH_BASE_CMDLINE_H

#include <jansson.h>
#include <stddef.h>

struct cmdline {
	size_t n;     /* number of commands, at least one */
	char **words; /* of all commands, each ending with NULL; the strings are borrowed */
};

/* `words` ends with NULL. 0 or -errno, logged. On success, free with cmdline__free. */
int cmdline__split(char *const *words, struct cmdline *line);
void cmdline__free(struct cmdline *line);

/* Returns the command after this one. Must not be called for the last command. */
char **cmdline__next(char **command);

/* For display: a list of lists of words. Bytes that are not UTF-8 become question marks. */
json_t *cmdline__to_json(const struct cmdline *line);

/*
 * Converts a NULL-terminated list of strings, which may hold any bytes, to JSON for the guest, and
 * back. strings__unpack returns NULL if the JSON is malformed, or when out of memory.
 */
json_t *strings__pack(char *const *strings);
char **strings__unpack(const json_t *json);
void strings__free(char **strings);

#endif
