// SPDX-License-Identifier: GPL-2.0-or-later
/* The archive, read back by libarchive, and its headers as the kernel reads them. */
#include "tests/unit/support.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/mman.h>

#include "bench/vm/guest_files.h"
#include "bench/vm/initramfs.h"
#include "bench/vm/vm_options.h"

#define HEADER_SIZE 110

static const struct vm_request none;

struct whole {
	char *bytes;
	size_t size;
};

static struct whole read_fd(int fd)
{
	struct stat st;
	struct whole whole;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	whole = (struct whole){ malloc((size_t)st.st_size + 1), (size_t)st.st_size };
	assert_int_equal(pread(fd, whole.bytes, whole.size, 0), st.st_size);
	whole.bytes[whole.size] = '\0';
	close(fd);
	return whole;
}

static struct whole make(const struct guest_files *files)
{
	return read_fd(initramfs__make("/proc/self/exe", files, &none));
}

static struct archive *open_archive(const struct whole *whole)
{
	struct archive *archive = archive_read_new();

	archive_read_support_format_cpio(archive);
	assert_int_equal(archive_read_open_memory(archive, whole->bytes, whole->size), ARCHIVE_OK);
	return archive;
}

/* Goes to the entry of that name, without its slash; NULL if there is none. */
static struct archive_entry *find(struct archive *archive, const char *name)
{
	struct archive_entry *entry;

	while (archive_read_next_header(archive, &entry) == ARCHIVE_OK)
		if (!strcmp(archive_entry_pathname(entry), name))
			return entry;
	return NULL;
}

static void assert_entry(const struct whole *whole, const char *name, unsigned int mode,
			 const char *data)
{
	struct archive *archive = open_archive(whole);
	struct archive_entry *entry = find(archive, name);
	char text[256] = "";

	if (!entry)
		fail_msg("%s is not in the archive", name);
	assert_int_equal(archive_entry_mode(entry), mode);
	assert_int_equal(archive_entry_uid(entry), 0);
	assert_int_equal(archive_entry_gid(entry), 0);
	assert_int_equal(archive_entry_mtime(entry), 0);
	if (S_ISLNK(mode))
		assert_string_equal(archive_entry_symlink(entry), data);
	else if (data) {
		assert_int_equal(archive_entry_size(entry), strlen(data));
		assert_int_equal(archive_read_data(archive, text, sizeof(text)), strlen(data));
		assert_string_equal(text, data);
	}
	archive_read_free(archive);
}

/* ---- tests ---- */

static void test_what_every_guest_has(void **state)
{
	struct whole whole = make(NULL);
	struct archive *archive = open_archive(&whole);
	struct archive_entry *entry = find(archive, "dev/console");

	(void)state;
	assert_non_null(entry);
	assert_int_equal(archive_entry_mode(entry), S_IFCHR | 0600);
	assert_int_equal(archive_entry_rdevmajor(entry), 5);
	assert_int_equal(archive_entry_rdevminor(entry), 1);
	archive_read_free(archive);
	assert_entry(&whole, "dev", S_IFDIR | 0755, NULL);
	assert_entry(&whole, "proc", S_IFDIR | 0755, NULL);
	assert_entry(&whole, "sys", S_IFDIR | 0755, NULL);
	assert_entry(&whole, "init", S_IFREG | 0755, NULL);
	free(whole.bytes);
}

