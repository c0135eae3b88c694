/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a report says, in one sentence. */
#ifndef HOOKBENCH_REPORT_DOCUMENT_ANSWER_H
#define HOOKBENCH_REPORT_DOCUMENT_ANSWER_H

#include <stddef.h>

#include "report/document/report_content.h"

#define ANSWER_SIZE 2048 /* enough for the longest */

/*
 * Of one run: what the hooks cost. Of several: what changed from the first to the last. A run that
 * is invalid comes first, and its numbers not at all. Plain text, to be escaped, cut to `size`
 * bytes.
 */
void answer__format(const struct report *report, char *text, size_t size);

#endif
