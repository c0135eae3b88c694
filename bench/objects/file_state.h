/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether files are what they were. */
#ifndef HOOKBENCH_BENCH_OBJECTS_FILE_STATE_H
#define HOOKBENCH_BENCH_OBJECTS_FILE_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "bench/objects/looked_at.h"

#define FILE_IDENTITY_SIZE 160

/* Of what is too large to be read each time: "" if it is not there. */
void file_state__identity(const char *path, char identity[FILE_IDENTITY_SIZE]);
/* Whether it was last changed before that moment, of CLOCK_REALTIME_COARSE, as files' times are. */
bool file_state__is_older(const char *path, const struct timespec *moment);
/*
 * The size and checksum of a regular file; never waits for a pipe. False if it is something else,
 * or cannot be read. With a size of `only`, only a file of that size is read; SIZE_MAX: any.
 */
bool file_state__sum(const char *path, size_t only, size_t *size, uint32_t *checksum);
/*
 * A checksum of what there is in each of the folders by each of the names: nothing, a file,
 * something else. False if some of that is not older than `moment`; NULL: however old it is.
 */
bool file_state__presence(const struct path_list *folders, const struct path_list *names,
			  const struct timespec *moment, uint32_t *checksum);
/*
 * The file of that name that would be run, as tool.h looks for it, all links followed; for the
 * caller to free. NULL: none.
 */
char *file_state__find_program(const char *name);

#endif