static void test_more_files(void **state)
{
	struct guest_file list[] = {
		{ .mode = S_IFDIR | 01777, .path = "/d" },
		{ .mode = S_IFREG | 0640 },
		{ .mode = S_IFLNK | 0777, .path = "/d/link", .link = "no/where" },
		{ .mode = S_IFREG | 0600 },
		{ .mode = S_IFREG | 0600 },
	};
	const struct guest_files files = { .n = COUNT_OF(list), .files = list };
	char path[3][2 * PATH_MAX];
	struct whole whole;

	for (size_t i = 0; i < 3; i++)
		snprintf(path[i], sizeof(path[i]), "%s/%s", (char *)*state,
			 i == 0	  ? "text"
			 : i == 1 ? "gr\xc3\xbc\xc3\x9f"
				    "e"
				  : "empty");
	write_text_file("text", "some text");
	write_text_file("gr\xc3\xbc\xc3\x9f"
			"e",
			"x");
	write_text_file("empty", "");
	list[1].path = path[0];
	list[3].path = path[1];
	list[4].path = path[2];
	whole = make(&files);
	assert_entry(&whole, "d", S_IFDIR | 01777, NULL);
	assert_entry(&whole, "d/link", S_IFLNK | 0777, "no/where");
	assert_entry(&whole, path[0] + 1, S_IFREG | 0640, "some text");
	assert_entry(&whole, path[1] + 1, S_IFREG | 0600, "x");
	assert_entry(&whole, path[2] + 1, S_IFREG | 0600, "");
	free(whole.bytes);
}

static void test_a_guest_program_that_is_not_there(void **state)
{
	(void)state;
	log_begin();
	assert_int_equal(initramfs__make("/no/hookbench-guest", NULL, &none), -ENOENT);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_logs("cannot put /no/hookbench-guest into the guest's root file system");
}

static void test_a_file_that_cannot_be_read(void **state)
{
	struct guest_file missing = { .path = "/no/such/file", .mode = S_IFREG | 0644 };
	const struct guest_files files = { .n = 1, .files = &missing };

	(void)state;
	log_begin();
	assert_int_equal(initramfs__make("/proc/self/exe", &files, &none), -ENOENT);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_logs("cannot put /no/such/file into the guest's root file system: No such file");
}

static void test_a_first_request(void **state)
{
	static const struct wire_message message = { .name = "run" };
	char line[] = "{\"run\":{}}\n";
	const struct vm_request first = { &message, line, strlen(line) };
	struct whole whole = read_fd(initramfs__make("/proc/self/exe", NULL, &first));

	(void)state;
	assert_entry(&whole, WIRE_FIRST_REQUEST + 1, S_IFREG | 0600, line);
	free(whole.bytes);
}

static void test_same_files_give_the_same_archive(void **state)
{
	struct whole a = make(NULL), b = make(NULL);

	(void)state;
	assert_int_equal(a.size, b.size);
	assert_memory_equal(a.bytes, b.bytes, a.size);
	free(a.bytes);
	free(b.bytes);
}

/* ---- headers ---- */

/* The number-th field of eight hexadecimal digits, after the magic. */
static unsigned long header_field(const char *header, size_t number)
{
	char digits[9] = "";

	memcpy(digits, header + 6 + 8 * number, 8);
	return strtoul(digits, NULL, 16);
}

/*
 * What libarchive's reader does not show: the format, and that no two entries look like hard links
 * to the kernel, which goes by inode numbers.
 */
static void test_headers(void **state)
{
	struct whole whole = make(NULL);
	unsigned long inos[64], n = 0;
	const char *at = whole.bytes;

	(void)state;
	for (;;) {
		size_t name_size, size;

		assert_true(at + HEADER_SIZE < whole.bytes + whole.size);
		assert_memory_equal(at, "070701", 6);
		name_size = header_field(at, 11);
		size = header_field(at, 6);
		if (!strcmp(at + HEADER_SIZE, "TRAILER!!!"))
			break;
		assert_int_equal(header_field(at, 4), 1);
		for (unsigned int i = 0; i < n; i++)
			assert_int_not_equal(inos[i], header_field(at, 0));
		assert_true(n < COUNT_OF(inos));
		inos[n++] = header_field(at, 0);
		at += ((HEADER_SIZE + name_size + 3) & ~(size_t)3) + ((size + 3) & ~(size_t)3);
	}
	assert_true(n >= 5);
	/* Nothing is behind the end. */
	assert_true(whole.bytes + whole.size - at < 512);
	free(whole.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_every_guest_has),
		folder_test(test_more_files),
		cmocka_unit_test(test_a_guest_program_that_is_not_there),
		cmocka_unit_test(test_a_file_that_cannot_be_read),
		cmocka_unit_test(test_a_first_request),
		cmocka_unit_test(test_same_files_give_the_same_archive),
		cmocka_unit_test(test_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
