// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/cache_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zstd.h>

#include "bench/base/new_file.h"
#include "bench/base/number.h"

/* The fastest of zstd's usual levels: 80 MB become 30. */
#define LEVEL	      1
#define DEFAULT_LIMIT (UINT64_C(2) << 30)
#define LEFT_S	      3600 /* that no file takes to be written */

/* ---- the folder ---- */

/* Whether only this user can change it. */
static bool is_ours(const struct stat *st)
{
	return st->st_uid == geteuid() && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

/*
 * The last folder of the path. 0; if it is there, -ELOOP for a link, which may lead anywhere;
 * -ENOTDIR; or -EPERM if others could change it.
 */
static int check_folder(const char *path)
{
	struct stat st;

	if (lstat(path, &st))
		return -errno;
	if (!S_ISDIR(st.st_mode))
		return S_ISLNK(st.st_mode) ? -ELOOP : -ENOTDIR;
	return is_ours(&st) ? 0 : -EPERM;
}

static int make_folder(const char *path)
{
	return mkdir(path, 0700) && errno != EEXIST ? -errno : check_folder(path);
}

/* Goes down to the folder; `step` is called with each on the way. */
static int reach(const char *name, int (*step)(const char *path), char *path, size_t size)
{
	const char *const below[] = { "", "/hookbench", "/", name };
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	bool has_cache = cache && cache[0] == '/';
	size_t n;
	int err = 0;

	if (!has_cache && !(home && home[0] == '/'))
		return -ENOENT;
	n = (size_t)snprintf(path, size, "%s%s", has_cache ? cache : home,
			     has_cache ? "" : "/.cache");
	for (size_t i = 0; !err && i < sizeof(below) / sizeof(*below); i++) {
		if (n + strlen(below[i]) >= size)
			return -ENAMETOOLONG;
		n += (size_t)sprintf(path + n, "%s", below[i]);
		err = step(path);
	}
	return err;
}

int cache_file__folder(const char *name, char *path, size_t size)
{
	return reach(name, make_folder, path, size);
}

int cache_file__find_folder(const char *name, char *path, size_t size)
{
	return reach(name, check_folder, path, size);
}

/* ---- reading ---- */

/* The data after the header, of the bytes that begin with it. */
static int unpack(const char *bytes, size_t n, const char *header, size_t most, void **data,
		  size_t *size)
{
	size_t skip = strlen(header);
	unsigned long long whole;
	void *room;

	if (n <= skip || memcmp(bytes, header, skip) != 0)
		return -EINVAL;
	whole = ZSTD_getFrameContentSize(bytes + skip, n - skip);
	if (whole == ZSTD_CONTENTSIZE_UNKNOWN || whole == ZSTD_CONTENTSIZE_ERROR || !whole ||
	    whole > most)
		return -EINVAL;
	room = malloc(whole);
	if (!room)
		return -ENOMEM;
	/* This also compares the checksum. */
	if (ZSTD_decompress(room, whole, bytes + skip, n - skip) != whole) {
		free(room);
		return -EINVAL;
	}
	*data = room;
	*size = whole;
	return 0;
}

/* `before` is a multiple of the page size. */
static int read_open(int fd, size_t before, const char *header, size_t most, void **data,
		     size_t *size)
{
	struct stat st;
	void *bytes;
	size_t n;
	int err;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || !is_ours(&st) || st.st_size <= (off_t)before)
		return -EINVAL;
	n = (size_t)st.st_size - before;
	bytes = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, (off_t)before);
	if (bytes == MAP_FAILED)
		return -errno;
	err = unpack(bytes, n, header, most, data, size);
	munmap(bytes, n);
	/* Used now: others go first when the cache is full. */
	if (!err)
		futimens(fd, NULL);
	return err;
}

int cache_file__read_behind(const char *path, size_t before, const char *header, size_t most,
			    void **data, size_t *size, int *file)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), err;

	if (fd < 0)
		return errno == ELOOP ? -EINVAL : -errno;
	err = read_open(fd, before, header, most, data, size);
	if (err)
		close(fd);
	else
		*file = fd;
	return err;
}

int cache_file__read(const char *path, const char *header, size_t most, void **data, size_t *size)
{
	int fd = -1, err = cache_file__read_behind(path, 0, header, most, data, size, &fd);

	if (!err)
		close(fd);
	return err;
}

/* ---- writing ---- */

