/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Prints like printf, with each string (%s, %c) encoded for its destination. The format is the
 * program's own text, and goes there as it is. A width counts characters; a precision limits the
 * bytes that are read. A number that is not finite becomes "-".
 */
#ifndef HOOKBENCH_BENCH_BASE_PRINT_H
#define HOOKBENCH_BENCH_BASE_PRINT_H

#include <jansson.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "bench/base/encode.h"

void print__to(FILE *file, enum destination to, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void print__vto(FILE *file, enum destination to, const char *format, va_list args)
	__attribute__((format(printf, 3, 0)));
/* The same into memory, cut to its size. */
void print__text(char *text, size_t size, enum destination to, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void print__vtext(char *text, size_t size, enum destination to, const char *format, va_list args)
	__attribute__((format(printf, 4, 0)));

#define print__terminal(file, ...)    print__to(file, TO_TERMINAL, __VA_ARGS__)
#define print__ktap(file, ...)	      print__to(file, TO_KTAP, __VA_ARGS__)
#define print__csv(file, ...)	      print__to(file, TO_CSV, __VA_ARGS__)
#define print__markdown(file, ...)    print__to(file, TO_MARKDOWN, __VA_ARGS__)
#define print__code(file, ...)	      print__to(file, TO_MARKDOWN_CODE, __VA_ARGS__)
#define print__html(file, ...)	      print__to(file, TO_HTML, __VA_ARGS__)
#define print__gnuplot(file, ...)     print__to(file, TO_GNUPLOT, __VA_ARGS__)
#define print__openmetrics(file, ...) print__to(file, TO_OPENMETRICS, __VA_ARGS__)

/*
 * Like json_dumpf, in ASCII: jansson leaves the control characters from 0x7f on as they are. 0, or
 * -1 if it could not be written.
 */
int print__json(FILE *file, const json_t *json, size_t flags);

#endif
