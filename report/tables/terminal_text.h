/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all output to a terminal needs: its width, its colours, line breaks. */
#ifndef HOOKBENCH_REPORT_TABLES_TERMINAL_TEXT_H
#define HOOKBENCH_REPORT_TABLES_TERMINAL_TEXT_H

#include <stdbool.h>
#include <stdio.h>

bool terminal_text__is_one(FILE *file);
/* The current number of columns of a terminal, at least 20; 80 for anything else. */
int terminal_text__width(FILE *file);
/* True on a terminal, unless TERM or NO_COLOR (https://no-color.org) say otherwise. */
bool terminal_text__has_colour(FILE *file);

/* What a colour means; it never says what the words beside it do not say, too. */
enum text_colour {
	COLOUR_OFF, /* the terminal's own */
	COLOUR_GOOD,
	COLOUR_BAD,
	COLOUR_UNSURE,
	COLOUR_ASIDE, /* may be skipped */
};

/* Prints a text in that colour, on the right of `width` columns; to the left of them if negative.
 */
void terminal_text__cell(FILE *file, enum text_colour colour, int width, const char *text);
/*
 * Breaks the text at spaces into lines of at most 80 characters, or of the terminal's width if that
 * is less, each after `indent` spaces. A word that is longer than a line has one of its own.
 */
void terminal_text__wrap(const char *text, int indent, FILE *file);
/* The same with `first` spaces before the first line. */
void terminal_text__hang(const char *text, int first, int indent, FILE *file);
/* The same of a table's row, but one line for what is no terminal: programs may read it. */
void terminal_text__row(const char *text, int first, int indent, FILE *file);
/* The same in a colour, without indent: an answer. */
void terminal_text__say(const char *text, enum text_colour colour, FILE *file);
/* The same without indent, for a text formatted as by printf; truncated to 1 KiB. */
void terminal_text__note(FILE *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
