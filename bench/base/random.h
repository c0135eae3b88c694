/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random numbers that are the same on every machine: Steele, Lea and Flood's SplitMix64. Good
 * enough to put trials in order; not for secrets.
 */
#ifndef HOOKBENCH_BENCH_BASE_RANDOM_H
#define HOOKBENCH_BENCH_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
	uint64_t state;
};

/* The beginning of a stream of numbers; each pair of `seed` and `stream` has its own. */
struct random random__start(uint64_t seed, uint64_t stream);
/* Any 64-bit number, each as likely as the others. */
uint64_t random__next(struct random *random);
/* A number from 0 to n - 1, each as likely as the others. n: at least 1. */
uint64_t random__below(struct random *random, uint64_t n);
/* Puts `n` items of `size` bytes in random order, each order as likely as the others. */
void random__shuffle(struct random *random, void *items, size_t n, size_t size);

#endif
