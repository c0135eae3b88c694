/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all output to a terminal needs: its width, its colours, line breaks. */
#ifndef HOOKBENCH_REPORT_TABLES_TERMINAL_TEXT_H
#define HOOKBENCH_REPORT_TABLES_TERMINAL_TEXT_H

#include <stdbool.h>
#include <stdio.h>

/* The current number of columns of a terminal; 80 for anything else. */
int terminal_text__width(FILE *file);
/* True on a terminal, unless TERM or NO_COLOR (https://no-color.org) say otherwise. */
bool terminal_text__has_colour(FILE *file);
/* Breaks the text at spaces into lines of at most 80 characters, each after `indent` spaces. */
void terminal_text__wrap(const char *text, int indent, FILE *file);
/* The same without indent, for a text formatted as by printf; truncated to 1 KiB. */
void terminal_text__note(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
