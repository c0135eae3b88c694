// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/kernel_code.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_KNOWN 4

struct range {
	char function[128];
	uint64_t start, end;
};

/* The symbol behind it in the file is the next one in memory. */
static void range__read(struct range *range, const char *function)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	char line[512], name[256], *rest;
	uint64_t address;

	*range = (struct range){ 0 };
	snprintf(range->function, sizeof(range->function), "%s", function);
	while (file && !range->end && fgets(line, sizeof(line), file)) {
		address = strtoull(line, &rest, 16);
		if (rest == line || sscanf(rest, " %*c %255s", name) != 1)
			continue;
		if (range->start && address > range->start)
			range->end = address;
		else if (!range->start && !strcmp(name, function))
			range->start = address;
	}
	if (file)
		fclose(file);
}

static const struct range *find(const char *function)
{
	static struct range known[MAX_KNOWN];
	static size_t n;
	struct range *range = known;

	while (range < known + n && strcmp(range->function, function) != 0)
		range++;
	if (range < known + n)
		return range;
	if (n == MAX_KNOWN)
		range = known;
	else
		n++;
	range__read(range, function);
	return range;
}

bool kernel_code__is_known(const char *function)
{
	return find(function)->end;
}

bool kernel_code__is_in(const char *function, uint64_t address)
{
	const struct range *range = find(function);

	return address >= range->start && address < range->end;
}
