// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/print.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* A file, or memory. */
struct output {
	FILE *file;
	char *text;
	size_t size, length;
	enum destination to;
};

static void put(struct output *o, const char *bytes, size_t n)
{
	if (o->file) {
		fwrite(bytes, 1, n, o->file);
		return;
	}
	if (!o->text)
		return;
	if (n >= o->size - o->length)
		n = o->size - o->length - 1;
	memcpy(o->text + o->length, bytes, n);
	o->length += n;
	o->text[o->length] = '\0';
}

static void pad(struct output *o, int n)
{
	for (; n > 0; n--)
		put(o, " ", 1);
}

/* ---- conversions ---- */

/* "%-*.3lld" */
struct conversion {
	char flags[8];
	int width, precision; /* -1: none */
	char length;	      /* h, l, z, j, t; q for ll; 0 for none */
	char type;
};

static const char *parse_number(const char *at, int *number, bool is_star, int star)
{
	*number = is_star ? star : 0;
	for (at += is_star; *at >= '0' && *at <= '9'; at++)
		*number = *number * 10 + (*at - '0');
	return at;
}

static const char *parse_length(const char *at, char *length)
{
	for (*length = 0; *at && strchr("hlzjt", *at); at++)
		*length = *length == 'l' ? 'q' : *at;
	return at;
}

static void add_flag(struct conversion *c, char flag)
{
	size_t n = strlen(c->flags);

	if (!strchr(c->flags, flag) && n + 1 < sizeof(c->flags))
		c->flags[n] = flag;
}

/* Behind a '%'; the arguments of each * are taken. Returns the end. */
static const char *parse(const char *at, struct conversion *c, va_list *args)
{
	*c = (struct conversion){ .precision = -1 };
	for (; *at && strchr("-+ #0'", *at); at++)
		add_flag(c, *at);
	at = parse_number(at, &c->width, *at == '*', *at == '*' ? va_arg(*args, int) : 0);
	if (c->width < 0) {
		add_flag(c, '-');
		c->width = -c->width;
	}
	if (*at == '.') {
		at++;
		at = parse_number(at, &c->precision, *at == '*',
				  *at == '*' ? va_arg(*args, int) : 0);
	}
	at = parse_length(at, &c->length);
	c->type = *at;
	return *at ? at + 1 : at;
}

/* ---- strings ---- */

static size_t columns_of(struct output *o, const char *text, size_t n)
{
	char piece[1024];

	/* Long texts have no padding. */
	if (n > sizeof(piece) / 8 - 1)
		return SIZE_MAX;
	encode__text_bytes(piece, sizeof(piece), o->to, text, n);
	return encode__columns(piece);
}

static void put_encoded(struct output *o, const char *text, size_t n)
{
	size_t room = o->size - o->length;

	if (o->file) {
		encode__write_bytes(o->file, o->to, text, n);
		return;
	}
	if (!o->text)
		return;
	encode__text_bytes(o->text + o->length, room, o->to, text, n);
	o->length += strlen(o->text + o->length);
}

static void put_string(struct output *o, const struct conversion *c, const char *text)
{
	size_t n, columns;
	int space = 0;

	text = text ? text : "(null)";
	n = c->precision >= 0 ? strnlen(text, (size_t)c->precision) : strlen(text);
	if (c->width) {
		columns = columns_of(o, text, n);
		space = columns < (size_t)c->width ? c->width - (int)columns : 0;
	}
	if (!strchr(c->flags, '-'))
		pad(o, space);
	put_encoded(o, text, n);
	if (strchr(c->flags, '-'))
		pad(o, space);
}

/* ---- numbers ---- */

/* What is not a number, as nobody measured it, is not shown as one: "nan" has no meaning. */
#define UNKNOWN_NUMBER "-"

/* On the 64-bit machines that hookbench is for, what is longer than an int has one size. */
_Static_assert(sizeof(long) == sizeof(intmax_t) && sizeof(long) == sizeof(size_t) &&
		       sizeof(long) == sizeof(long long),
	       "a machine of 64 bits");

static intmax_t next_signed(char length, va_list *args)
{
	return length && length != 'h' ? va_arg(*args, long) : va_arg(*args, int);
}

static uintmax_t next_unsigned(char length, va_list *args)
{
	return length && length != 'h' ? va_arg(*args, unsigned long) : va_arg(*args, unsigned int);
}

/* The compiler has checked the format against the arguments at the call of print__to. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void format_real(char *text, size_t size, const char *format, const struct conversion *c,
			double value)
{
	if (isfinite(value))
		snprintf(text, size, format, c->width, c->precision, value);
	else
		snprintf(text, size, "%*s", strchr(c->flags, '-') ? -c->width : c->width,
			 UNKNOWN_NUMBER);
}

static void put_number(struct output *o, const struct conversion *c, va_list *args)
{
	char format[32], text[512];

	snprintf(format, sizeof(format), "%%%s*.*%s%c", c->flags,
		 strchr("diouxX", c->type) ? "j" : "", c->type);
	if (strchr("di", c->type))
		snprintf(text, sizeof(text), format, c->width, c->precision,
			 next_signed(c->length, args));
	else if (strchr("ouxX", c->type))
		snprintf(text, sizeof(text), format, c->width, c->precision,
			 next_unsigned(c->length, args));
	else
		format_real(text, sizeof(text), format, c, va_arg(*args, double));
	put(o, text, strlen(text));
}
#pragma GCC diagnostic pop

/* ---- all of it ---- */

static void put_conversion(struct output *o, const struct conversion *c, va_list *args)
{
	char character;

	if (c->type == '%') {
		put(o, "%", 1);
	} else if (c->type == 's') {
		put_string(o, c, va_arg(*args, const char *));
	} else if (c->type == 'c') {
		character = (char)va_arg(*args, int);
		put_encoded(o, &character, 1);
	} else {
		put_number(o, c, args);
	}
}

static void print(struct output *o, const char *format, va_list given)
{
	struct conversion conversion;
	va_list args;

	va_copy(args, given);
	for (const char *at = format; *at;) {
		size_t n = strcspn(at, "%");

		put(o, at, n);
		at += n;
		if (!*at)
			break;
		at = parse(at + 1, &conversion, &args);
		put_conversion(o, &conversion, &args);
	}
	va_end(args);
}

void print__vto(FILE *file, enum destination to, const char *format, va_list args)
{
	struct output output = { .file = file, .to = to };

	print(&output, format, args);
}

void print__to(FILE *file, enum destination to, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print__vto(file, to, format, args);
	va_end(args);
}

void print__vtext(char *text, size_t size, enum destination to, const char *format, va_list args)
{
	struct output output = { .text = text, .size = size, .to = to };

	text[0] = '\0';
	print(&output, format, args);
}

void print__text(char *text, size_t size, enum destination to, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print__vtext(text, size, to, format, args);
	va_end(args);
}

/* A json_dump_callback_t. */
static int write_json(const char *text, size_t size, void *file)
{
	for (size_t i = 0; i < size; i++)
		if (text[i] == '\x7f' ? fputs("\\u007F", file) < 0 : putc(text[i], file) == EOF)
			return -1;
	return 0;
}

int print__json(FILE *file, const json_t *json, size_t flags)
{
	return json_dump_callback(json, write_json, file, flags | JSON_ENSURE_ASCII);
}
