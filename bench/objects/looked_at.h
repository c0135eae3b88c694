/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What clang looked at to preprocess a source, as clang and the files say it: what it read, and
 * where it would have read something else if it had been there.
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_LOOKED_AT_H
#define HOOKBENCH_BENCH_OBJECTS_LOOKED_AT_H

#include <stdbool.h>
#include <stddef.h>

/* Texts of any bytes, without duplicates. Initialise with { 0 }. */
struct path_list {
	size_t n;
	char **v;
};

/* 0, also if it is there already; or -ENOMEM, not logged. */
int path_list__add(struct path_list *list, const char *path, size_t length);
void path_list__free(struct path_list *list);

/*
 * These add to a list. True if all is known; false if clang's text is not understood, or depends on
 * what no list has.
 */

/* The files that were read: of a rule for make, as -MD writes it. */
bool looked_at__add_files(const char *rule, struct path_list *files);
/* The folders of headers, whether there or not: of the messages of clang -v. */
bool looked_at__add_folders(const char *messages, struct path_list *folders);
/*
 * The names that a file asks for by __has_include. A file that says when it is compiled is not
 * understood.
 */
bool looked_at__add_names(const char *text, size_t size, struct path_list *names);

#endif
