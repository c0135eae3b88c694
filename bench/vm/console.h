/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps the end of a guest's console, to be shown when something goes wrong. */
#ifndef HOOKBENCH_BENCH_VM_CONSOLE_H
#define HOOKBENCH_BENCH_VM_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

#define CONSOLE_LINES	  16
#define CONSOLE_LINE_SIZE 256

/* All 0: empty. */
struct console {
	char lines[CONSOLE_LINES][CONSOLE_LINE_SIZE]; /* a ring */
	size_t n_lines, column;
	char panic[CONSOLE_LINE_SIZE]; /* the line with the reason of a kernel panic; or "" */
};

void console__add(struct console *console, const char *data, size_t size);
/* Whether one of the last lines contains the text. */
bool console__says(const struct console *console, const char *text);
/* Logs the last lines, escaped, with log__info. */
void console__log(const struct console *console);

#endif
