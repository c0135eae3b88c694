/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conversion of C values to JSON, the same everywhere: an unknown value is null. */
#ifndef HOOKBENCH_BENCH_BASE_JSON_VALUE_H
#define HOOKBENCH_BENCH_BASE_JSON_VALUE_H

#include <jansson.h>
#include <stdint.h>

/* Whole numbers, such as instructions, are written as integers; null if not finite. */
json_t *json_value__number(double value);
/* null for COUNT_UNKNOWN. */
json_t *json_value__count(int64_t value);
/* null for 0. */
json_t *json_value__known(uint64_t value);
/* null for NULL and "". Bytes that are not UTF-8 become question marks. */
json_t *json_value__text(const char *text);

#endif
