// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/checksum.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>

uint32_t checksum__add(uint32_t checksum, const void *data, size_t size)
{
	return (uint32_t)crc32_z(checksum, data, size);
}

int checksum__add_fd(uint32_t *checksum, int fd)
{
	uint32_t sum = *checksum;
	char data[65536];
	ssize_t n;

	while ((n = read(fd, data, sizeof(data))) > 0)
		sum = checksum__add(sum, data, (size_t)n);
	if (n < 0)
		return -errno;
	*checksum = sum;
	return 0;
}

int checksum__add_file(uint32_t *checksum, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	err = checksum__add_fd(checksum, fd);
	close(fd);
	return err;
}

void checksum__format(uint32_t checksum, char text[CHECKSUM_SIZE])
{
	snprintf(text, CHECKSUM_SIZE, "crc32:%08" PRIx32, checksum);
}
