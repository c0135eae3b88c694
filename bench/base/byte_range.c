// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/byte_range.h"

#include <string.h>

struct byte_range byte_range__part(struct byte_range all, size_t offset, size_t size)
{
	if (!all.at || offset > all.size || size > all.size - offset)
		return (struct byte_range){ NULL, 0 };
	return (struct byte_range){ all.at + offset, size };
}

uint32_t byte_range__number(struct byte_range all, size_t offset, size_t size)
{
	struct byte_range bytes = byte_range__part(all, offset, size);
	uint32_t number = 0;

	for (size_t i = 0; i < bytes.size; i++)
		number |= (uint32_t)bytes.at[i] << (8 * i);
	return number;
}

bool byte_range__has(struct byte_range all, size_t offset, const char *text, size_t n)
{
	struct byte_range part = byte_range__part(all, offset, n);

	return part.at && !memcmp(part.at, text, n);
}
