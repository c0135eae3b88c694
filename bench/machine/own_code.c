// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/own_code.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

/* A line is "START-END rwxp OFFSET MAJOR:MINOR INODE PATH" (Documentation/filesystems/proc.rst). */
int own_code__offset(uintptr_t address, uint64_t *offset)
{
	FILE *file = fopen("/proc/self/maps", "re");
	unsigned long start, end, at, inode;
	struct stat own;
	char line[512];
	int err = -ENOENT;

	if (!file)
		return -errno;
	if (stat("/proc/self/exe", &own))
		err = -errno;
	while (err == -ENOENT && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%lx-%lx %*4s %lx %*x:%*x %lu", &start, &end, &at, &inode) != 4 ||
		    address < start || address >= end)
			continue;
		if (inode != own.st_ino)
			break;
		*offset = address - start + at;
		err = 0;
	}
	fclose(file);
	return err;
}
