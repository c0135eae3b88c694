/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells whether two files are the same one: for programs and kernel images in stored runs. */
#ifndef HOOKBENCH_BENCH_BASE_CHECKSUM_H
#define HOOKBENCH_BENCH_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

#define CHECKSUM_SIZE 24

/* Starts from 0; takes more data, or a whole file. */
uint32_t checksum__add(uint32_t checksum, const void *data, size_t size);
/* 0, or -errno (silently) with the checksum as it was. */
int checksum__add_file(uint32_t *checksum, const char *path);

/* "crc32:0123abcd" */
void checksum__format(uint32_t checksum, char text[CHECKSUM_SIZE]);

#endif
