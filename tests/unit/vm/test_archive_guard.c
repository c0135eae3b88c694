// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/vm/archive_guard.h"

/* Only the fields that the guard looks at differ. */
#define NEWC(file, name)                   \
	"070701000000010000"               \
	"81a40000000000000000000000010000" \
	"0000" file "00000000000000000000000000000000" name "00000000"
#define AR(name, size) name "0           0     0     100644  " size "`\n"

static bool accepts(const char *bytes, size_t n, size_t piece)
{
	struct archive_guard guard = { .wanted = ARCHIVE_MAGIC_SIZE };

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
		/* tar, or no archive: nothing to look at. */
		{ BYTES("0707"), true },
		{ BYTES("some text that is no archive at all"), true },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		for (size_t piece = 1; piece <= rows[i].n; piece++)
			if (accepts(rows[i].bytes, rows[i].n, piece) != rows[i].accepted)
				fail_msg("row %zu, in pieces of %zu", i, piece);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
