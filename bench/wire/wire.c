// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/wire/wire.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/base64.h"
#include "bench/base/encode.h"
#include "bench/base/log.h"

#define NAME_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+~-"

#define LINES_CAPACITY 4096    /* at first */
#define SHOWN_SIZE     160     /* of an unexpected name, in an error */
#define VALUES_MOST    8000000 /* values in a line */
#define UNKNOWN_MOST   4096    /* bytes of a line that is parsed to name its unknown message */

const struct wire_message *wire__find(const struct wire_direction *direction, const char *name)
{
	for (const struct wire_message *m = direction->messages; m->name; m++)
		if (!strcmp(m->name, name))
			return m;
	return NULL;
}

bool wire__is_name(const char *text)
{
	return text[0] && text[0] != '.' && !text[strspn(text, NAME_CHARACTERS)];
}

char *wire__write(const char *name, json_t *fields, size_t *size)
{
	json_t *message = json_pack("{s:o}", name, fields ? fields : json_object());
	char *text = message ? json_dumps(message, JSON_COMPACT) : NULL, *line = NULL;

	if (text) {
		*size = strlen(text) + 1;
		line = realloc(text, *size + 1);
		if (line)
			memcpy(line + *size - 1, "\n", 2);
		else
			free(text);
	}
	json_decref(message);
	return line;
}

/* ---- checking ---- */

/* What is wrong with a message; "" as long as nothing is. */
struct checker {
	char problem[256];
};

static void check_field(struct checker *c, const struct wire_field *field, const char *name,
			const json_t *value);

static void __attribute__((format(printf, 3, 4)))
fail(struct checker *c, const char *name, const char *format, ...)
{
	char what[160];
	va_list args;

	if (c->problem[0])
		return;
	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	snprintf(c->problem, sizeof(c->problem), "\"%s\" is not %s", name, what);
}

/* Checks that a number is in the field's range; `what` is its unit, for the error. */
static void check_range(struct checker *c, const struct wire_field *field, const char *name,
			int64_t n, const char *what)
{
	if (n < field->least || n > field->most)
		fail(c, name, "%s%" PRId64 " to %" PRId64 "%s",
		     field->type == WIRE_INTEGER ? "a whole number from " : "of ", field->least,
		     field->most, what);
}

static void check_text(struct checker *c, const struct wire_field *field, const char *name,
		       const json_t *value)
{
	const char *text = json_string_value(value);
	void *data = NULL;
	size_t size;

	if (!text) {
		fail(c, name, "a string");
		return;
	}
	size = json_string_length(value);
	if (field->type == WIRE_PLAIN && !encode__is_plain(text))
		fail(c, name, "free of control characters");
	if (field->type == WIRE_NAME && !wire__is_name(text))
		fail(c, name, "a name (letters, digits and \"._+~-\")");
	if (field->type == WIRE_BASE64) {
		/* The size is checked before decoding. */
		if (size / 4 * 3 <= (size_t)field->most + 2)
			data = base64__decode(text, &size);
		if (!data && size / 4 * 3 <= (size_t)field->most + 2)
			fail(c, name, "base64");
		free(data);
	}
	check_range(c, field, name, (int64_t)size, " bytes");
}

/* If `closed`, no other fields are allowed. */
static void check_fields(struct checker *c, const struct wire_field *fields, const char *name,
			 const json_t *object, bool closed)
{
	char shown[SHOWN_SIZE];
	size_t found = 0;
	const char *key;
	json_t *value;

	if (!json_is_object(object)) {
		fail(c, name, "an object");
		return;
	}
	for (const struct wire_field *f = fields; f && f->name; f++) {
		value = json_object_get(object, f->name);
		found += value != NULL;
		if (!f->optional || (value && !json_is_null(value)))
			check_field(c, f, f->name, value);
	}
	if (!closed || found == json_object_size(object))
		return;
	json_object_foreach ((json_t *)object, key, value) {
		const struct wire_field *f = fields;

		while (f && f->name && strcmp(f->name, key) != 0)
			f++;
		encode__text(shown, sizeof(shown), TO_TERMINAL_NAME, key);
		if (!f || !f->name)
			fail(c, shown, "a known field");
	}
}

static void check_list(struct checker *c, const struct wire_field *field, const char *name,
		       const json_t *list)
{
	json_t *value;
	size_t i;

	if (!json_is_array(list)) {
		fail(c, name, "a list");
		return;
	}
	check_range(c, field, name, (int64_t)json_array_size(list), " elements");
	json_array_foreach (list, i, value)
		if (field->inner && !c->problem[0])
			check_field(c, field->inner, name, value);
}

