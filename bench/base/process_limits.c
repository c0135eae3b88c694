// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/process_limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bench/base/log.h"

void process_limits__open_streams(void)
{
	int fd;

	/* The lowest number that is free is taken. */
	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int process_limits__check(void)
{
	static const struct {
		__rlimit_resource_t resource;
		const char *what, *unit;
		char option; /* of the shell's ulimit, in this unit */
		rlim_t unit_size, least;
	} limits[] = {
		{ RLIMIT_STACK, "the stack", " KiB", 's', 1024, 1024 },
		{ RLIMIT_NOFILE, "the number of open files", "", 'n', 1, 64 },
	};
	struct rlimit limit;

	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		if (getrlimit(limits[i].resource, &limit) ||
		    limit.rlim_cur / limits[i].unit_size >= limits[i].least)
			continue;
		return log__fail(
			-EMFILE, "%s is limited to %llu%s (ulimit -%c): allow at least %llu",
			limits[i].what, (unsigned long long)(limit.rlim_cur / limits[i].unit_size),
			limits[i].unit, limits[i].option, (unsigned long long)limits[i].least);
	}
	return 0;
}
