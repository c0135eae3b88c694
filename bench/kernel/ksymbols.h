/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of the running kernel's code, for bench/model/symbols.h to look up. Part of the guest.
 */
#ifndef HOOKBENCH_BENCH_KERNEL_KSYMBOLS_H
#define HOOKBENCH_BENCH_KERNEL_KSYMBOLS_H

#include <jansson.h>

/*
 * The kernel's own, from /proc/kallsyms: lines "ADDRESS TYPE NAME" of its text, compressed with
 * zlib, in base64. A string for the caller to free; NULL, logged, if the kernel has no names or
 * does not tell their addresses.
 */
json_t *ksymbols__pack(void);

/*
 * Code that comes and goes with hooks: BPF programs and trampolines, ftrace's and kprobes' own. The
 * kernel tells it by perf events from Linux 5.9 on, so that nothing need be asked between attaching
 * and measuring.
 */
struct ksymbols {
	int fd;
	void *ring;
	json_t *live; /* of those that are there now: a list of [address, size, name] */
};

/*
 * In a guest: BPF programs and trampolines that are loaded from here on have names, as not every
 * kernel has it by default. Nothing is put back.
 */
void ksymbols__name_programs(void);
/* 0, or -errno, logged. */
int ksymbols__open(struct ksymbols *k);
/* Those that are there now, for the caller to free. */
json_t *ksymbols__list(struct ksymbols *k);
void ksymbols__close(struct ksymbols *k);

#endif
