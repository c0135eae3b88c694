// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/archive_guard.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- fields ---- */

static bool are_hex(const uint8_t *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isxdigit(at[i]))
			return false;
	return true;
}

static bool are_zero(const uint8_t *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (at[i])
			return false;
	return true;
}

/* A number without a sign, at most 16 digits wide. Spaces may be around it, or a NUL behind it. */
static bool read_number(const uint8_t *at, size_t width, int base, uint64_t *number)
{
	char text[17], *end;

	memcpy(text, at, width);
	text[width] = '\0';
	if (!isalnum((unsigned char)text[strspn(text, " ")]))
		return false;
	*number = strtoull(text, &end, base);
	return !end[strspn(end, " ")];
}

static uint64_t padded(uint64_t size, uint64_t to)
{
	return (size + to - 1) / to * to;
}

/* ---- cpio ---- */

#define NEWC_SIZE	110
#define NEWC_MAGIC_SIZE 6

static bool is_newc(const uint8_t *header)
{
	return !memcmp(header, "070701", NEWC_MAGIC_SIZE) ||
	       !memcmp(header, "070702", NEWC_MAGIC_SIZE);
}

/* The older formats, in digits or as a number of 2 bytes. */
static bool is_old_cpio(const uint8_t *header)
{
	return !memcmp(header, "0707", 4) || !memcmp(header, "\xc7\x71", 2) ||
	       !memcmp(header, "\x71\xc7", 2);
}

/*
 * A header, the name, the file; the last two are padded to 4 bytes. Zeroes may follow all. Behind a
 * header that is none, libarchive would look for the next one in the file.
 */
static bool check_newc(struct archive_guard *guard)
{
	const uint8_t *header = guard->header;
	uint64_t file, name;

	guard->have = 0;
	if (are_zero(header, NEWC_SIZE))
		return true;
	if (!is_newc(header) || !are_hex(header + NEWC_MAGIC_SIZE, NEWC_SIZE - NEWC_MAGIC_SIZE) ||
	    !read_number(header + 54, 8, 16, &file) || !read_number(header + 94, 8, 16, &name))
		return false;
	guard->skip = padded(NEWC_SIZE + name, 4) - NEWC_SIZE + padded(file, 4);
	return name <= ARCHIVE_NAME_MOST && ++guard->files <= ARCHIVE_FILES_MOST;
}

/* ---- ar ---- */

#define AR_MAGIC "!<arch>\n"
#define AR_SIZE	 60

/* "#1/N" has a name of N bytes after the header, "//" is the table of all long names. */
static bool check_ar(struct archive_guard *guard)
{
	const uint8_t *header = guard->header;
	uint64_t file, name;

	guard->have = 0;
	if (!read_number(header + 48, 10, 10, &file))
		return false;
	guard->skip = padded(file, 2);
	if (!memcmp(header, "//", 2))
		return file <= ARCHIVE_NAMES_MOST;
	if (memcmp(header, "#1/", 3) != 0)
		return true;
	return read_number(header + 3, 13, 10, &name) && name <= ARCHIVE_NAME_MOST;
}

/* ---- tar ---- */

#define TAR_SIZE   512
#define TAR_SUM	   148 /* 8 bytes, which count as spaces */
#define TAR_TYPE   156
#define GNU_SPARSE 'S'

static bool is_tar(const uint8_t *header)
{
	int64_t unsigned_sum = 8 * ' ', signed_sum = unsigned_sum;
	uint64_t sum;

	for (size_t i = 0; i < TAR_SIZE; i++) {
		if (i >= TAR_SUM && i < TAR_SUM + 8)
			continue;
		unsigned_sum += header[i];
		signed_sum += (int8_t)header[i];
	}
	return read_number(header + TAR_SUM, 8, 8, &sum) &&
	       ((int64_t)sum == unsigned_sum || (int64_t)sum == signed_sum);
}

static bool check_tar(struct archive_guard *guard);

static bool has(const struct archive_guard *guard, const char *text)
{
	return memmem(guard->header, guard->have, text, strlen(text));
}

/*
 * The records of a header that describes the next file, or all. A size there, which only files
 * above 8 GiB need, would come before the one that is checked.
 */
static bool check_extended(struct archive_guard *guard)
{
	bool is_sound = !has(guard, " GNU.sparse") && !has(guard, " size=");

	guard->have = 0;
	guard->wanted = TAR_SIZE;
	guard->check = check_tar;
	return is_sound;
}

static bool check_tar(struct archive_guard *guard)
{
	const uint8_t *header = guard->header;
	char type = (char)header[TAR_TYPE];
	uint64_t file;

	guard->have = 0;
	if (are_zero(header, TAR_SIZE)) {
		guard->check = NULL; /* the end */
		return true;
	}
	if (!is_tar(header) || !read_number(header + 124, 12, 8, &file) || type == GNU_SPARSE)
		return false;
	/* What these describe has no content, whatever the size says: not so a link, for some. */
	if (type >= '2' && type <= '6')
		return true;
	if (type == '1')
		return !file;
	if (type != 'x' && type != 'g' && type != 'X') {
		guard->skip = padded(file, TAR_SIZE);
		return true;
	}
	guard->wanted = padded(file, TAR_SIZE);
	guard->check = check_extended;
	return file && guard->wanted <= sizeof(guard->header);
}

/* ---- all ---- */

/* Whether there is a format that begins so; tar's is seen at the end of its first header. */
static bool recognize(struct archive_guard *guard)
{
	if (is_newc(guard->header)) {
		guard->check = check_newc;
		guard->wanted = NEWC_SIZE;
	} else if (!memcmp(guard->header, AR_MAGIC, ARCHIVE_MAGIC_SIZE)) {
		guard->check = check_ar;
		guard->wanted = AR_SIZE;
		guard->have = 0;
	} else if (guard->have < TAR_SIZE) {
		guard->wanted = TAR_SIZE;
		return !is_old_cpio(guard->header);
	} else if (is_tar(guard->header)) {
		guard->is_known = true;
		guard->check = check_tar;
		return check_tar(guard);
	}
	guard->is_known = true;
	return true;
}

bool archive_guard__accepts(struct archive_guard *guard, const void *bytes, size_t n)
{
	const uint8_t *at = bytes;

	guard->total += n;
	if (guard->total > ARCHIVE_MOST)
		return false;
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
		if (!(guard->is_known ? guard->check(guard) : recognize(guard)))
			return false;
	}
	return true;
}
