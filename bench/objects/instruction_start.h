/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where instructions begin in a program or library, as objdump (binutils) says. */
#ifndef HOOKBENCH_BENCH_OBJECTS_INSTRUCTION_START_H
#define HOOKBENCH_BENCH_OBJECTS_INSTRUCTION_START_H

#include <stdint.h>

enum instruction_start {
	INSTRUCTION_BEGINS,
	INSTRUCTION_GOES_ON, /* one that began before is still going on */
	INSTRUCTION_UNKNOWN, /* there is no objdump, or it does not know the file's instructions */
};

/*
 * Whether one begins at `address`. `from`: an address before it at which one does. If one goes on,
 * `*before` and `*after` are where it begins and ends.
 */
enum instruction_start instruction_start__find(const char *path, uint64_t from, uint64_t address,
					       uint64_t *before, uint64_t *after);

#endif
