/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An ELF object for BPF: whether it is one, and the programs in it. Nothing is loaded. */
#ifndef HOOKBENCH_BENCH_OBJECTS_BPF_ELF_H
#define HOOKBENCH_BENCH_OBJECTS_BPF_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The most programs of an object. */
#define BPF_ELF_PROGRAMS_MOST 256
#define BPF_ELF_NAME_SIZE     128
#define BPF_ELF_SECTION_SIZE  512

/* A program that the kernel enters; what it calls is no program of its own. */
struct bpf_elf_program {
	char name[BPF_ELF_NAME_SIZE];	    /* of its function; foreign */
	char section[BPF_ELF_SECTION_SIZE]; /* such as "fentry/do_unlinkat"; foreign */
	size_t section_index;		    /* two sections may be called the same */
	uint64_t offset;		    /* of its first instruction in the section, in bytes */
};

struct bpf_elf {
	size_t n; /* one at least; in the order of sections, then of offsets */
	struct bpf_elf_program programs[BPF_ELF_PROGRAMS_MOST];
	bool has_btf;
};

/* Whether the bytes begin like an ELF file. */
bool bpf_elf__is_elf(const void *bytes, size_t size);
/*
 * Reads and checks an object; `name` is for messages. 0; -EINVAL, logged, if it is not one that
 * libbpf could open.
 */
int bpf_elf__read(const char *name, const void *bytes, size_t size, struct bpf_elf *elf);

#endif
