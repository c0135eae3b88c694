/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the symbols of the running kernel's code, for lookups by bench/model/symbols.h. Part of the
 * guest.
 */
#ifndef HOOKBENCH_BENCH_KERNEL_KSYMBOLS_H
#define HOOKBENCH_BENCH_KERNEL_KSYMBOLS_H

#include <jansson.h>

/*
 * The static symbols from /proc/kallsyms: lines "ADDRESS TYPE NAME" of the kernel's text,
 * compressed with zlib, in base64. The caller must free the string. NULL, logged, if the kernel has
 * no names or hides their addresses.
 */
json_t *ksymbols__pack(void);

/*
 * Code that hooks create and remove: BPF programs and trampolines, and code of ftrace and kprobes.
 * Since Linux 5.9, the kernel reports it by perf events, so that nothing has to be queried between
 * attaching and measuring.
 */
struct ksymbols {
	int fd;
	void *ring;
	json_t *live; /* the code that exists now: a list of [address, size, name] */
};

/*
 * In a guest: enables names for BPF programs and trampolines loaded from now on, which is not the
 * default on every kernel. The setting is not restored.
 */
void ksymbols__name_programs(void);
/* 0, or -errno, logged. */
int ksymbols__open(struct ksymbols *k);
/* The code that exists now; the caller must release it. */
json_t *ksymbols__list(struct ksymbols *k);
void ksymbols__close(struct ksymbols *k);

#endif
