/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads characters from bytes that may be anything. */
#ifndef HOOKBENCH_BENCH_BASE_UTF8_H
#define HOOKBENCH_BENCH_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decodes the first character of `text`, of which at most `size` bytes are read, and returns its
 * length in bytes; 0 if it is not valid UTF-8: overlong, a surrogate, beyond Unicode, or truncated.
 */
size_t utf8__next(const char *text, size_t size, uint32_t *character);

/* Whether all of a text is UTF-8, as JSON must be. */
bool utf8__is_valid(const char *text);

/* Whether a terminal or a browser would act on the character instead of showing it. */
bool utf8__is_control(uint32_t character);

#endif
