/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the first process of a guest does that bench/vm/vm.c started; see bench/wire/wire.h. */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_H
#define HOOKBENCH_BENCH_GUEST_GUEST_H

/* Answers requests until it is told to power off. For the first process. */
void guest__main(void) __attribute__((noreturn));

#endif
