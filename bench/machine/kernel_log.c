// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/kernel_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/json_value.h"
#include "bench/base/maybe_count.h"

/* How much of the log is kept. */
#define FIRST_LINES 5
#define LINE_SIZE   200

int kernel_log__open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (lseek(fd, 0, SEEK_END) >= 0)
		return fd;
	close(fd);
	return -EINVAL;
}

/* "6,1234,5678,-;words\n KEY=value": returns the words only. */
static json_t *words_of(char *record)
{
	char *words = strchr(record, ';');

	words = words ? words + 1 : record;
	words[strcspn(words, "\n")] = '\0';
	if (strlen(words) >= LINE_SIZE)
		words[LINE_SIZE - 1] = '\0';
	return json_value__text(words);
}

/* False at the end. Records that were overwritten before they were read (EPIPE) are skipped. */
static bool read_record(int fd, char *record, size_t size)
{
	ssize_t n;

	do
		n = read(fd, record, size - 1);
	while (n < 0 && (errno == EPIPE || errno == EINTR));
	record[n > 0 ? n : 0] = '\0';
	return n > 0;
}

void kernel_log__read(int fd, json_t *object)
{
	json_t *first = json_array();
	char record[8192];
	int64_t lines = 0;

	while (read_record(fd, record, sizeof(record)))
		if (++lines <= FIRST_LINES)
			json_array_append_new(first, words_of(record));
	json_object_set_new(object, "kernel_log_lines", json_value__count(lines));
	json_object_set_new(object, "kernel_log", first);
}

void kernel_log__close(int fd, json_t *object)
{
	if (fd < 0) {
		json_object_set_new(object, "kernel_log_lines", json_null());
		json_object_set_new(object, "kernel_log", json_null());
		return;
	}
	kernel_log__read(fd, object);
	close(fd);
}
