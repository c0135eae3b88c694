// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/settle_slab.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/machine/sysfile.h"

/*
 * What a trampoline leaves when it is detached is freed after several grace periods of RCU tasks,
 * of a tenth of a second and more each.
 */
#define SETTLE_EXACT_US 1000000
#define SLAB		"/sys/kernel/slab"

/* Caches with sheaves have a `sheaf_capacity` above 0. */
static bool has_sheaves(int folder, const char *cache)
{
	char path[512], line[32];

	snprintf(path, sizeof(path), "%s/sheaf_capacity", cache);
	return !sysfile__read_line_at(folder, path, line, sizeof(line)) &&
	       strtol(line, NULL, 10) > 0;
}

/* Writing 1 to `shrink` empties them (Documentation/ABI/testing/sysfs-kernel-slab). */
static void empty_sheaves(int folder, const char *cache)
{
	char path[512];
	int fd;

	snprintf(path, sizeof(path), "%s/shrink", cache);
	fd = openat(folder, path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	/* If this is refused, the run's own checks show the consequences. */
	if (write(fd, "1", 1) < 0)
		log__warning("cannot empty the sheaves of the cache %s: %s", cache,
			     strerror(errno));
	close(fd);
}

/* Of a kernel whose caches can have them, this one has the file, too. */
static bool kernel_has_no_sheaves(void)
{
	return !access(SLAB "/kmalloc-256", F_OK) &&
	       access(SLAB "/kmalloc-256/sheaf_capacity", F_OK);
}

static void empty_all_sheaves(void)
{
	DIR *caches;
	struct dirent *entry;

	if (kernel_has_no_sheaves())
		return;
	caches = opendir(SLAB);
	while (caches && (entry = readdir(caches)))
		if (has_sheaves(dirfd(caches), entry->d_name))
			empty_sheaves(dirfd(caches), entry->d_name);
	if (caches)
		closedir(caches);
}

void settle_slab(bool exact)
{
	usleep(exact ? SETTLE_EXACT_US : SETTLE_US);
	if (exact)
		empty_all_sheaves();
}
