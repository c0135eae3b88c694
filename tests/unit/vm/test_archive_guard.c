// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/vm/archive_guard.h"

/* Only the fields that the guard looks at differ. */
#define NEWC(file, name)                   \
	"070701000000010000"               \
	"81a40000000000000000000000010000" \
	"0000" file "00000000000000000000000000000000" name "00000000"
#define AR(name, size) name "0           0     0     100644  " size "`\n"

static const struct archive_guard fresh = { .wanted = ARCHIVE_MAGIC_SIZE };

static bool accepts(const char *bytes, size_t n, size_t piece)
{
	struct archive_guard guard = fresh;

	for (size_t i = 0; i < n; i += piece)
		if (!archive_guard__accepts(&guard, bytes + i, n - i < piece ? n - i : piece))
			return false;
	return true;
}

static void test_headers(void **unused)
{
#define BYTES(text) text, sizeof(text) - 1
	static const struct {
		const char *bytes;
		size_t n;
		bool accepted;
	} rows[] = {
		{ BYTES(NEWC("00000005",
			     "00000002") "a\0"
					 "first\0\0\0" NEWC("00000000",
							    "0000000b") "TRAILER!!!\0\0\0\0"
									"\0\0\0\0"),
		  true },
		/* The data of a file may look like a header. */
		{ BYTES(NEWC("0000006e", "00000002") "a\0" NEWC("00000000", "ffffffff") "\0\0"),
		  true },
		{ BYTES(NEWC("00000000", "00001000")), true },
		{ BYTES(NEWC("00000000", "00001001")), false },
		{ BYTES(NEWC("00000000", "ffffffff")), false },
		{ BYTES(NEWC("00000000", "-0000001")), false },
		{ BYTES(NEWC("0000000g", "00000002")), false },
		{ BYTES(NEWC("00000000", "00000002") "a\0" NEWC("00000000", "ffffffff")), false },
		/* libarchive looks for the next header beyond what is none. */
		{ BYTES(NEWC("00000000", "00000002") "a\0"
						     "junk" NEWC("00000000", "ffffffff")),
		  false },
		{ BYTES("!<arch>\n" AR("debian-binary   ",
				       "4         ") "2.0\n" AR("#1/4096         ", "5000      ")),
		  true },
		{ BYTES("!<arch>\n" AR("//              ", "1048576   ")), true },
		{ BYTES("!<arch>\n" AR("//              ", "9999999999")), false },
		{ BYTES("!<arch>\n" AR("odd             ",
				       "3         ") "abc\n" AR("//              ", "9999999999")),
		  false },
		{ BYTES("!<arch>\n" AR("#1/4097         ", "5000      ")), false },
		{ BYTES("!<arch>\n" AR("#1/             ", "5000      ")), false },
		{ BYTES("!<arch>\n" AR("name            ", "          ")), false },
		/* libarchive takes none of these for a header, and looks for one in the file. */
		{ BYTES("070701zzzzzzzz"
			"000081a40000000000000000000000010000"
			"0000"
			"00000010"
			"00000000000000000000000000000000"
			"00000002"
			"00000000"),
		  false },
		{ BYTES(NEWC("0x000010", "00000002")), false },
		/* Older formats. */
		{ BYTES("0707070000000000"), false },
		{ BYTES("\xc7\x71xxxxxxxxxxx"), false },
		/* No archive: nothing to look at. */
		{ BYTES("0707"), true },
		{ BYTES("some text that is no archive at all"), true },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		for (size_t piece = 1; piece <= rows[i].n; piece++)
			if (accepts(rows[i].bytes, rows[i].n, piece) != rows[i].accepted)
				fail_msg("row %zu, in pieces of %zu", i, piece);
}

/* One header of tar's, by its type and size. */
static size_t add_tar(char *to, char type, const char *size)
{
	unsigned int sum = 0;

	memset(to, 0, 512);
	strcpy(to, "boot/vmlinuz");
	strcpy(to + 100, "0000644");
	strcpy(to + 124, size);
	to[156] = type;
	memcpy(to + 148, "        ", 8);
	for (size_t i = 0; i < 512; i++)
		sum += (uint8_t)to[i];
	snprintf(to + 148, 8, "%06o", sum);
	return 512;
}

static size_t add_record(char *to, const char *text)
{
	memset(to, 0, 512);
	strcpy(to, text);
	return 512;
}

static void test_tar(void **unused)
{
	static const struct {
		char type;
		const char *size, *content;
		bool accepted;
	} rows[] = {
		{ '0', "00000000005", "first", true },
		{ '0', "00000001000", "\0", true },
		{ 'L', "00000000005", "first", true },
		{ '5', "00000000000", NULL, true },
		{ '1', "00000000000", NULL, true },
		/* A folder has no content, whatever its size. */
		{ '5', "00000001000", NULL, true },
		{ '1', "00000001000", NULL, false },
		{ 'x', "00000000040", "22 path=boot/vmlinuz\n", true },
		{ 'x', "00000000040", "22 GNU.sparse.major=1\n", false },
		{ 'g', "00000000040", "14 size=12345\n", false },
		{ 'x', "00000100000", "22 path=boot/vmlinuz\n", false },
		{ 'S', "00000000005", "first", false },
		{ '0', "0000000000z", "first", false },
		{ '0', "\x80\0\0", "first", false },
	};
	char bytes[2048];

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t n = add_tar(bytes, '0', "00000000000");

		n += add_tar(bytes + n, rows[i].type, rows[i].size);
		if (rows[i].content)
			n += add_record(bytes + n, rows[i].content);
		for (size_t piece = 1; piece <= n; piece += 11)
			if (accepts(bytes, n, piece) != rows[i].accepted)
				fail_msg("row %zu, in pieces of %zu", i, piece);
		/* What is skipped is not taken for a header, and the next header is found. */
		n += add_tar(bytes + n, 'S', "00000000000");
		if (rows[i].accepted && accepts(bytes, n, n))
			fail_msg("row %zu, and what follows", i);
	}
}

static void test_there_are_limits(void **unused)
{
	static const char empty[] = NEWC("00000000", "00000002") "a";
	static char zeroes[1 << 20];
	struct archive_guard guard = fresh;

	(void)unused;
	for (size_t i = 0; i < ARCHIVE_FILES_MOST; i++)
		assert_true(archive_guard__accepts(&guard, empty, 112));
	assert_false(archive_guard__accepts(&guard, empty, 112));
	guard = fresh;
	for (size_t i = 0; i < ARCHIVE_MOST / sizeof(zeroes); i++)
		assert_true(archive_guard__accepts(&guard, zeroes, sizeof(zeroes)));
	assert_false(archive_guard__accepts(&guard, zeroes, sizeof(zeroes)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_tar),
		cmocka_unit_test(test_there_are_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
