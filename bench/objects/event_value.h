/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes of a type of BTF as JSON, for people and for programs. Both are foreign: whatever they say,
 * nothing outside the bytes is read, and the result is bounded.
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_EVENT_VALUE_H
#define HOOKBENCH_BENCH_OBJECTS_EVENT_VALUE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct btf;
struct btf_type;

/* The type without const, volatile, typedef and the like; NULL if there is none. */
const struct btf_type *event_value__peel(const struct btf *btf, uint32_t id);

/*
 * Of a struct or union: an object, with the members of a nameless member among its own. An enum is
 * its name, an array of char is a string up to its NUL, a pointer and an integer of 128 bits are
 * strings in hexadecimal, and one that JSON's 64 bits cannot hold is a string in decimal. What is
 * beyond the bytes, too deep or too much is null. NULL when out of memory.
 */
json_t *event_value__read(const struct btf *btf, uint32_t id, const void *data, size_t size);

#endif
