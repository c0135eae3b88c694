// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/cmdline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/base64.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"

#define AND "&&"

static size_t count(char *const *words)
{
	size_t n = 0;

	while (words[n])
		n++;
	return n;
}

/* ---- words ---- */

static int refuse(struct cmdline *line, const char *why)
{
	log__error("%s", why);
	cmdline__free(line);
	return -EINVAL;
}

int cmdline__split(char *const *words, struct cmdline *line)
{
	size_t n = count(words);

	*line = (struct cmdline){ .n = 1, .words = calloc(n + 1, sizeof(*words)) };
	if (!line->words)
		return log__out_of_memory();
	if (!n)
		return refuse(line, "a command is missing: put it after --");
	for (size_t i = 0; i < n; i++) {
		if (strcmp(words[i], AND) != 0)
			line->words[i] = words[i];
		else if (!i || i + 1 == n || !line->words[i - 1])
			return refuse(line, "a command is missing before or after \"" AND "\"");
		else
			line->n++;
	}
	return 0;
}

void cmdline__free(struct cmdline *line)
{
	free(line->words);
	line->words = NULL;
}

char **cmdline__next(char **command)
{
	return command + count(command) + 1;
}

json_t *cmdline__to_json(const struct cmdline *line)
{
	json_t *commands = json_array();
	char **command = line->words;

	for (size_t i = 0; i < line->n; i++) {
		json_t *words = json_array();

		for (char **word = command; *word; word++)
			json_array_append_new(words,
					      **word ? json_value__text(*word) : json_string(""));
		json_array_append_new(commands, words);
		if (i + 1 < line->n)
			command = cmdline__next(command);
	}
	return commands;
}

/* ---- strings ---- */

json_t *strings__pack(char *const *strings)
{
	json_t *json = json_array();

	for (; *strings; strings++) {
		char *text = base64__encode(*strings, strlen(*strings));

		json_array_append_new(json, json_string(text));
		free(text);
	}
	return json;
}

static char *unpack_string(const json_t *json)
{
	const char *text = json_string_value(json);
	size_t size;
	char *data = text ? base64__decode(text, &size) : NULL;
	char *string = data ? strndup(data, size) : NULL;

	free(data);
	return string;
}

char **strings__unpack(const json_t *json)
{
	size_t n = json_array_size(json);
	char **strings = json_is_array(json) ? calloc(n + 1, sizeof(*strings)) : NULL;

	for (size_t i = 0; strings && i < n; i++) {
		strings[i] = unpack_string(json_array_get(json, i));
		if (!strings[i]) {
			strings__free(strings);
			return NULL;
		}
	}
	return strings;
}

void strings__free(char **strings)
{
	for (char **s = strings; s && *s; s++)
		free(*s);
	free(strings);
}
