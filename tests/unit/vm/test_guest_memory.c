// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <fcntl.h>

#include "bench/vm/guest_memory.h"

#define PAGE  4096
#define PAGES 200 /* more than are read at a time */

static char page[PAGE], other[PAGE];

static int make(void)
{
	int fd = guest_memory__make(PAGES * PAGE);

	assert_true(fd >= 0);
	memset(page, 'x', sizeof(page));
	return fd;
}

static void put(int fd, size_t at, char byte)
{
	assert_int_equal(pwrite(fd, &byte, 1, (off_t)at), 1);
}

static uint32_t checksum(int fd)
{
	uint32_t sum;

	assert_int_equal(guest_memory__read(fd, PAGES * PAGE, -1, &sum), 0);
	return sum;
}

static void test_a_copy_has_the_same_pages_and_checksum(void **state)
{
	static const size_t written[] = { 0, 1, 2, 63, 64, 130, 199 };
	int from = make(), to = open("copy", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	struct stat st;
	uint32_t sum;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(written); i++)
		put(from, written[i] * PAGE + i * 7, 'a');
	/* A page that was written to and is zero again is as one that never was. */
	put(from, 90 * PAGE, 'a');
	put(from, 90 * PAGE, 0);
	assert_int_equal(guest_memory__read(from, PAGES * PAGE, to, &sum), 0);
	assert_int_equal(ftruncate(to, PAGES * PAGE), 0);
	for (off_t i = 0; i < PAGES; i++) {
		assert_int_equal(pread(from, page, PAGE, i * PAGE), PAGE);
		assert_int_equal(pread(to, other, PAGE, i * PAGE), PAGE);
		assert_memory_equal(page, other, PAGE);
	}
	assert_int_equal(checksum(to), sum);
	assert_int_equal(checksum(from), sum);
	/* What is zero takes no room. */
	assert_int_equal(fstat(to, &st), 0);
	assert_in_range(st.st_blocks * 512, 1, 20 * PAGE);
	close(from);
	close(to);
}

static void test_each_byte_and_its_place_count(void **state)
{
	int fd = make();
	uint32_t empty = checksum(fd), first, second;

	(void)state;
	put(fd, 5 * PAGE + 100, 1);
	first = checksum(fd);
	assert_int_not_equal(first, empty);
	put(fd, 5 * PAGE + 100, 0);
	assert_int_equal(checksum(fd), empty);
	put(fd, 6 * PAGE + 100, 1);
	second = checksum(fd);
	assert_int_not_equal(second, first);
	put(fd, PAGES * PAGE - 1, 1);
	assert_int_not_equal(checksum(fd), second);
	/* What comes after the memory does not count. */
	first = checksum(fd);
	put(fd, PAGES * PAGE + 10, 1);
	assert_int_equal(checksum(fd), first);
	close(fd);
}

static void test_a_file_that_is_too_short(void **state)
{
	int fd = make();
	uint32_t sum;

	(void)state;
	assert_int_equal(ftruncate(fd, PAGES * PAGE - 1), 0);
	assert_int_equal(guest_memory__read(fd, PAGES * PAGE, -1, &sum), -EINVAL);
	close(fd);
}

static void test_a_disk_that_is_full(void **state)
{
	int from = make(), to = open("/dev/full", O_WRONLY | O_CLOEXEC);
	uint32_t sum;

	(void)state;
	put(from, 3 * PAGE, 1);
	assert_int_equal(guest_memory__read(from, PAGES * PAGE, to, &sum), -ENOSPC);
	close(from);
	close(to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_a_copy_has_the_same_pages_and_checksum),
		folder_test(test_each_byte_and_its_place_count),
		folder_test(test_a_file_that_is_too_short),
		folder_test(test_a_disk_that_is_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
