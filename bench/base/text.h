/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is asked of strings in several places. */
#ifndef HOOKBENCH_BENCH_BASE_TEXT_H
#define HOOKBENCH_BENCH_BASE_TEXT_H

#include <stdbool.h>

bool text__begins_with(const char *text, const char *beginning);
/* Whether `text` ends so, and has something before it. */
bool text__ends_with(const char *text, const char *ending);
/* What follows the last slash, or all of it. Part of `path`. */
const char *text__base_name(const char *path);
/* NULL is "". */
bool text__are_equal(const char *a, const char *b);
/* Like strverscmp, except that 6.12.0-rc3 and 6.12~rc3 are older than 6.12.0 and 6.12. */
int text__compare_versions(const char *a, const char *b);

#endif
