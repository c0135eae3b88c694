/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The result of a report, in one sentence. */
#ifndef HOOKBENCH_REPORT_DOCUMENT_ANSWER_H
#define HOOKBENCH_REPORT_DOCUMENT_ANSWER_H

#include <stddef.h>

#include "report/document/report_content.h"

#define ANSWER_SIZE 2048 /* enough for the longest */

/*
 * For one run: what the hooks cost. For several: what changed from the first to the last. Invalid
 * runs are named first, without their numbers. Plain text, not escaped, truncated to `size` bytes.
 */
void answer__format(const struct report *report, char *text, size_t size);

#endif
