/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What libFuzzer calls with every input, and replay.c with every file of the corpus. */
#ifndef HOOKBENCH_TESTS_FUZZ_FUZZ_RUN_H
#define HOOKBENCH_TESTS_FUZZ_FUZZ_RUN_H

#include <stddef.h>
#include <stdint.h>

/*
 * Reads the bytes as a stored run; does with it, if it is one, all that hookbench does with runs.
 * 0. What is wrong ends the process: by a sanitizer, or by abort.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
