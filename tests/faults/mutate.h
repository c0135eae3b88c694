/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes hostile documents out of good ones. The same seed makes the same document. */
#ifndef HOOKBENCH_TESTS_FAULTS_MUTATE_H
#define HOOKBENCH_TESTS_FAULTS_MUTATE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* A number below `n`, of a generator whose state is `*seed`. */
size_t mutate__below(uint64_t *seed, size_t n);

/*
 * A text for the caller to free, with its size: the document with one to three values replaced,
 * removed, added, repeated or renamed, and sometimes with bytes that are no JSON. NULL when out of
 * memory.
 */
char *mutate__document(uint64_t *seed, const json_t *json, size_t *size);
/* The same for any text, line by line or byte by byte. */
char *mutate__bytes(uint64_t *seed, const char *text, size_t *size);

#endif
