// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/random.h"

/* 2^64 divided by the golden ratio, made odd. */
#define STEP UINT64_C(0x9e3779b97f4a7c15)

/* Each bit of the result depends on each bit of `x`; no two `x` have the same result. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* Mixed twice: otherwise adjacent streams would be the same numbers, one step apart. */
struct random random__start(uint64_t seed, uint64_t stream)
{
	return (struct random){ mix(mix(seed + STEP) + stream) };
}

uint64_t random__next(struct random *random)
{
	random->state += STEP;
	return mix(random->state);
}

/* 2^64 need not be a multiple of n: numbers in the incomplete multiple are drawn again. */
uint64_t random__below(struct random *random, uint64_t n)
{
	const uint64_t incomplete = -n % n;
	uint64_t number;

	do
		number = random__next(random);
	while (number < incomplete);
	return number % n;
}

static void swap(char *a, char *b, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		char byte = a[i];

		a[i] = b[i];
		b[i] = byte;
	}
}

/* Fisher-Yates: each place, from the last one down, gets one of the remaining items. */
void random__shuffle(struct random *random, void *items, size_t n, size_t size)
{
	char *first = items;

	for (size_t left = n; left > 1; left--)
		swap(first + random__below(random, left) * size, first + (left - 1) * size, size);
}
