// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/guest_memory.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/base/memory_file.h"

#define PAGE  4096
#define CHUNK (64 * PAGE)

int guest_memory__make(size_t size)
{
	int fd = memory_file__make("guest", NULL, 0), err;

	if (fd < 0)
		return fd;
	if (!ftruncate(fd, (off_t)size))
		return fd;
	err = -errno;
	close(fd);
	return err;
}

static bool is_zero(const char *page)
{
	return !page[0] && !memcmp(page, page + 1, PAGE - 1);
}

static int write_all(int to, const char *bytes, size_t n, size_t at)
{
	while (n) {
		ssize_t written = pwrite(to, bytes, n, (off_t)at);

		if (written < 0 && errno != EINTR)
			return -errno;
		if (written > 0) {
			bytes += written;
			at += (size_t)written;
			n -= (size_t)written;
		}
	}
	return 0;
}

/* Pages at the place `at`, of which those that are not zero are copied in runs. */
static int take_pages(const char *bytes, size_t n, size_t at, int to, uint32_t *checksum)
{
	size_t run = 0; /* where the pages that were not copied yet begin */
	int err = 0;

	for (size_t i = 0; i <= n && !err; i += PAGE) {
		bool ends = i == n || is_zero(bytes + i);

		if (!ends) {
			uint64_t place = at + i;

			*checksum = checksum__add(*checksum, &place, sizeof(place));
			*checksum = checksum__add(*checksum, bytes + i, PAGE);
			continue;
		}
		if (to >= 0 && i > run)
			err = write_all(to, bytes + run, i - run, at + run);
		run = i + PAGE;
	}
	return err;
}

/* Whole pages, `n` bytes of them from `at` on. */
static int take_part(int from, size_t at, size_t n, int to, char *room, uint32_t *checksum)
{
	while (n) {
		size_t part = n < CHUNK ? n : CHUNK, got = 0;
		int err;

		while (got < part) {
			ssize_t more = pread(from, room + got, part - got, (off_t)(at + got));

			if (!more)
				return -EINVAL;
			if (more < 0 && errno != EINTR)
				return -errno;
			got += more > 0 ? (size_t)more : 0;
		}
		err = take_pages(room, part, at, to, checksum);
		if (err)
			return err;
		at += part;
		n -= part;
	}
	return 0;
}

int guest_memory__read(int from, size_t size, int to, uint32_t *checksum)
{
	char *room = malloc(CHUNK);
	struct stat st;
	size_t at = 0;
	int err = room ? 0 : -ENOMEM;

	if (!err && fstat(from, &st))
		err = -errno;
	if (!err && (st.st_size < (off_t)size || size % PAGE))
		err = -EINVAL;
	*checksum = 0;
	while (!err && at < size) {
		off_t data = lseek(from, (off_t)at, SEEK_DATA), hole;

		/* -1: nothing but a hole is left. */
		if (data < 0 || (size_t)data >= size)
			break;
		hole = lseek(from, data, SEEK_HOLE);
		data -= data % PAGE;
		at = hole < 0 || (size_t)hole > size ? size : (size_t)hole;
		at += (PAGE - at % PAGE) % PAGE;
		err = take_part(from, (size_t)data, at - (size_t)data, to, room, checksum);
	}
	free(room);
	return err;
}
