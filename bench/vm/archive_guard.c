// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/archive_guard.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NEWC_SIZE 110
#define AR_SIZE	  60

/* A number without a sign, at most 16 digits wide, that spaces may follow. */
static bool read_number(const uint8_t *at, size_t width, int base, uint64_t *number)
{
	char text[17], *end;

	memcpy(text, at, width);
	text[width] = '\0';
	if (!isxdigit((unsigned char)text[0]))
		return false;
	*number = strtoull(text, &end, base);
	return !end[strspn(end, " ")];
}

static bool is_zero(const struct archive_guard *guard)
{
	for (size_t i = 0; i < guard->have; i++)
		if (guard->header[i])
			return false;
	return true;
}

static bool is_newc(const struct archive_guard *guard)
{
	return !memcmp(guard->header, "070701", 6) || !memcmp(guard->header, "070702", 6);
}

/* cpio's: a header, the name, the file; the last two are padded to 4 bytes. Zeroes may follow all.
 */
static bool check_newc(struct archive_guard *guard)
{
	uint64_t file, name;

	if (!is_newc(guard))
		return is_zero(guard);
	if (!read_number(guard->header + 54, 8, 16, &file) ||
	    !read_number(guard->header + 94, 8, 16, &name) || name > ARCHIVE_NAME_MOST)
		return false;
	guard->skip = ((NEWC_SIZE + name + 3) & ~UINT64_C(3)) - NEWC_SIZE;
	guard->skip += (file + 3) & ~UINT64_C(3);
	return true;
}

/* ar's: "#1/N" has a name of N bytes after the header, "//" is the table of all long names. */
static bool check_ar(struct archive_guard *guard)
{
	uint64_t file, name;

	if (!read_number(guard->header + 48, 10, 10, &file))
		return false;
	guard->skip = file + (file & 1);
	if (!memcmp(guard->header, "//", 2))
		return file <= ARCHIVE_NAMES_MOST;
	if (memcmp(guard->header, "#1/", 3) != 0)
		return true;
	return read_number(guard->header + 3, 13, 10, &name) && name <= ARCHIVE_NAME_MOST;
}

static void start(struct archive_guard *guard)
{
	guard->is_known = true;
	if (is_newc(guard)) {
		guard->check = check_newc;
		guard->wanted = NEWC_SIZE;
	} else if (!memcmp(guard->header, "!<arch>\n", ARCHIVE_MAGIC_SIZE)) {
		guard->check = check_ar;
		guard->wanted = AR_SIZE;
		guard->have = 0;
	}
}

static bool take_header(struct archive_guard *guard)
{
	bool is_sound = guard->check(guard);

	guard->have = 0;
	return is_sound;
}

bool archive_guard__accepts(struct archive_guard *guard, const void *bytes, size_t n)
{
	const uint8_t *at = bytes;

	while (n && (guard->check || !guard->is_known)) {
		uint64_t left = guard->skip ? guard->skip : guard->wanted - guard->have;
		size_t taken = left < n ? (size_t)left : n;

		if (guard->skip) {
			guard->skip -= taken;
		} else {
			memcpy(guard->header + guard->have, at, taken);
			guard->have += taken;
		}
		at += taken;
		n -= taken;
		if (guard->skip || guard->have < guard->wanted)
			continue;
		if (!guard->is_known)
			start(guard);
		else if (!take_header(guard))
			return false;
	}
	return true;
}