struct contents {
	const struct cache_file_before *before; /* NULL: nothing */
	const char *header;
	const void *data;
	size_t size;
};

/* Returns the size of `packed`, 0 on failure. */
static size_t pack(const void *data, size_t size, void *packed, size_t room)
{
	ZSTD_CCtx *context = ZSTD_createCCtx();
	size_t n;

	if (!context)
		return 0;
	ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
	n = ZSTD_compress2(context, packed, room, data, size);
	ZSTD_freeCCtx(context);
	return ZSTD_isError(n) ? 0 : n;
}

static int write_packed(FILE *file, const struct contents *c)
{
	size_t room = ZSTD_compressBound(c->size), n;
	void *packed = malloc(room);
	int err = 0;

	if (!packed)
		return -ENOMEM;
	n = pack(c->data, c->size, packed, room);
	if (!n)
		err = -EIO;
	else if (fputs(c->header, file) == EOF || fwrite(packed, 1, n, file) != n)
		err = -errno;
	free(packed);
	return err;
}

static int write_contents(FILE *file, const void *what)
{
	const struct contents *c = what;
	int err = 0;

	/* Before anything is in it. */
	if (fchmod(fileno(file), 0600))
		return -errno;
	if (c->before)
		err = c->before->write(fileno(file), c->before->what);
	if (!err && c->before && fseeko(file, (off_t)c->before->size, SEEK_SET))
		err = -errno;
	return err ? err : write_packed(file, c);
}

static uint64_t cache_limit(void)
{
	const char *text = getenv("HOOKBENCH_CACHE_LIMIT");
	uint64_t limit;

	return text && number__parse(text, &limit) ? limit : DEFAULT_LIMIT;
}

/*
 * The sum of the sizes, and the name of the one that was used least recently. What a killed process
 * left of one counts too.
 */
static uint64_t find_oldest(DIR *folder, const char *ending, char *name, size_t size)
{
	struct timespec oldest = { 0, 0 };
	struct dirent *entry;
	uint64_t sum = 0;

	name[0] = '\0';
	rewinddir(folder);
	while ((entry = readdir(folder))) {
		struct stat st;

		if (!strstr(entry->d_name, ending) ||
		    fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		sum += (uint64_t)st.st_blocks * 512;
		if (name[0] &&
		    (st.st_mtim.tv_sec > oldest.tv_sec ||
		     (st.st_mtim.tv_sec == oldest.tv_sec && st.st_mtim.tv_nsec >= oldest.tv_nsec)))
			continue;
		oldest = st.st_mtim;
		snprintf(name, size, "%s", entry->d_name);
	}
	return sum;
}

/* What a process that was killed has left: "NAME.ending.XXXXXX", long before `now`. */
static bool is_left(const char *name, const char *ending, const struct stat *st, time_t now)
{
	const char *at = strstr(name, ending);

	return at && strlen(at) == strlen(ending) + 7 && at[strlen(ending)] == '.' &&
	       st->st_mtime < now - LEFT_S;
}

static void remove_left(DIR *folder, const char *ending)
{
	time_t now = time(NULL);
	struct dirent *entry;
	struct stat st;

	rewinddir(folder);
	while ((entry = readdir(folder)))
		if (!fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) &&
		    is_left(entry->d_name, ending, &st, now))
			unlinkat(dirfd(folder), entry->d_name, 0);
}

static void remove_oldest(const char *path)
{
	char folder_path[PATH_MAX], name[NAME_MAX + 1];
	const char *ending = strrchr(path, '.');
	DIR *folder;

	snprintf(folder_path, sizeof(folder_path), "%.*s", (int)(strrchr(path, '/') - path), path);
	folder = opendir(folder_path);
	if (folder && ending)
		remove_left(folder, ending);
	while (folder && ending &&
	       find_oldest(folder, ending, name, sizeof(name)) > cache_limit() && name[0])
		if (unlinkat(dirfd(folder), name, 0))
			break;
	if (folder)
		closedir(folder);
}

int cache_file__write(const char *path, const char *header, const void *data, size_t size)
{
	return cache_file__write_behind(path, NULL, header, data, size);
}

int cache_file__write_behind(const char *path, const struct cache_file_before *before,
			     const char *header, const void *data, size_t size)
{
	const struct contents contents = { before, header, data, size };
	int err = new_file__write(path, write_contents, &contents);

	if (!err)
		remove_oldest(path);
	return err;
}
