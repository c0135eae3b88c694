// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/function_list.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "bench/machine/sysfile.h"

static int add_name(char ***names, size_t *n, const char *name)
{
	char **grown = reallocarray(*names, *n + 1, sizeof(*grown));

	if (!grown)
		return -ENOMEM;
	*names = grown;
	grown[*n] = strdup(name);
	if (!grown[*n])
		return -ENOMEM;
	++*n;
	return 0;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The kernel refuses a list with the same name twice, which static functions may have. */
static void drop_doubles(char **names, size_t *n)
{
	size_t kept = 0;

	qsort(names, *n, sizeof(*names), compare);
	for (size_t i = 0; i < *n; i++) {
		if (kept && !strcmp(names[kept - 1], names[i]))
			free(names[i]);
		else
			names[kept++] = names[i];
	}
	*n = kept;
}

void function_list__free(char ***names, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		free((*names)[i]);
	free(*names);
	*names = NULL;
	*n = 0;
}

int function_list__read(FILE *file, const char *pattern, char ***names, size_t *n)
{
	char line[1024];
	int err = 0;

	*names = NULL;
	*n = 0;
	while (!err && fgets(line, sizeof(line), file)) {
		bool is_of_module = strchr(line, '[') != NULL;

		line[strcspn(line, " \t\n")] = '\0';
		if (!is_of_module && line[0] && !fnmatch(pattern, line, 0))
			err = add_name(names, n, line);
	}
	if (!err && !*n)
		err = -ENOENT;
	if (err)
		function_list__free(names, n);
	else
		drop_doubles(*names, n);
	return err;
}

int function_list__match(const char *name, bool is_pattern, char ***names, size_t *n)
{
	FILE *file;
	int err;

	*names = NULL;
	*n = 0;
	if (!is_pattern) {
		err = add_name(names, n, name);
		if (err)
			function_list__free(names, n);
		return err;
	}
	file = sysfile__open_detached("tracefs", "available_filter_functions");
	if (!file)
		return -errno;
	err = function_list__read(file, name, names, n);
	fclose(file);
	return err;
}
