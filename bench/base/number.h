/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as users type them, and as they read them. */
#ifndef HOOKBENCH_BENCH_BASE_NUMBER_H
#define HOOKBENCH_BENCH_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* "20k" is 20,000 and "5M" 5,000,000. False if `text` is not a whole number, or too large. */
bool number__parse(const char *text, uint64_t *number);
/* What comes after a number that is shown, at the end of its noun: "s", or "" after 1. */
const char *number__s(uint64_t number);

#endif