static void check_map(struct checker *c, const struct wire_field *field, const char *name,
		      const json_t *map)
{
	const char *key;
	json_t *value;

	if (!json_is_object(map)) {
		fail(c, name, "an object");
		return;
	}
	check_range(c, field, name, (int64_t)json_object_size(map), " fields");
	json_object_foreach ((json_t *)map, key, value) {
		if (!wire__is_name(key))
			fail(c, name,
			     "an object whose fields have names (letters, digits and \"._+~-\")");
		if (!c->problem[0])
			check_field(c, field->inner, name, value);
	}
}

static void check_field(struct checker *c, const struct wire_field *field, const char *name,
			const json_t *value)
{
	switch (field->type) {
	case WIRE_INTEGER:
		if (json_is_integer(value))
			check_range(c, field, name, json_integer_value(value), "");
		else
			fail(c, name, "a whole number");
		break;
	case WIRE_BOOL:
		if (!json_is_boolean(value))
			fail(c, name, "true or false");
		break;
	case WIRE_TEXT:
	case WIRE_PLAIN:
	case WIRE_NAME:
	case WIRE_BASE64: check_text(c, field, name, value); break;
	case WIRE_OBJECT: check_fields(c, field->inner, name, value, true); break;
	case WIRE_OPEN_OBJECT: check_fields(c, field->inner, name, value, false); break;
	case WIRE_LIST: check_list(c, field, name, value); break;
	case WIRE_MAP: check_map(c, field, name, value); break;
	}
}

static int report(const struct wire_direction *direction, const char *name, const char *problem)
{
	return log__fail(-EPROTO, "%s sent an invalid message \"%s\": %s", direction->sender, name,
			 problem);
}

static int check(const struct wire_direction *direction, const char *name,
		 const struct wire_field *fields, const json_t *object)
{
	struct checker c = { "" };

	check_fields(&c, fields, name, object, true);
	return c.problem[0] ? report(direction, name, c.problem) : 0;
}

int wire__check_reply(const struct wire_message *request, const json_t *fields)
{
	return check(&wire_to_host, "reply", request->reply, fields);
}

/* ---- reading ---- */

/* A message without a version counts as version 0. */
static int check_version(const struct wire_direction *direction, const json_t *fields)
{
	json_int_t version = json_integer_value(json_object_get(fields, "version"));

	if (version == WIRE_VERSION)
		return 0;
	return log__fail(
		-EPROTO,
		"%s uses version %" JSON_INTEGER_FORMAT
		" of the protocol, and this hookbench version %d: build or install hookbench and hookbench-guest together",
		direction->sender, version, WIRE_VERSION);
}

static int read_message(const struct wire_direction *direction, json_t *json, size_t size,
			const struct wire_message **message, json_t **fields)
{
	void *only = json_object_iter(json);
	char shown[SHOWN_SIZE];
	int err = 0;

	*message = wire__find(direction, json_object_iter_key(only));
	*fields = json_object_iter_value(only);
	if (!*message) {
		encode__text(shown, sizeof(shown), TO_TERMINAL_NAME, json_object_iter_key(only));
		return log__fail(-EPROTO, "%s sent an unknown message \"%s\"", direction->sender,
				 shown);
	}
	if ((*message)->has_version)
		err = check_version(direction, *fields);
	if (!err && size > (*message)->most)
		err = report(direction, (*message)->name, "it is too long");
	/* The fields of a reply are checked by the side that sent the request. */
	if (!err && (*message)->fields)
		err = check(direction, (*message)->name, (*message)->fields, *fields);
	if (!err)
		json_incref(*fields);
	return err;
}

/* The beginning of the line may show its origin, such as a message of QEMU. */
static int refuse_line(const struct wire_direction *direction, const char *line, size_t size)
{
	char text[SHOWN_SIZE / 4], shown[SHOWN_SIZE];

	snprintf(text, sizeof(text), "%.*s",
		 size < sizeof(text) ? (int)size : (int)sizeof(text) - 1, line);
	encode__text(shown, sizeof(shown), TO_TERMINAL_NAME, text);
	return log__fail(-EPROTO, "%s sent a line that is not a message of the protocol: \"%s\"",
			 direction->sender, shown);
}

