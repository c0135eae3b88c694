// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/mapped_file.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/base/text.h"
#include "bench/vm/elf_file.h"

#define MOST 1024 /* libraries of a program */

/* A program, and its libraries as they are found. */
struct closure {
	const struct guest_arch *arch;
	size_t n;
	char *paths[MOST];
};

static bool is_same(const char *a, const char *b)
{
	struct stat of_a, of_b;

	return !stat(a, &of_a) && !stat(b, &of_b) && of_a.st_dev == of_b.st_dev &&
	       of_a.st_ino == of_b.st_ino;
}

/* Takes ownership of the path; NULL: it was not found. */
static void add(struct closure *c, char *path)
{
	for (size_t i = 0; path && i < c->n; i++)
		if (!strcmp(c->paths[i], path)) {
			free(path);
			return;
		}
	if (path && c->n < MOST)
		c->paths[c->n++] = path;
	else
		free(path);
}

/* What the i-th needs. False if it is no ELF file. */
static bool add_needs(struct closure *c, size_t i, bool *is_static)
{
	struct elf_file elf;

	if (elf_file__read(c->paths[i], c->arch, &elf))
		return false;
	*is_static = !elf.interpreter;
	if (elf.interpreter)
		add(c, strdup(elf.interpreter));
	for (size_t j = 0; j < elf.n_needed; j++)
		add(c, elf_file__find_library(&elf, c->paths[i], elf.needed[j]));
	elf_file__free(&elf);
	return true;
}

/* libz.so.1 may be a link to libz.so.1.3.1. */
static bool is_copy(const char *a, const char *b)
{
	const char *of_a = text__base_name(a), *of_b = text__base_name(b),
		   *ending = strstr(of_a, ".so");

	return ending ? !strncmp(of_a, of_b, (size_t)(ending - of_a) + strlen(".so"))
		      : !strcmp(of_a, of_b);
}

static enum mapped judge(const struct closure *c, const char *file, bool is_static,
			 char other[PATH_MAX])
{
	for (size_t i = 1; i < c->n; i++)
		if (is_same(c->paths[i], file))
			return MAPPED_AT_START;
	if (is_static)
		return MAPPED_STATIC;
	for (size_t i = 1; i < c->n; i++)
		if (is_copy(c->paths[i], file)) {
			snprintf(other, PATH_MAX, "%s", c->paths[i]);
			return MAPPED_OTHER;
		}
	return MAPPED_NOT;
}

enum mapped mapped_file__find(const char *program, const char *file, const struct guest_arch *arch,
			      char other[PATH_MAX])
{
	struct closure c = { .arch = arch };
	bool is_static = false, ignored, is_elf;
	enum mapped mapped;

	if (is_same(program, file))
		return MAPPED_ITSELF;
	add(&c, strdup(program));
	is_elf = c.n && add_needs(&c, 0, &is_static);
	for (size_t i = 1; i < c.n; i++)
		add_needs(&c, i, &ignored);
	mapped = is_elf ? judge(&c, file, is_static, other) : MAPPED_SCRIPT;
	for (size_t i = 0; i < c.n; i++)
		free(c.paths[i]);
	return mapped;
}
