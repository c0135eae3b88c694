/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often each of many functions is called, by a program on all of them (kprobe.multi). */
#ifndef HOOKBENCH_BENCH_HOOK_CALLED_FUNCTIONS_H
#define HOOKBENCH_BENCH_HOOK_CALLED_FUNCTIONS_H

#include <stddef.h>
#include <stdint.h>

#include "bench/hook/attachment.h"

struct bpf_object;

struct called_functions {
	struct bpf_object *object;
	struct hook_part part;
	size_t n;
	const uint64_t *calls; /* of each, since the program was attached; read only */
};

/* Attaches the program, held by descriptors. 0, or -errno, with nothing to close. */
int called_functions__open(struct called_functions *c, const char *const *functions, size_t n);
void called_functions__close(struct called_functions *c);

#endif
