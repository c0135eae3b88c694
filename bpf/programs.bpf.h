/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes the programs of a backend, one for each payload that it can carry, named SIDE_PAYLOAD:
 * entry_count, exit_count, and both_count for a program that runs on both sides of a call. The
 * harness loads those of the payload that was chosen, and a backend without one cannot carry it.
 */
#ifndef HOOKBENCH_BPF_PROGRAMS_BPF_H
#define HOOKBENCH_BPF_PROGRAMS_BPF_H

#include "bpf/hit.bpf.h"

/* Whether a program that is run more often than the target is hit shall leave this one out. */
typedef bool (*other_test)(void *ctx);

static __always_inline bool never(void *ctx)
{
	(void)ctx;
	return 0;
}

/*
 * The i-th word of the context, by an access of its own: the compiler may make one of several with
 * a variable offset, which the verifier refuses.
 */
#define CONTEXT_WORD(ctx, i)                                                            \
	({                                                                              \
		__u64 word;                                                             \
		asm volatile("%0 = *(u64 *)(%1 + 8 * " #i ")" : "=r"(word) : "r"(ctx)); \
		word;                                                                   \
	})

/* Returns 0: a trampoline program must, and after a 0 a kprobe skips writing a perf record. */
#define PROGRAM(section, name, is_other, body) \
	SEC(section) int name(void *ctx)       \
	{                                      \
		if (!is_other(ctx)) {          \
			body;                  \
		}                              \
		return 0;                      \
	}

/* Payloads that need nothing but the hit. */
#define PROGRAMS_PLAIN(section, side, is_other)                                      \
	PROGRAM(section, side##_empty, is_other, )                                   \
	PROGRAM(section, side##_empty_plus_one, is_other, payload__empty_plus_one()) \
	PROGRAM(section, side##_count, is_other, payload__count())                   \
	PROGRAM(section, side##_hash, is_other, payload__hash())                     \
	PROGRAM(section, side##_stack, is_other, payload__stack(ctx, 0))

/* Payloads of hooks in user space that differ. */
#define PROGRAMS_USER(section, side, is_other) \
	PROGRAM(section, side##_user_stack, is_other, payload__stack(ctx, BPF_F_USER_STACK))

/* Programs that record what the hook sees; a NULL reader means that the hook cannot see it. */
#define PROGRAMS_EVENT(section, side, is_other, read_name, read_result)                           \
	PROGRAM(section, side##_ringbuf, is_other, payload__ringbuf(ctx, read_name, read_result)) \
	PROGRAM(section, side##_printk, is_other, payload__printk(ctx, read_name, read_result))

#define PROGRAMS_ARGS(section, side, is_other, read_name) \
	PROGRAM(section, side##_args, is_other, payload__args(ctx, read_name))

/* Two hooks that are measured as one; read_survivor: NULL where the second is given no arguments.
 */
#define PROGRAMS_PAIR(at_entry, at_return, read_name, read_survivor, read_result)     \
	PROGRAMS_PLAIN(at_entry, entry, never)                                        \
	PROGRAMS_PLAIN(at_return, exit, never)                                        \
	PROGRAMS_ARGS(at_entry, entry, never, read_name)                              \
	PROGRAM(at_return, exit_args, never, )                                        \
	PROGRAM(at_entry, entry_printk, never, payload__printk(ctx, read_name, NULL)) \
	PROGRAM(at_return, exit_printk, never,                                        \
		payload__printk_at_return(ctx, read_survivor, read_result))           \
	PROGRAM(at_entry, entry_ringbuf, never, ringbuf__begin(ctx, read_name))       \
	PROGRAM(at_return, exit_ringbuf, never, ringbuf__end(ctx, read_result))       \
	PROGRAM(at_entry, entry_duration, never, duration__begin())                   \
	PROGRAM(at_return, exit_duration, never, duration__end())

#endif
