// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/console.h"

#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"

static void end_line(struct console *c)
{
	const char *line = c->lines[c->n_lines % CONSOLE_LINES],
		   *panic = strstr(line, "Kernel panic");

	if (panic && !c->panic[0])
		snprintf(c->panic, sizeof(c->panic), "%s", panic);
	/* Blank lines carry no information: their slot is reused. */
	if (line[strspn(line, " ")])
		c->n_lines++;
	c->lines[c->n_lines % CONSOLE_LINES][0] = '\0';
	c->column = 0;
}

void console__add(struct console *c, const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		char *line = c->lines[c->n_lines % CONSOLE_LINES];

		if (data[i] == '\n') {
			end_line(c);
		} else if ((unsigned char)data[i] >= ' ' && c->column < CONSOLE_LINE_SIZE - 1) {
			line[c->column++] = data[i];
			line[c->column] = '\0';
		}
	}
}

bool console__says(const struct console *c, const char *text)
{
	for (size_t i = 0; i < CONSOLE_LINES; i++)
		if (strstr(c->lines[i], text))
			return true;
	return false;
}

void console__log(const struct console *c)
{
	size_t last = c->n_lines + (c->column ? 1 : 0);
	/* One slot of the ring is being filled. */
	size_t kept = CONSOLE_LINES - (c->column ? 0 : 1);
	size_t first = last > kept ? last - kept : 0;

	if (last > first)
		log__info("The end of the guest's console:");
	for (size_t i = first; i < last; i++)
		log__info("  | %s", c->lines[i % CONSOLE_LINES]);
}
