/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page of a file's code, mapped in this process while a probe is placed there. The kernel looks
 * at the instruction only where it is mapped: without it, an instruction that takes no probe would
 * be refused in silence, later, in the process that is to be hooked.
 */
#ifndef HOOKBENCH_BENCH_HOOK_MAPPED_CODE_H
#define HOOKBENCH_BENCH_HOOK_MAPPED_CODE_H

#include <stddef.h>
#include <stdint.h>

struct mapped_code {
	void *at; /* NULL: it could not be mapped */
	size_t size;
};

struct mapped_code mapped_code__open(const char *path, uint64_t offset);
void mapped_code__close(struct mapped_code *mapped);

#endif
