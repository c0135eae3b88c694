/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program or library for user space as an ELF file, which is read and never executed. */
#ifndef HOOKBENCH_BENCH_ELF_CODE_FILE_H
#define HOOKBENCH_BENCH_ELF_CODE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/elf/debug_file.h"

#define CODE_FILE_MAX_SEGMENTS 16

/* A part of the file that is mapped to be executed. */
struct code_segment {
	uint64_t address; /* where it is, before the loader moves a program as a whole */
	uint64_t offset;  /* in the file */
	uint64_t size;	  /* bytes of it in the file */
};

struct code_file {
	int fd;
	struct Elf *elf;      /* libelf's */
	unsigned int machine; /* EM_...: the architecture */
	uint64_t entry;	      /* the address of a program's first instruction; 0: none */
	size_t n_segments;
	struct code_segment segments[CODE_FILE_MAX_SEGMENTS];
	/* If it has no symbols of all functions: the file that has them; else none was looked for.
	 */
	struct debug_file debug;
};

/*
 * Opens the file, and checks that it is a program or library of 64 bits. Never waits for a pipe or
 * a device. 0; or -errno with what is wrong in `problem`, of `size` bytes, with nothing to close.
 */
int code_file__open(struct code_file *file, const char *path, char *problem, size_t size);
void code_file__close(struct code_file *file);

/* Where the code at an address is in the file. False if no segment with code has it. */
bool code_file__offset(const struct code_file *file, uint64_t address, uint64_t *offset);
/* The other direction. */
bool code_file__address(const struct code_file *file, uint64_t offset, uint64_t *address);

#endif