/* The row of the message that a line begins with, before it is parsed; NULL if there is none. */
static const struct wire_message *announced(const struct wire_direction *direction,
					    const char *line, size_t size)
{
	const char *at = line, *end = line + size, *quote;
	char name[32];

	for (const char *wanted = "{\""; *wanted; wanted++) {
		while (at < end && *at == ' ')
			at++;
		if (at == end || *at++ != *wanted)
			return NULL;
	}
	quote = memchr(at, '"', (size_t)(end - at));
	if (!quote || quote - at >= (ptrdiff_t)sizeof(name))
		return NULL;
	snprintf(name, sizeof(name), "%.*s", (int)(quote - at), at);
	return wire__find(direction, name);
}

/* What may separate values, be it in a text. */
static size_t count_separators(const char *line, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < size; i++)
		n += line[i] == ',' || line[i] == '[';
	return n;
}

/*
 * Parsed, a line of short values takes many times the memory of its text: one that is too long, or
 * has too many values, is not parsed.
 */
static int check_size(const struct wire_direction *direction, const char *line, size_t size)
{
	const struct wire_message *message = announced(direction, line, size);

	if (size > (message ? message->most : UNKNOWN_MOST))
		return message ? report(direction, message->name, "it is too long")
			       : refuse_line(direction, line, size);
	if (size > VALUES_MOST && count_separators(line, size) > VALUES_MOST)
		return report(direction, message->name, "it has too many values");
	return 0;
}

int wire__read(const struct wire_direction *direction, const char *line, size_t size,
	       const struct wire_message **message, json_t **fields)
{
	json_t *json;
	int err = check_size(direction, line, size);

	if (err)
		return err;
	json = json_loadb(line, size, JSON_REJECT_DUPLICATES, NULL);
	err = json_object_size(json) == 1 ? read_message(direction, json, size, message, fields)
					  : refuse_line(direction, line, size);
	json_decref(json);
	return err;
}

/* ---- lines ---- */

static size_t longest(const struct wire_direction *direction)
{
	size_t most = 0;

	for (const struct wire_message *m = direction->messages; m->name; m++)
		most = m->most > most ? m->most : most;
	return most;
}

/* Makes room for at least `size` bytes, which are more than it has. 0 or -errno, logged. */
static int grow(struct wire_lines *lines, size_t size)
{
	size_t capacity = lines->capacity ? lines->capacity : LINES_CAPACITY;
	char *grown;

	while (capacity < size)
		capacity *= 2;
	grown = realloc(lines->data, capacity);
	if (!grown)
		return log__out_of_memory();
	lines->data = grown;
	lines->capacity = capacity;
	return 0;
}

/* Drops the lines that were taken. */
static void move_to_front(struct wire_lines *lines)
{
	if (lines->start && lines->size > lines->start)
		memmove(lines->data, lines->data + lines->start, lines->size - lines->start);
	lines->size -= lines->start;
	lines->scanned -= lines->start;
	lines->start = 0;
}

/* Each byte is moved and searched only a few times, however small the pieces of a line are. */
int wire_lines__add(struct wire_lines *lines, const struct wire_direction *direction,
		    const void *data, size_t size)
{
	size_t left = lines->size - lines->start;

	if (left + size > longest(direction) && !memchr(data, '\n', size))
		return log__fail(-EMSGSIZE, "%s sent a line that is longer than any message",
				 direction->sender);
	if (!left || lines->size + size > lines->capacity)
		move_to_front(lines);
	if (lines->size + size > lines->capacity && grow(lines, lines->size + size))
		return -ENOMEM;
	memcpy(lines->data + lines->size, data, size);
	lines->size += size;
	return 0;
}

/* Empty lines are nothing: see guest__resume. */
static void skip_empty_lines(struct wire_lines *lines)
{
	while (lines->start < lines->size && lines->data[lines->start] == '\n')
		lines->start++;
	if (lines->scanned < lines->start)
		lines->scanned = lines->start;
}

const char *wire_lines__next(struct wire_lines *lines, size_t *size)
{
	const char *line, *newline = NULL;

	skip_empty_lines(lines);
	line = lines->data + lines->start;
	if (lines->scanned < lines->size)
		newline = memchr(lines->data + lines->scanned, '\n', lines->size - lines->scanned);
	if (!newline) {
		lines->scanned = lines->size;
		return NULL;
	}
	*size = (size_t)(newline - line);
	lines->start += *size + 1;
	lines->scanned = lines->start;
	return line;
}

void wire_lines__free(struct wire_lines *lines)
{
	free(lines->data);
	*lines = (struct wire_lines){ 0 };
}
