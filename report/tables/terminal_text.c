// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/terminal_text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bench/base/print.h"

#define WIDTH	  80
#define MIN_WIDTH 20 /* of a terminal that says less, nothing can be read anyway */

bool terminal_text__is_one(FILE *file)
{
	return fileno(file) >= 0 && isatty(fileno(file));
}

int terminal_text__width(FILE *file)
{
	struct winsize size;

	if (terminal_text__is_one(file) && !ioctl(fileno(file), TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col < MIN_WIDTH ? MIN_WIDTH : size.ws_col;
	return WIDTH;
}

/* NO_COLOR applies with any value that is not empty. */
bool terminal_text__has_colour(FILE *file)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return terminal_text__is_one(file) && !(no_color && no_color[0]) && term &&
	       strcmp(term, "dumb") != 0;
}

static const char *begin(FILE *file, enum text_colour colour)
{
	static const char *const codes[] = {
		[COLOUR_OFF] = "",	     [COLOUR_GOOD] = "\033[32m",
		[COLOUR_BAD] = "\033[1;31m", [COLOUR_UNSURE] = "\033[33m",
		[COLOUR_ASIDE] = "\033[2m",
	};

	return terminal_text__has_colour(file) ? codes[colour] : "";
}

static const char *end(const char *begun)
{
	return begun[0] ? "\033[0m" : "";
}

void terminal_text__cell(FILE *file, enum text_colour colour, int width, const char *text)
{
	const char *begun = begin(file, text[0] ? colour : COLOUR_OFF);

	fputs(begun, file);
	print__terminal(file, "%*s", width, text);
	fputs(end(begun), file);
}

/* The bytes of the text's first line: the words that fit into `room` columns, and at least one. */
static size_t line_of(const char *text, size_t room)
{
	size_t end = 0, columns = 0, at = 0;

	while (text[at]) {
		size_t word = at + strcspn(text + at, " ");

		/* A number and its per cent are one. */
		if (!strncmp(text + word, " %", 2))
			word += 2 + strcspn(text + word + 2, " ");

		/* A byte that continues a character of UTF-8 has no column. */
		for (; at < word; at++)
			columns += ((unsigned char)text[at] & 0xc0) != 0x80;
		if (columns > room && end)
			return end;
		end = word;
		for (; text[at] == ' '; at++)
			columns++;
	}
	return end;
}

static void print_lines(const char *text, int first, int indent, enum text_colour colour,
			FILE *file)
{
	const char *begun = begin(file, colour);
	int width = terminal_text__width(file);

	width = width < WIDTH ? width : WIDTH;
	for (int before = first; *text; before = indent) {
		size_t n = line_of(text, (size_t)(before < width ? width - before : 1));

		fputs(begun, file);
		print__terminal(file, "%*s%.*s", before, "", (int)n, text);
		fputs(end(begun), file);
		fputc('\n', file);
		text += n;
		text += strspn(text, " ");
	}
}

void terminal_text__hang(const char *text, int first, int indent, FILE *file)
{
	print_lines(text, first, indent, COLOUR_OFF, file);
}

void terminal_text__row(const char *text, int first, int indent, FILE *file)
{
	if (terminal_text__is_one(file))
		terminal_text__hang(text, first, indent, file);
	else
		print__terminal(file, "%*s%s\n", first, "", text);
}

void terminal_text__wrap(const char *text, int indent, FILE *file)
{
	print_lines(text, indent, indent, COLOUR_OFF, file);
}

void terminal_text__say(const char *text, enum text_colour colour, FILE *file)
{
	if (terminal_text__is_one(file))
		print_lines(text, 0, 0, colour, file);
	else
		print__terminal(file, "%s\n", text);
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
