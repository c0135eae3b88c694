/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes any bytes as text of an HTML page, without breaking the page. */
#ifndef HOOKBENCH_REPORT_DOCUMENT_HTML_TEXT_H
#define HOOKBENCH_REPORT_DOCUMENT_HTML_TEXT_H

#include <stdint.h>
#include <stdio.h>

/*
 * Safe between tags and in a quoted attribute. Invalid UTF-8, control characters and characters
 * that change the writing direction are replaced by U+FFFD, so that the page shows that something
 * was there.
 */
void html_text__write(FILE *file, const char *text);
/* The same for a text formatted as by printf; truncated to 4 KiB. */
void html_text__print(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * The first character of `text`, which must not be empty, and its length in bytes. U+FFFD if it
 * must not be shown; see html_text__write.
 */
uint32_t html_text__next(const char *text, size_t *length);

#endif
