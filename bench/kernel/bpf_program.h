/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All BPF programs that trace this kernel, from any process. */
#ifndef HOOKBENCH_BENCH_KERNEL_BPF_PROGRAM_H
#define HOOKBENCH_BENCH_KERNEL_BPF_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bpf_program_entry {
	uint32_t id;
	char name[16];	   /* may be "" */
	const char *type;  /* "kprobe", "tracing", ... */
	bool is_security;  /* an LSM hook, as used by system daemons */
	uint32_t uid;	   /* of the user who loaded it */
	char function[96]; /* the kernel function it is attached to; "" if none or unknown */
};

/*
 * Lists programs of the types that may be attached to a kernel function. The caller must free the
 * list (NULL if empty) of `n` entries. 0, or -errno, not logged: only root may ask.
 */
int bpf_program__list(struct bpf_program_entry **list, size_t *n);

#endif
