// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/kernel_code.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The next symbol in the file is the next one in memory. */
static void range__read(struct kernel_code_range *range, const char *function)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	char line[512], name[256], *rest;
	uint64_t address;

	*range = (struct kernel_code_range){ 0 };
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

/* If the cache is full, the first entry is evicted. */
static const struct kernel_code_range *find(struct kernel_code *code, const char *function)
{
	struct kernel_code_range *range = code->ranges, *end = range + code->n;

	while (range < end && strcmp(range->function, function) != 0)
		range++;
	if (range < end)
		return range;
	if (code->n == KERNEL_CODE_MAX)
		range = code->ranges;
	else
		code->n++;
	range__read(range, function);
	return range;
}

bool kernel_code__is_known(struct kernel_code *code, const char *function)
{
	return find(code, function)->end;
}

uint64_t kernel_code__start(struct kernel_code *code, const char *function)
{
	return find(code, function)->start;
}

bool kernel_code__is_in(struct kernel_code *code, const char *function, uint64_t address)
{
	const struct kernel_code_range *range = find(code, function);

	return address >= range->start && address < range->end;
}
