/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every text for the terminal needs: its width, its colours, lines that fit. */
#ifndef HOOKBENCH_REPORT_TABLES_TERMINAL_TEXT_H
#define HOOKBENCH_REPORT_TABLES_TERMINAL_TEXT_H

#include <stdbool.h>
#include <stdio.h>

/* Columns of a terminal, as it is now; of anything else, 80, which fit everywhere. */
int terminal_text__width(FILE *file);
/* On a terminal, unless TERM or NO_COLOR (https://no-color.org) say otherwise. */
bool terminal_text__has_colour(FILE *file);
/* Broken at spaces into lines of at most 80 characters; `indent` spaces before each. */
void terminal_text__wrap(const char *text, int indent, FILE *file);
/* The same without indent, of a text that is made as printf does; cut to 1 KiB. */
void terminal_text__note(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
