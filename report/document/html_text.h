/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as text of an HTML page, which they cannot break. */
#ifndef HOOKBENCH_REPORT_DOCUMENT_HTML_TEXT_H
#define HOOKBENCH_REPORT_DOCUMENT_HTML_TEXT_H

#include <stdint.h>
#include <stdio.h>

/*
 * Safe between tags and in a quoted attribute. What is no UTF-8, control characters, and those that
 * turn the direction of writing become U+FFFD, so that the page shows that something is there.
 */
void html_text__write(FILE *file, const char *text);
/* The same, of a text that is made as printf does; cut to 4 KiB. */
void html_text__print(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * The first character of `text`, which is not empty, and its length in bytes. U+FFFD for what must
 * not be shown; see html_text__write.
 */
uint32_t html_text__next(const char *text, size_t *length);

#endif
