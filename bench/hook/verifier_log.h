/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel's verifier says of a program. It may quote the program: foreign text. */
#ifndef HOOKBENCH_BENCH_HOOK_VERIFIER_LOG_H
#define HOOKBENCH_BENCH_HOOK_VERIFIER_LOG_H

#include <stddef.h>
#include <stdint.h>

#define VERIFIER_LOG_KEPT (64 * 1024)

/*
 * A copy of the last lines, with at most VERIFIER_LOG_KEPT bytes; the caller must free it. NULL
 * when out of memory.
 */
char *verifier_log__end_of(const char *text, size_t size);
/*
 * Writes the line that says why, which is the last before the statistics, to `text` (`size` bytes);
 * "" if there is none.
 */
void verifier_log__reason(const char *log, char *text, size_t size);

/* COUNT_UNKNOWN where the kernel does not say. */
struct verifier_statistics {
	int64_t instructions, states, stack_bytes, time_ns;
};

void verifier_log__read_statistics(const char *log, struct verifier_statistics *s);

#endif
