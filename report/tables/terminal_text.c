// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/terminal_text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench/base/print.h"

#define WIDTH 80

int terminal_text__width(FILE *file)
{
	struct winsize size;

	if (fileno(file) >= 0 && isatty(fileno(file)) && !ioctl(fileno(file), TIOCGWINSZ, &size) &&
	    size.ws_col)
		return size.ws_col;
	return WIDTH;
}

/* NO_COLOR applies with any value that is not empty. */
bool terminal_text__has_colour(FILE *file)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return fileno(file) >= 0 && isatty(fileno(file)) && !(no_color && no_color[0]) && term &&
	       strcmp(term, "dumb") != 0;
}

void terminal_text__wrap(const char *text, int indent, FILE *file)
{
	while (*text) {
		size_t room = (size_t)(WIDTH - indent), length = strlen(text), end = length;

		if (length > room)
			for (end = room; end && text[end] != ' '; end--)
				;
		if (!end)
			end = length; /* one long word */
		print__terminal(file, "%*s%.*s\n", indent, "", (int)end, text);
		text += end;
		text += strspn(text, " ");
	}
}

void terminal_text__note(FILE *file, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	terminal_text__wrap(text, 0, file);
}
