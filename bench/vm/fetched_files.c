// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/fetched_files.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/new_file.h"
#include "bench/base/text.h"

/* The base name; "" if there is none. */
static const char *name_of(const char *path)
{
	const char *name = text__base_name(path);

	return !strcmp(name, ".") || !strcmp(name, "..") ? "" : name;
}

static int join(const struct fetched_files *fetch, size_t i, char path[PATH_MAX])
{
	int n = snprintf(path, PATH_MAX, "%s/%s", fetch->folder, name_of(fetch->paths[i]));

	return n < PATH_MAX ? 0 : -ENAMETOOLONG;
}

/* ---- before ---- */

static int check_names(char *const *paths)
{
	for (size_t i = 0; paths[i]; i++) {
		if (i == FETCH_MAX)
			return log__fail(-EINVAL, "--fetch: at most %d files are fetched",
					 FETCH_MAX);
		if (!name_of(paths[i])[0]) {
			log__error("--fetch needs the path of a file, not \"%s\"", paths[i]);
			return -EINVAL;
		}
		for (size_t j = 0; j < i; j++) {
			if (strcmp(name_of(paths[i]), name_of(paths[j])) != 0)
				continue;
			log__error("--fetch: %s and %s would be the same file here", paths[j],
				   paths[i]);
			return -EINVAL;
		}
	}
	return 0;
}

static int keep(struct fetched_files *fetch, size_t i)
{
	char path[PATH_MAX];
	int err = join(fetch, i, path);

	if (!err)
		err = new_file__check(path);
	if (err)
		return err;
	fetch->kept[i] = memfd_create("fetch", MFD_CLOEXEC);
	if (fetch->kept[i] >= 0)
		return 0;
	err = -errno;
	log__error("cannot keep %s: %s", path, strerror(-err));
	return err;
}

int fetched_files__open(struct fetched_files *fetch, char *const *paths, const char *folder)
{
	int err = check_names(paths);

	*fetch = (struct fetched_files){ .paths = paths, .folder = folder };
	memset(fetch->kept, 0xff, sizeof(fetch->kept));
	for (size_t i = 0; paths[i] && !err; i++)
		err = keep(fetch, i);
	if (err)
		fetched_files__close(fetch);
	return err;
}

void fetched_files__close(struct fetched_files *fetch)
{
	for (size_t i = 0; i < FETCH_MAX; i++) {
		if (fetch->kept[i] >= 0)
			close(fetch->kept[i]);
		fetch->kept[i] = -1;
	}
}

/* ---- meanwhile ---- */

size_t fetched_files__count(const struct fetched_files *fetch)
{
	size_t n = 0;

	while (fetch->paths[n])
		n++;
	return n;
}

int fetched_files__take(struct fetched_files *fetch, size_t i, const void *data, size_t size,
			unsigned int memory_mib)
{
	const char *rest = data;
	ssize_t n;

	fetch->size += size;
	if (fetch->size >> 20 >= memory_mib)
		return log__fail(
			-EFBIG,
			"the guest sent more of the files to fetch than its %u MiB of memory can hold",
			memory_mib);
	/*
	 * If something cannot be kept, it shows at the end: the size differs from what the guest
	 * reports.
	 */
	while (i < FETCH_MAX && fetch->kept[i] >= 0 && size) {
		n = write(fetch->kept[i], rest, size);
		if (n <= 0)
			return 0;
		rest += n;
		size -= (size_t)n;
	}
	return 0;
}

/* ---- after ---- */

struct kept {
	int fd;
	off_t size;
};

static int copy(FILE *file, const void *what)
{
	const struct kept *kept = what;
	off_t offset = 0;

	while (offset < kept->size) {
		ssize_t n =
			sendfile(fileno(file), kept->fd, &offset, (size_t)(kept->size - offset));

		if (n <= 0)
			return n < 0 ? -errno : -EIO;
	}
	return 0;
}

/* Whether all that the guest has sent is kept; fills in its size. */
static bool is_whole(struct kept *kept, const json_t *size)
{
	struct stat st;

	if (!json_is_integer(size) || fstat(kept->fd, &st))
		return false;
	kept->size = st.st_size;
	return json_integer_value(size) == st.st_size;
}

static int write_one(const struct fetched_files *fetch, size_t i, const json_t *listed)
{
	const char *error = json_string_value(json_object_get(listed, "error"));
	struct kept kept = { .fd = fetch->kept[i] };
	char path[PATH_MAX];
	int err;

	if (error) {
		log__error("cannot fetch %s from the guest: %s", fetch->paths[i], error);
		return -ENOENT;
	}
	err = is_whole(&kept, json_object_get(listed, "size")) ? 0 : -EIO;
	if (!err)
		err = join(fetch, i, path);
	if (!err)
		err = new_file__write(path, copy, &kept);
	if (err)
		log__error("cannot write the fetched file %s: %s", fetch->paths[i], strerror(-err));
	return err;
}

int fetched_files__write(const struct fetched_files *fetch, const json_t *listed)
{
	int worst = 0;

	for (size_t i = 0; fetch->paths[i]; i++) {
		int err = write_one(fetch, i, json_array_get(listed, i));

		worst = err ? err : worst;
	}
	return worst;
}
