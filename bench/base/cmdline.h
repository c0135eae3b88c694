/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * COMMAND... of `attach`: words that are passed on as they are. A word that is exactly "&&" divides
 * them into commands, which run one after another as long as they succeed.
 */
#ifndef HOOKBENCH_BENCH_BASE_CMDLINE_H
#define HOOKBENCH_BENCH_BASE_CMDLINE_H

#include <jansson.h>
#include <stddef.h>

struct cmdline {
	size_t n;     /* commands, at least one */
	char **words; /* of all of them; each command ends with NULL. The strings are borrowed. */
};

/* `words` ends with NULL. 0 or -errno, logged. Free in the first case. */
int cmdline__split(char *const *words, struct cmdline *line);
void cmdline__free(struct cmdline *line);

/* Of a command, the next one; not to be asked of the last. */
char **cmdline__next(char **command);

/* For people: a list of lists of words. Bytes that are not UTF-8 become question marks. */
json_t *cmdline__to_json(const struct cmdline *line);

/*
 * Strings of any bytes, in a list that ends with NULL, as JSON for the guest, and back: NULL if it
 * is no such JSON, or when out of memory.
 */
json_t *strings__pack(char *const *strings);
char **strings__unpack(const json_t *json);
void strings__free(char **strings);

#endif
