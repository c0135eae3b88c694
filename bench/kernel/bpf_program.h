/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The BPF programs that trace this kernel, whoever has loaded them. */
#ifndef HOOKBENCH_BENCH_KERNEL_BPF_PROGRAM_H
#define HOOKBENCH_BENCH_KERNEL_BPF_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bpf_program_entry {
	uint32_t id;
	char name[16];	   /* may be "" */
	const char *type;  /* "kprobe", "tracing", ... */
	bool is_security;  /* an LSM hook, as the system's own daemons use them */
	uint32_t uid;	   /* of who loaded it */
	char function[96]; /* the kernel function it is on; "" if it is on none, or nobody tells */
};

/*
 * Programs of the types that may be on a kernel function. A list to free (NULL if there is none)
 * and its length in `n`; 0, or -errno, silently: only root may ask.
 */
int bpf_program__list(struct bpf_program_entry **list, size_t *n);

#endif
