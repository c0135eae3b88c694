// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/own_code.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Also moves *next behind the number and the sign after it. */
static unsigned long take_number(char **next, int base)
{
	unsigned long number = strtoul(*next, next, base);

	*next += **next != '\0';
	return number;
}

static void skip_word(char **next)
{
	*next += strcspn(*next, " ");
	*next += strspn(*next, " ");
}

/* A line is "START-END rwxp OFFSET MAJOR:MINOR INODE PATH" (Documentation/filesystems/proc.rst). */
int own_code__offset(uintptr_t address, uint64_t *offset)
{
	FILE *file = fopen("/proc/self/maps", "re");
	struct stat own;
	char line[512];
	int err = -ENOENT;

	if (!file)
		return -errno;
	if (stat("/proc/self/exe", &own))
		err = -errno;
	while (err == -ENOENT && fgets(line, sizeof(line), file)) {
		char *next = line;
		unsigned long start = take_number(&next, 16), end = take_number(&next, 16), at;

		if (address < start || address >= end)
			continue;
		skip_word(&next);
		at = take_number(&next, 16);
		skip_word(&next);
		if (take_number(&next, 10) != own.st_ino)
			break;
		*offset = address - start + at;
		err = 0;
	}
	fclose(file);
	return err;
}
