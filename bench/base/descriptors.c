// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int descriptors__keep_only(const int *fds, size_t n)
{
	int moved[DESCRIPTORS_KEPT_MAX];

	if (n > DESCRIPTORS_KEPT_MAX)
		return -EINVAL;
	/* Out of the way first: one of them may have the number of another. */
	for (size_t i = 0; i < n; i++) {
		moved[i] = fds[i] < 0 ? -1 : fcntl(fds[i], F_DUPFD, (int)n);
		if (fds[i] >= 0 && moved[i] < 0)
			return -errno;
	}
	for (size_t i = 0; i < n; i++) {
		if (moved[i] < 0)
			close((int)i);
		else if (dup2(moved[i], (int)i) < 0)
			return -errno;
	}
	return close_range((unsigned int)n, ~0U, 0) ? -errno : 0;
}
