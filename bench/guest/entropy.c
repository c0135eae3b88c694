// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/entropy.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BYTES 64 /* twice as much as any kernel waits for */

int entropy__add(void)
{
	union {
		struct rand_pool_info info;
		char bytes[sizeof(struct rand_pool_info) + BYTES];
	} seed = { .info = { .entropy_count = 8 * BYTES, .buf_size = BYTES } };
	int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC), err = fd < 0 ? -errno : 0;

	memset(seed.bytes + sizeof(struct rand_pool_info), 1, BYTES);
	if (!err && ioctl(fd, RNDADDENTROPY, &seed))
		err = -errno;
	if (fd >= 0)
		close(fd);
	return err;
}
