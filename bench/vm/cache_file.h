/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What took long to make and can be made again, in files of folders that belong to the user alone:
 * the states of guests, types of kernels, compiled programs. A folder is for one kind, whose files
 * end alike.
 */
#ifndef HOOKBENCH_BENCH_VM_CACHE_FILE_H
#define HOOKBENCH_BENCH_VM_CACHE_FILE_H

#include <stddef.h>

/*
 * The folder of that name, below XDG_CACHE_HOME or ~/.cache; made if it is missing. 0; -ENOENT if
 * there is no home; with the path of what is wrong, which is that folder or what it is in: -EPERM
 * if it belongs to another user or can be changed by others, -ELOOP if it is a link, -ENOTDIR if it
 * is no folder; another -errno. Nothing is logged.
 */
int cache_file__folder(const char *name, char *path, size_t size);
/* The same, but nothing is made: -ENOENT if it is not there. */
int cache_file__find_folder(const char *name, char *path, size_t size);
/*
 * Reads what was written with `header`, of at most `most` bytes. 0 with the data, for the caller to
 * free; -ENOENT if there is no file; -EINVAL if it is something else, damaged, or of another user;
 * another -errno. Nothing is logged.
 */
int cache_file__read(const char *path, const char *header, size_t most, void **data, size_t *size);

/* What stands before a file's header, as it is. */
struct cache_file_before {
	size_t size;
	/*
	 * Writes at most so many bytes, from the beginning; the rest become a hole. 0 or -errno.
	 * The data are taken after it, so that it may change them.
	 */
	int (*write)(int fd, const void *what);
	const void *what;
};

/*
 * As cache_file__read, of what was written with `before` bytes before the header, which are not
 * looked at; *file is the open file, for the caller to close.
 */
int cache_file__read_behind(const char *path, size_t before, const char *header, size_t most,
			    void **data, size_t *size, int *file);
/*
 * Writes it whole or not at all, then removes the least recently used files with the same ending
 * beyond the folder's limit (HOOKBENCH_CACHE_LIMIT bytes, 2 GiB by default). The header says
 * everything that the data depend on, and ends with a newline. 0 or -errno, not logged.
 */
int cache_file__write(const char *path, const char *header, const void *data, size_t size);
int cache_file__write_behind(const char *path, const struct cache_file_before *before,
			     const char *header, const void *data, size_t size);

#endif
