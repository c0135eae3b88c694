/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checksums that identify programs and kernel images in stored runs. */
#ifndef HOOKBENCH_BENCH_BASE_CHECKSUM_H
#define HOOKBENCH_BENCH_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

#define CHECKSUM_SIZE 24

/* Returns the checksum after adding `data`. The first call takes 0. */
uint32_t checksum__add(uint32_t checksum, const void *data, size_t size);
/* Adds what is left to be read. 0, or -errno, not logged, with the checksum unchanged. */
int checksum__add_fd(uint32_t *checksum, int fd);
/* Adds a whole file. 0, or -errno, not logged, with the checksum unchanged. */
int checksum__add_file(uint32_t *checksum, const char *path);

/* "crc32:0123abcd" */
void checksum__format(uint32_t checksum, char text[CHECKSUM_SIZE]);

#endif
