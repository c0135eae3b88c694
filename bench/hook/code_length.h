/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long the machine code of programs is. On some architectures a program is an instruction
 * shorter if an address in it, such as a map's, has zeros in the right place: one load in ten is. A
 * run would then find two costs of one hook.
 */
#ifndef HOOKBENCH_BENCH_HOOK_CODE_LENGTH_H
#define HOOKBENCH_BENCH_HOOK_CODE_LENGTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/model/plan.h"

struct bpf_object;

/* The longest code that was seen of each hook. Initialise with { 0 }. */
struct code_lengths {
	size_t n;
	struct {
		char hook[2 * NAME_SIZE];
		uint64_t bytes;
	} v[4 * PLAN_MAX_BACKENDS];
};

/* Of all programs that are loaded; 0: unknown. */
uint64_t code_length__of(const struct bpf_object *object);
/*
 * Notes the length of the hook that is named so, and says whether another load may be longer: this
 * is the first, of which nothing is known, or an earlier one was longer. False if bytes is 0.
 */
bool code_lengths__may_be_longer(struct code_lengths *lengths, const char *hook, uint64_t bytes);

#endif
