/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The few types of the kernel that programs look into, with the members that they use: libbpf finds
 * where these are in the kernel that runs (CO-RE).
 */
#ifndef HOOKBENCH_BPF_KERNEL_TYPES_BPF_H
#define HOOKBENCH_BPF_KERNEL_TYPES_BPF_H

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct filename {
	const char *name;
};

struct qstr {
	const unsigned char *name;
};

struct dentry {
	struct qstr d_name;
};

#pragma clang attribute pop

#endif
