/* SPDX-License-Identifier: GPL-2.0-or-later */
/* x86-64; see bench/machine/arch.h. */
#ifndef HOOKBENCH_BENCH_MACHINE_ARCH_X86_64_H
#define HOOKBENCH_BENCH_MACHINE_ARCH_X86_64_H

#include <cpuid.h>
#include <elf.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/io.h>

#include "bench/machine/arch/point_rounds.h"

#define ARCH_NAME		"x86_64"
#define ARCH_ELF_MACHINE	EM_X86_64
#define ARCH_MULTIARCH		"x86_64-linux-gnu"
#define ARCH_SYSTEM_CALL	"do_syscall_64"
#define ARCH_SYSTEM_CALL_PREFIX "__x64_"
#define ARCH_COUNTER_NAME	"tsc"
/* The second serial line. */
#define ARCH_HOST_LINE	       "/dev/ttyS1"
#define ARCH_KPROBES_ON_FTRACE true
#define ARCH_CAN_LIVEPATCH     true
#define ARCH_TRAMPOLINES_VARY  false
#define ARCH_PROGRAMS_VARY     false
#define ARCH_SESSION_VARIES    NULL
#define ARCH_KNOWS_HYPERVISOR  true

/* An 8-byte nop with a number that is unique to hookbench. */
#define ARCH_POINT_ROUNDS_BYTES POINT_ROUNDS_X86_64
#define ARCH_POINT_ROUNDS_TEXT	".byte 0x0f, 0x1f, 0x84, 0x00, 0x48, 0x4b, 0x42, 0x31"

/* lfence: older instructions have completed, younger ones wait (SDM vol. 2, LFENCE). */
#define ARCH_READ_COUNTER(value, note)                                \
	do {                                                          \
		uint32_t low, high;                                   \
                                                                      \
		__asm__ volatile("lfence\n661:\trdtsc\n\tlfence" note \
				 : "=a"(low), "=d"(high)              \
				 :                                    \
				 : "memory");                         \
		(value) = (uint64_t)high << 32 | low;                 \
	} while (0)

/* The ways of arch/x86/kernel/uprobes.c. */
/* clang-format off */
#define ARCH_USER_FUNCTIONS(row) \
	row(nop, "nop\n\tret", "a nop of one byte, which the kernel emulates") \
	row(push, "push %rbp\n\tpop %rbp\n\tret", "push %rbp, which the kernel emulates") \
	row(nop5, ".byte 0x0f, 0x1f, 0x44, 0x00, 0x00\n\tret", "a nop of five bytes, in whose place 6.18 to 7.0 put a call") \
	row(nop10, ".byte 0x66, 0x2e, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00\n\tret", "a nop of ten bytes, in whose place 7.2 and later put a call") \
	row(ret, "ret", "a return, which is single-stepped") \
	row(mov, "mov %rsp, %rax\n\tret", "a move, which is single-stepped")
/* clang-format on */

static inline bool arch__counter_is_invariant(void)
{
	unsigned int a, b, c, d;

	return __get_cpuid(0x80000007, &a, &b, &c, &d) && d & (1U << 8);
}

static inline void arch__count_down(uint64_t turns)
{
	__asm__ volatile("1: dec %0\n\tjnz 1b" : "+r"(turns) : : "cc");
}

/* QEMU's configuration device, in its docs/specs/fw_cfg: a port for keys, and one for bytes. */
#define ARCH_FIRMWARE_PORTS 0x510

struct arch_firmware {
	uint16_t keys, bytes;
};

static inline int arch__open_firmware(struct arch_firmware *device)
{
	*device = (struct arch_firmware){ ARCH_FIRMWARE_PORTS, ARCH_FIRMWARE_PORTS + 1 };
	return ioperm(ARCH_FIRMWARE_PORTS, 2, 1) ? -errno : 0;
}

/* Not only for order: the kernel takes longer to switch to a process that may use ports. */
static inline void arch__close_firmware(const struct arch_firmware *device)
{
	ioperm(device->keys, 2, 0);
}

static inline void arch__select_firmware(const struct arch_firmware *device, uint16_t key)
{
	__asm__ volatile("outw %0, %1" : : "a"(key), "d"(device->keys));
}

/* insb of <sys/io.h> does not tell the compiler that it writes to memory. */
static inline void arch__read_firmware(const struct arch_firmware *device, void *bytes, size_t size)
{
	__asm__ volatile("rep insb" : "+D"(bytes), "+c"(size) : "d"(device->bytes) : "memory");
}

static inline void arch__read_hypervisor(char name[13])
{
	unsigned int a, signature[3];

	__cpuid(0x40000000, a, signature[0], signature[1], signature[2]);
	memcpy(name, signature, 12);
	name[12] = '\0';
}

#endif
