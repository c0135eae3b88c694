// SPDX-License-Identifier: GPL-2.0-or-later
/* The archive, read back as the kernel reads it, and by cpio where that is installed. */
#include "tests/unit/support.h"

#include "bench/vm/cpio.h"

#define HEADER_SIZE 110

struct entry {
	unsigned int ino, mode, nlink, size, rdev_major, rdev_minor;
	const char *name, *data;
};

static char *archive;
static size_t archive_size, at;

/* The number-th field of eight hexadecimal digits, after the magic. */
static unsigned int header_field(size_t number)
{
	char digits[9] = "";
	char *end;
	unsigned int value;

	memcpy(digits, archive + at + 6 + 8 * number, 8);
	value = (unsigned int)strtoul(digits, &end, 16);
	assert_int_equal(*end, '\0');
	return value;
}

static size_t aligned(size_t offset)
{
	return (offset + 3) & ~(size_t)3;
}

static void assert_zeros(size_t from, size_t to)
{
	assert_true(to <= archive_size);
	for (; from < to; from++)
		assert_int_equal(archive[from], 0);
}

/* The entry at `at`, which moves past it. */
static struct entry next_entry(void)
{
	struct entry e = { 0 };
	size_t name_size, end;

	assert_int_equal(at % 4, 0);
	assert_true(at + HEADER_SIZE < archive_size);
	assert_memory_equal(archive + at, "070701", 6);
	e.ino = header_field(0);
	e.mode = header_field(1);
	assert_int_equal(header_field(2), 0); /* root's, as /init and its modules must be */
	assert_int_equal(header_field(3), 0);
	e.nlink = header_field(4);
	assert_int_equal(header_field(5), 0); /* no time: the same files give the same archive */
	e.size = header_field(6);
	e.rdev_major = header_field(9);
	e.rdev_minor = header_field(10);
	name_size = header_field(11);
	assert_int_equal(header_field(12), 0);
	e.name = archive + at + HEADER_SIZE;
	assert_int_equal(strnlen(e.name, archive_size - at - HEADER_SIZE) + 1, name_size);
	end = at + HEADER_SIZE + name_size;
	assert_zeros(end, aligned(end));
	e.data = archive + aligned(end);
	end = aligned(end) + e.size;
	assert_zeros(end, aligned(end));
	at = aligned(end);
	return e;
}

/* Names and sizes of every length modulo four. */
static void write_archive(void)
{
	FILE *file = open_memstream(&archive, &archive_size);
	struct cpio cpio = { .file = file };
	char name[] = "/d/abcdefgh";
	char data[64];

	memset(data, 'x', sizeof(data));
	cpio__add_folder(&cpio, "/d");
	cpio__add_character_device(&cpio, "/console", 5, 1);
	for (size_t i = 0; i < 8; i++) {
		name[4 + i % 8] = '\0';
		cpio__add_file(&cpio, name, i % 2 ? 0644 : 0755, data, 7 * i);
		name[4 + i % 8] = (char)('b' + i % 8);
	}
	cpio__add_file(&cpio, "/nothing", 0600, NULL, 0);
	cpio__end(&cpio);
	assert_false(ferror(file));
	fclose(file);
	at = 0;
}

static int archive_setup(void **state)
{
	write_archive();
	return folder_setup(state);
}

static int archive_teardown(void **state)
{
	free(archive);
	archive = NULL;
	return folder_teardown(state);
}

static void test_entries(void **state)
{
	struct entry e = next_entry();

	(void)state;
	assert_string_equal(e.name, "d");
	assert_int_equal(e.mode, S_IFDIR | 0755);
	assert_int_equal(e.size, 0);
	e = next_entry();
	assert_string_equal(e.name, "console");
	assert_int_equal(e.mode & S_IFMT, S_IFCHR);
	assert_int_equal(e.rdev_major, 5);
	assert_int_equal(e.rdev_minor, 1);
	for (size_t i = 0; i < 8; i++) {
		e = next_entry();
		assert_memory_equal(e.name, "d/a", 3);
		assert_int_equal(strlen(e.name), 3 + i);
		assert_int_equal(e.mode, S_IFREG | (i % 2 ? 0644 : 0755));
		assert_int_equal(e.size, 7 * i);
		for (size_t j = 0; j < e.size; j++)
			assert_int_equal(e.data[j], 'x');
	}
	e = next_entry();
	assert_string_equal(e.name, "nothing");
	assert_int_equal(e.mode, S_IFREG | 0600);
	e = next_entry();
	assert_string_equal(e.name, "TRAILER!!!");
	assert_int_equal(at, archive_size);
}

/* The kernel takes equal inode numbers with more than one link for hard links. */
static void test_no_entry_looks_like_a_hard_link(void **state)
{
	unsigned int inos[16], n = 0;

	(void)state;
	while (at < archive_size) {
		struct entry e = next_entry();

		assert_in_range(e.nlink, 0, 1);
		for (unsigned int i = 0; i < n; i++)
			assert_int_not_equal(inos[i], e.ino);
		inos[n++] = e.ino;
	}
}

static void test_same_files_give_the_same_archive(void **state)
{
	char *first = archive;
	size_t size = archive_size;

	(void)state;
	write_archive();
	assert_int_equal(archive_size, size);
	assert_memory_equal(archive, first, size);
	free(first);
}

static void test_cpio_reads_it(void **state)
{
	const char *path = "archive";
	char command[2 * PATH_MAX], line[128], last[128] = "";
	size_t lines = 0;
	FILE *file;

	(void)state;
	if (system("command -v cpio >/dev/null 2>&1"))
		skip_because("cpio is not installed");
	file = fopen(path, "we");
	assert_int_equal(fwrite(archive, 1, archive_size, file), archive_size);
	fclose(file);
	snprintf(command, sizeof(command), "cpio --quiet -t < '%s'", path);
	file = popen(command, "re");
	for (; fgets(line, sizeof(line), file); lines++)
		strcpy(last, line);
	assert_int_equal(pclose(file), 0);
	assert_int_equal(lines, 11);
	assert_string_equal(last, "nothing\n");
}

static void test_failing_stream_is_told_by_ferror(void **state)
{
	FILE *file = fopen("/dev/full", "we");
	struct cpio cpio = { .file = file };

	(void)state;
	setvbuf(file, NULL, _IONBF, 0);
	cpio__add_file(&cpio, "/init", 0755, "x", 1);
	cpio__end(&cpio);
	assert_true(ferror(file));
	fclose(file);
}

#define on_archive(function) \
	cmocka_unit_test_setup_teardown(function, archive_setup, archive_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_archive(test_entries),
		on_archive(test_no_entry_looks_like_a_hard_link),
		on_archive(test_same_files_give_the_same_archive),
		on_archive(test_cpio_reads_it),
		cmocka_unit_test(test_failing_stream_is_told_by_ferror),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
