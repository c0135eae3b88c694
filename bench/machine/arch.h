/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What differs from one architecture to the other in code that is built for it, in a header for
 * each; what the host must know of all of them is in bench/vm/guest_arch.h. A new architecture is a
 * new header with the same names:
 *
 *   ARCH_NAME                          as uname, QEMU and the compiler call it
 *   ARCH_ELF_MACHINE                   as programs for it say
 *   ARCH_MULTIARCH                     the folder of its headers, as Debian calls it
 *   ARCH_HOST_LINE                     in a VM, the serial line to the host
 *   ARCH_SYSTEM_CALL                   the kernel function that every system call comes through
 *   ARCH_SYSTEM_CALL_PREFIX            of the function of a system call, before sys_NAME
 *   ARCH_COUNTER_NAME                  the kernel's name of the CPU's counter as a clock source
 *   ARCH_KPROBES_ON_FTRACE             whether kprobes at a function's entry use ftrace
 *   ARCH_CAN_LIVEPATCH                 whether bench/kernel/livepatch_module.h is for it
 *   ARCH_TRAMPOLINES_VARY              whether a trampoline that calls the function is a few
 *                                      instructions longer or shorter by where the kernel puts it
 *   ARCH_PROGRAMS_VARY                 whether a program is, by the addresses in it
 *   ARCH_SESSION_VARIES                why the cost of kprobe.session differs between trials; or
 * NULL ARCH_KNOWS_HYPERVISOR              whether the CPU says that it is a virtual one, and whose
 *   ARCH_POINT_ROUNDS_TEXT, _BYTES     an instruction that no compiler makes, see clock_points.h
 *   ARCH_READ_COUNTER(value, note)     reads the counter into `value`; an ordered read: nothing
 *                                      before it is still under way, nothing after it has begun.
 *                                      The instruction that reads has the label 661, and `note` is
 *                                      assembler text that may refer to it
 *   ARCH_USER_FUNCTIONS(row)           row(NAME, TEXT, HELP) for each function of the workload
 *                                      user-call, in assembler text
 *   arch__counter_is_invariant()       whether the counter runs at one rate, in every state
 *   arch__count_down(turns)            two instructions a turn, and none else that depends on it
 *   arch__read_hypervisor(name)        13 bytes; only with ARCH_KNOWS_HYPERVISOR
 */
#ifndef HOOKBENCH_BENCH_MACHINE_ARCH_H
#define HOOKBENCH_BENCH_MACHINE_ARCH_H

#if defined(__x86_64__)
#include "bench/machine/arch/x86_64.h"
#elif defined(__aarch64__)
#include "bench/machine/arch/aarch64.h"
#else
#error "bench/machine/arch has no header for this architecture"
#endif

#endif
