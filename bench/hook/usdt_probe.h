/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the probes that <sys/sdt.h> makes: a nop, and a note of where it is, in an ELF file. */
#ifndef HOOKBENCH_BENCH_HOOK_USDT_PROBE_H
#define HOOKBENCH_BENCH_HOOK_USDT_PROBE_H

#include <stdint.h>

/* Offsets in the file. */
struct usdt_probe {
	uint64_t nop;
	uint64_t semaphore; /* 0: the probe has none */
};

/*
 * 0; -ENOENT if the file has no such probe; -ENOTUNIQ if it has several of that name, as inlining
 * makes them; -ENOEXEC if it is no ELF file of 64 bits, little-endian, or is damaged; or another
 * -errno.
 */
int usdt_probe__find(const char *path, const char *provider, const char *name,
		     struct usdt_probe *probe);

#endif
