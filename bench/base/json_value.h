/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of C as JSON, the same way everywhere: what is unknown is null. */
#ifndef HOOKBENCH_BENCH_BASE_JSON_VALUE_H
#define HOOKBENCH_BENCH_BASE_JSON_VALUE_H

#include <jansson.h>
#include <stdint.h>

/* A whole number is written as such, as instructions are; null if not finite. */
json_t *json_value__number(double value);
/* null for COUNT_UNKNOWN. */
json_t *json_value__count(int64_t value);
/* null for 0. */
json_t *json_value__known(uint64_t value);
/* null for NULL and "". Bytes that are not UTF-8 become question marks. */
json_t *json_value__text(const char *text);

#endif
