// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/instruction_start.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/objects/tool.h"

#define LONGEST 16 /* bytes of an instruction, at least */
#define MOST	((size_t)64 << 20)

/* A line of an instruction looks like "    1139:\t55       \tpush   %rbp". */
static bool take_address(const char *line, uint64_t *address)
{
	char *end;

	*address = strtoull(line, &end, 16);
	return end != line && end[0] == ':' && end[1] == '\t';
}

static enum instruction_start read_listing(char *text, uint64_t address, uint64_t *before,
					   uint64_t *after)
{
	char *rest = text, *line;
	uint64_t at;

	*before = *after = 0;
	while ((line = strsep(&rest, "\n"))) {
		if (!take_address(line, &at))
			continue;
		if (at == address)
			return INSTRUCTION_BEGINS;
		if (at < address)
			*before = at;
		if (at > address && *before) {
			*after = at;
			return INSTRUCTION_GOES_ON;
		}
	}
	return INSTRUCTION_UNKNOWN;
}

enum instruction_start instruction_start__find(const char *path, uint64_t from, uint64_t address,
					       uint64_t *before, uint64_t *after)
{
	char start[64], stop[64];
	char *const words[] = { (char *)"objdump", (char *)"-d", (char *)"-w", start, stop,
				(char *)"--",	   (char *)path, NULL };
	enum instruction_start found = INSTRUCTION_UNKNOWN;
	struct tool_result result;

	snprintf(start, sizeof(start), "--start-address=0x%" PRIx64, from);
	snprintf(stop, sizeof(stop), "--stop-address=0x%" PRIx64, address + 2 * LONGEST);
	if (tool__run(words, MOST, -1, &result))
		return found;
	if (!result.status)
		found = read_listing(result.output, address, before, after);
	tool__free(&result);
	return found;
}
