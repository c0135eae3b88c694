/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the host must know of each architecture whose kernels can be measured in a VM. A new one is
 * a row here, a mark in kernel_content.c, a header in bench/machine/arch, and a row in
 * bench/explain/qemu_count_arch.c.
 */
#ifndef HOOKBENCH_BENCH_VM_GUEST_ARCH_H
#define HOOKBENCH_BENCH_VM_GUEST_ARCH_H

#include <stdbool.h>
#include <stddef.h>

/* The most bytes of any kernel's command line. */
#define GUEST_ARCH_COMMAND_LINE_MOST 2047

struct guest_arch {
	const char *name;	  /* as in --arch and in messages: "x86-64", "arm64" */
	const char *machine;	  /* as in uname -m: "x86_64", "aarch64" */
	const char *debian;	  /* as Debian calls it: "amd64", "arm64" */
	unsigned int elf_machine; /* EM_... of its ELF files */
	const char *bpf_flag;	  /* tells <bpf/bpf_tracing.h>, which knows its registers */

	/* How ld.so's cache marks its libraries; their folders. */
	const char *loader_word, *library_folders;

	const char *qemu, *qemu_package; /* the program, and Debian's package that has it */
	const char *qemu_machine, *qemu_kvm_machine; /* of -M */
	/* Under TCG a named model, because `max` changes with QEMU. */
	const char *cpu_model;
	/* Added to any model where instructions are counted. */
	const char *exact_cpu_options;
	const char *console;	     /* its device in the guest: "ttyS0" */
	const char *const *channel;  /* QEMU's words for the line to the guest; end with NULL */
	const char *arguments;	     /* on the kernel's command line, with a blank behind each */
	const char *exact_arguments; /* the same, where instructions are counted */
	/* The most bytes of its kernel's command line: COMMAND_LINE_SIZE of its asm/setup.h. */
	size_t command_line_most;
};

/* Ends with a row without a name. */
extern const struct guest_arch guest_archs[];

/* By any of its names, as people and programs write them. NULL: there is none. */
const struct guest_arch *guest_arch__find(const char *name);
/* NULL: there is none. */
const struct guest_arch *guest_arch__of_elf_machine(unsigned int elf_machine);
/* This machine's; a VM's if nothing else is known. */
const struct guest_arch *guest_arch__native(void);
bool guest_arch__is_native(const struct guest_arch *arch);
/*
 * One of hookbench's files for an architecture that is not this machine's: installed as NAME-ARCH,
 * or `built` in the folder of scripts/build-guest. 0 with its path; -ENOENT, not logged.
 */
int guest_arch__find_file(const struct guest_arch *arch, const char *name, const char *built,
			  char *path, size_t size);
/* "x86-64, arm64". */
void guest_arch__list(char *text, size_t size);

#endif
