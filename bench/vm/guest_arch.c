// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/guest_arch.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/own_files.h"
#include "bench/base/version.h"
#include "bench/machine/arch.h"

/* Where the dynamic loader looks last. */
#define FOLDERS(lib, multiarch)                                                            \
	"/" lib "/" multiarch ":/lib/" multiarch ":/usr/lib/" multiarch ":/usr/" multiarch \
	"/lib" /* of Debian's cross compilers */                                           \
	":/" lib ":/usr/" lib ":/lib:/usr/lib"

const struct guest_arch guest_archs[] = {
	{
		.name = "x86-64",
		.machine = "x86_64",
		.debian = "amd64",
		.elf_machine = EM_X86_64,
		.bpf_flag = "-D__TARGET_ARCH_x86",
		.loader_word = "x86-64",
		.library_folders = FOLDERS("lib64", "x86_64-linux-gnu"),
		.qemu = "qemu-system-x86_64",
		.qemu_package = "qemu-system-x86",
		.qemu_machine = "q35",
		.qemu_kvm_machine = "q35",
		.cpu_model = "qemu64",
		.exact_cpu_options = "",
		.console = "ttyS0",
		.channel = (const char *const[]){ "-serial", "chardev:channel", NULL },
		/*
		 * While it boots, the kernel waits for ten ticks by the TSC and wants to have seen
		 * five. The TSC goes on where a busy host does not let QEMU deliver them, and the
		 * kernel panics: "IO-APIC + timer doesn't work". On KVM it leaves the check out by
		 * itself (kvm_guest_init).
		 */
		.arguments = "no_timer_check ",
		/*
		 * Calibrating the APIC timer spins for a tenth of a second with PAUSE, which takes
		 * half of an emulated boot: the HPET does as well.
		 */
		.exact_arguments = "nolapic_timer ",
		.command_line_most = 2047,
	},
	{
		.name = "arm64",
		.machine = "aarch64",
		.debian = "arm64",
		.elf_machine = EM_AARCH64,
		.bpf_flag = "-D__TARGET_ARCH_arm64",
		.loader_word = "AArch64",
		.library_folders = FOLDERS("lib", "aarch64-linux-gnu"),
		.qemu = "qemu-system-aarch64",
		.qemu_package = "qemu-system-arm",
		.qemu_machine = "virt,gic-version=3",
		.qemu_kvm_machine = "virt,gic-version=host",
		/* `max` is four times slower: it computes pointer authentication. */
		.cpu_model = "cortex-a72",
		/*
		 * The virtual counter ticks once a nanosecond, which is once an instruction;
		 * without it, once in 16. QEMU has this from 5.0 on.
		 */
		.exact_cpu_options = ",cntfrq=1000000000",
		/* The machine has only one serial line of its own. */
		.console = "ttyAMA0",
		.channel = (const char *const[]){ "-device", "pci-serial,chardev=channel", NULL },
		.arguments = "",
		.exact_arguments = "",
		.command_line_most = 2047,
	},
	{ .name = NULL },
};

const struct guest_arch *guest_arch__find(const char *name)
{
	for (const struct guest_arch *arch = guest_archs; arch->name; arch++)
		if (!strcmp(name, arch->name) || !strcmp(name, arch->machine) ||
		    !strcmp(name, arch->debian))
			return arch;
	return NULL;
}

const struct guest_arch *guest_arch__of_elf_machine(unsigned int elf_machine)
{
	for (const struct guest_arch *arch = guest_archs; arch->name; arch++)
		if (arch->elf_machine == elf_machine)
			return arch;
	return NULL;
}

const struct guest_arch *guest_arch__native(void)
{
	return guest_arch__find(ARCH_NAME);
}

bool guest_arch__is_native(const struct guest_arch *arch)
{
	return arch == guest_arch__native();
}

int guest_arch__find_file(const struct guest_arch *arch, const char *name, const char *built,
			  char *path, size_t size)
{
	char installed[64], whole[256];

	snprintf(installed, sizeof(installed), "%s-%s", name, arch->name);
	snprintf(whole, sizeof(whole), HOOKBENCH_SOURCE_BUILDS "/guest-%s/%s", arch->name, built);
	return own_files__find(installed, whole, path, size);
}

void guest_arch__list(char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (const struct guest_arch *arch = guest_archs; arch->name && length < size; arch++)
		length += (size_t)snprintf(text + length, size - length, "%s%s", length ? ", " : "",
					   arch->name);
}
