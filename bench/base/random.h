/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random numbers that are the same on every machine: SplitMix64 by Steele, Lea and Flood. Good
 * enough to order trials; not for secrets.
 */
#ifndef HOOKBENCH_BENCH_BASE_RANDOM_H
#define HOOKBENCH_BENCH_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct random {
	uint64_t state;
};

/* Starts a stream of numbers; each pair of `seed` and `stream` has a different one. */
struct random random__start(uint64_t seed, uint64_t stream);
/* A uniformly distributed 64-bit number. */
uint64_t random__next(struct random *random);
/* A uniformly distributed number from 0 to n - 1. n: at least 1. */
uint64_t random__below(struct random *random, uint64_t n);
/* Shuffles `n` items of `size` bytes; every order is equally likely. */
void random__shuffle(struct random *random, void *items, size_t n, size_t size);

#endif
