/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first process of a guest that bench/vm/vm.c started; see bench/wire/wire.h. */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_H
#define HOOKBENCH_BENCH_GUEST_GUEST_H

/* Answers requests until the host asks for power-off. For the first process only. */
void guest__main(void) __attribute__((noreturn));

#endif
