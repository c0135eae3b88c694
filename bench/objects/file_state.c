// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/file_state.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/objects/tool.h"

void file_state__identity(const char *path, char identity[FILE_IDENTITY_SIZE])
{
	struct stat st;

	identity[0] = '\0';
	if (!stat(path, &st))
		snprintf(identity, FILE_IDENTITY_SIZE, "%ju %jd %jd.%09ld %jd.%09ld",
			 (uintmax_t)st.st_ino, (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
			 st.st_mtim.tv_nsec, (intmax_t)st.st_ctim.tv_sec, st.st_ctim.tv_nsec);
}

static bool is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec < b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

static bool is_older(const struct stat *st, const struct timespec *moment)
{
	return is_before(&st->st_mtim, moment) && is_before(&st->st_ctim, moment);
}

bool file_state__is_older(const char *path, const struct timespec *moment)
{
	struct stat st;

	return !stat(path, &st) && is_older(&st, moment);
}

bool file_state__sum(const char *path, size_t only, size_t *size, uint32_t *checksum)
{
	int fd = open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	bool is_read;

	if (fd < 0)
		return false;
	*checksum = 0;
	is_read = !fstat(fd, &st) && S_ISREG(st.st_mode) &&
		  (only == SIZE_MAX || (size_t)st.st_size == only) &&
		  !checksum__add_fd(checksum, fd);
	*size = is_read ? (size_t)st.st_size : 0;
	close(fd);
	return is_read;
}

bool file_state__presence(const struct path_list *folders, const struct path_list *names,
			  const struct timespec *moment, uint32_t *checksum)
{
	*checksum = 0;
	for (size_t i = 0; i < folders->n; i++) {
		for (size_t k = 0; k < names->n; k++) {
			char path[PATH_MAX], what = '-';
			struct stat st;

			/* Of a path that is too long, there is nothing. */
			if ((size_t)snprintf(path, sizeof(path), "%s/%s", folders->v[i],
					     names->v[k]) < sizeof(path) &&
			    !stat(path, &st)) {
				what = S_ISREG(st.st_mode) ? 'f' : 'o';
				if (moment && !is_older(&st, moment))
					return false;
			}
			*checksum = checksum__add(*checksum, &what, 1);
		}
	}
	return true;
}

char *file_state__find_program(const char *name)
{
	char *folders = tool__path(), *rest = folders, *folder, *found = NULL;

	while (folders && !found && (folder = strsep(&rest, ":"))) {
		char path[PATH_MAX];
		struct stat st;

		/* An empty one is the folder that this runs in. */
		snprintf(path, sizeof(path), "%s/%s", folder[0] ? folder : ".", name);
		if (!access(path, X_OK) && !stat(path, &st) && S_ISREG(st.st_mode))
			found = realpath(path, NULL);
	}
	free(folders);
	return found;
}
