// SPDX-License-Identifier: GPL-2.0-or-later
/* Loads the kernel modules named, in this order: in a VM of machine.bash, which has no insmod. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		int fd = open(argv[i], O_RDONLY | O_CLOEXEC);

		if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST)) {
			fprintf(stderr, "cannot load %s: %s\n", argv[i], strerror(errno));
			return 1;
		}
		close(fd);
	}
	return 0;
}
