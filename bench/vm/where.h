/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where something runs: on the running kernel, or in a VM. */
#ifndef HOOKBENCH_BENCH_VM_WHERE_H
#define HOOKBENCH_BENCH_VM_WHERE_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/vm/bundle.h"
#include "bench/vm/vm.h"

struct where {
	bool in_vm;
	/* Only for a VM. The strings are borrowed. */
	const char *kernel; /* a path or a version, see kernel_image__find; NULL: not chosen yet */
	const struct guest_arch *arch; /* NULL: the image's; of a version, this machine's */
	enum accelerator accelerator;
	const char *cpu_model;	   /* NULL: the accelerator's default */
	const char *append;	   /* added to the kernel's command line; NULL: nothing */
	unsigned int timeout_s;	   /* 0: the accelerator's default */
	unsigned int time_limit_s; /* 0: the default */
	bool fresh_boot;	   /* without snapshots */
	unsigned int memory_mib;   /* 0: enough for what runs there */
	/* Where kernels and guests are looked up instead; NULL: on this machine. Borrowed. */
	const struct bundle *bundle;
};

/*
 * The path of the image of a kernel that the user named: see kernel_image__find. 0, or -errno,
 * logged: -EINVAL if it is for another architecture than `where` says.
 */
int where__find_image(const struct where *where, const char *kernel, char *image, size_t size);
/* Whether instructions are counted, unless another accelerator is tried first (ACCEL_AUTO). */
static inline bool where__is_exact(const struct where *where)
{
	return where->in_vm && where->accelerator == ACCEL_EXACT;
}

#endif
