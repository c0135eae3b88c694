/* SPDX-License-Identifier: GPL-2.0-or-later */
/* arm64; see bench/machine/arch.h. */
#ifndef HOOKBENCH_BENCH_MACHINE_ARCH_AARCH64_H
#define HOOKBENCH_BENCH_MACHINE_ARCH_AARCH64_H

#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench/machine/arch/point_rounds.h"

#define ARCH_NAME		"aarch64"
#define ARCH_ELF_MACHINE	EM_AARCH64
#define ARCH_MULTIARCH		"aarch64-linux-gnu"
#define ARCH_SYSTEM_CALL	"el0_svc"
#define ARCH_SYSTEM_CALL_PREFIX "__arm64_"
#define ARCH_COUNTER_NAME	"arch_sys_counter"
/* Its first serial line is the console's, and has another name. */
#define ARCH_HOST_LINE	       "/dev/ttyS0"
#define ARCH_KPROBES_ON_FTRACE false
#define ARCH_CAN_LIVEPATCH     false
/*
 * Twice, it loads the address of a structure, and needs an instruction less if 16 of the address's
 * bits are 0 (emit_a64_mov_i64 in arch/arm64/net/bpf_jit_comp.c).
 */
#define ARCH_TRAMPOLINES_VARY true
/* The addresses of maps are loaded in the same way: see bench/hook/code_length.h. */
#define ARCH_PROGRAMS_VARY true
/* Seen from 6.18 on: a loop that ends a turn earlier at the first of 16 numbers. */
#define ARCH_SESSION_VARIES \
	"the kernel gives its function graph another number each time, and finds the first faster"
#define ARCH_KNOWS_HYPERVISOR false

/* movz xzr, #0x4b48: discards its result. */
#define ARCH_POINT_ROUNDS_BYTES POINT_ROUNDS_AARCH64
#define ARCH_POINT_ROUNDS_TEXT	".inst 0xd289691f"

/* isb before and after: the counter may otherwise be read early (Arm ARM, CNTVCT_EL0). */
#define ARCH_READ_COUNTER(value, note) \
	__asm__ volatile("isb\n661:\tmrs %0, cntvct_el0\n\tisb" note : "=r"(value) : : "memory")

/* The ways of arch/arm64/kernel/probes: some instructions are simulated, others single-stepped. */
/* clang-format off */
#define ARCH_USER_FUNCTIONS(row) \
	row(nop, "nop\n\tret", "a nop, which newer kernels emulate") \
	row(stp, "stp x29, x30, [sp, #-16]!\n\tldp x29, x30, [sp], #16\n\tret", "a push of two registers, which is single-stepped") \
	row(ret, "ret", "a return, which the kernel emulates") \
	row(mov, "mov x0, x1\n\tret", "a move, which is single-stepped")
/* clang-format on */

static inline bool arch__counter_is_invariant(void)
{
	return true; /* by the architecture */
}

static inline void arch__count_down(uint64_t turns)
{
	__asm__ volatile("1: subs %0, %0, #1\n\tb.ne 1b" : "+r"(turns) : : "cc");
}

/* QEMU's configuration device, in its docs/specs/fw_cfg and hw/arm/virt.c. */
#define ARCH_FIRMWARE_ADDRESS 0x09020000
#define ARCH_FIRMWARE_SIZE    0x1000
#define ARCH_FIRMWARE_BYTES   0
#define ARCH_FIRMWARE_KEYS    8

struct arch_firmware {
	uint8_t *registers;
};

static inline int arch__open_firmware(struct arch_firmware *device)
{
	int fd = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC), err = 0;
	void *registers;

	if (fd < 0)
		return -errno;
	registers = mmap(NULL, ARCH_FIRMWARE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			 ARCH_FIRMWARE_ADDRESS);
	if (registers == MAP_FAILED)
		err = -errno;
	else
		device->registers = (uint8_t *)registers;
	close(fd);
	return err;
}

static inline void arch__close_firmware(const struct arch_firmware *device)
{
	munmap(device->registers, ARCH_FIRMWARE_SIZE);
}

static inline void arch__select_firmware(const struct arch_firmware *device, uint16_t key)
{
	*(volatile uint16_t *)(void *)(device->registers + ARCH_FIRMWARE_KEYS) = htobe16(key);
}

static inline void arch__read_firmware(const struct arch_firmware *device, void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)bytes)[i] =
			*(volatile const uint8_t *)(device->registers + ARCH_FIRMWARE_BYTES);
}

/* The architecture has no way to query it. */
static inline void arch__read_hypervisor(char name[13])
{
	name[0] = '\0';
}

#endif
