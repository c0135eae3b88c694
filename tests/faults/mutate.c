// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/faults/mutate.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEEP 3000   /* nested lists; jansson takes 2048 */
#define LONG 100000 /* bytes of a long string */
#define MANY 2000   /* times that a value is repeated */

/* What a value becomes, as it is written: not all of it is JSON. */
static const char *const values[] = {
	/* of another type, or missing */
	"null",
	"true",
	"[]",
	"{}",
	"[null]",
	"[[],{}]",
	"\"\"",
	"\"7\"",
	"\"text\"",
	/* numbers */
	"0",
	"1",
	"-1",
	"7",
	"-0.0",
	"0.5",
	"1e-320",
	"1e308",
	"-1e308",
	"1e999",
	"NaN",
	"-Infinity",
	"0x10",
	"007",
	"4294967296",
	"2147483648",
	"9223372036854775807",
	"-9223372036854775808",
	"9223372036854775808",
	"123456789012345678901234567890123456789012345678901234567890",
	/* keys twice */
	"{\"a\":1,\"a\":2}",
	/* paths and commands: tests/faults/common.bash looks for the name */
	"\"../../../../../../../../../../../../tmp/hookbench-escape\"",
	"\"../hookbench-escape\"",
	"\"/hookbench-escape\"",
	"\"..\"",
	"\".\"",
	"\"a/b\"",
	"\"-rf\"",
	"\"$(touch hookbench-escape)\"",
	"\"PATH[$(touch hookbench-escape)]\"",
	"\"'; touch hookbench-escape; '\"",
	/* what acts on a terminal, a page, a plot, a list of results */
	"\"\\u001b[2J\\u0007\"",
	"\"\\u009b31m\"",
	"\"a\\nok 9 b\"",
	"\"a\\r\\tb\"",
	"\"\\u202eabc\\u2028\"",
	"\"<script>alert(1)</script>\"",
	"\"]]>\"",
	"\"| a | b |\"",
	"\"%s%n%1000000d\"",
	"\"`id`'\\\"\\\\\"",
	/* no JSON */
	"\"\x1b[2J\"",
	"\"\xff\xfe\"",
	"\"\xed\xa0\x80\"",
	"\"\\ud800\"",
	"\"\\u0000\"",
	"'a'",
	"}",
	"",
	/* made below */
	"DEEP",
	"LONG",
};

#define N_VALUES (sizeof(values) / sizeof(*values))

/* splitmix64 */
static uint64_t next(uint64_t *seed)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

size_t mutate__below(uint64_t *seed, size_t n)
{
	return (size_t)(next(seed) % n);
}

/* ---- a place in a document ---- */

struct place {
	json_t *parent;
	const char *key; /* in an object; NULL: in a list */
	size_t index;
	size_t seen;
};

/* Each place is as likely as any other. */
static void choose(uint64_t *seed, json_t *json, struct place *chosen)
{
	const char *key;
	json_t *value;
	size_t i;

	json_object_foreach (json, key, value) {
		if (!mutate__below(seed, ++chosen->seen)) {
			chosen->parent = json;
			chosen->key = key;
		}
		choose(seed, value, chosen);
	}
	json_array_foreach (json, i, value) {
		if (!mutate__below(seed, ++chosen->seen)) {
			chosen->parent = json;
			chosen->key = NULL;
			chosen->index = i;
		}
		choose(seed, value, chosen);
	}
}

static json_t *value_at(const struct place *p)
{
	return p->key ? json_object_get(p->parent, p->key) : json_array_get(p->parent, p->index);
}

/* ---- changes ---- */

/* A mark that write_values replaces. */
static json_t *mark(uint64_t *seed)
{
	char text[32];

	snprintf(text, sizeof(text), "VALUE-%zu-", mutate__below(seed, N_VALUES));
	return json_string(text);
}

static void replace(uint64_t *seed, const struct place *p)
{
	if (p->key)
		json_object_set_new(p->parent, p->key, mark(seed));
	else
		json_array_set_new(p->parent, p->index, mark(seed));
}

static void drop(uint64_t *seed, const struct place *p)
{
	(void)seed;
	if (p->key)
		json_object_del(p->parent, p->key);
	else
		json_array_remove(p->parent, p->index);
}

static void add(uint64_t *seed, const struct place *p)
{
	if (p->key)
		json_object_set_new(p->parent, "more", mark(seed));
	else
		json_array_insert_new(p->parent, p->index, mark(seed));
}

static void repeat(uint64_t *seed, const struct place *p)
{
	size_t n = 1 + mutate__below(seed, MANY);
	json_t *value = json_incref(value_at(p)), *list;

	if (p->key) {
		list = json_array();
		json_object_set_new(p->parent, p->key, list);
	} else {
		list = p->parent;
	}
	while (n--)
		json_array_append_new(list, json_deep_copy(value));
	json_decref(value);
}

static void rename_key(uint64_t *seed, const struct place *p)
{
	static const char *const names[] = {
		"",	   "..",   "a/b", "../../../../../../../../../../tmp/hookbench-escape",
		"\x1b[2J", "a\nb", "more"
	};
	json_t *value = json_incref(value_at(p));

	if (!p->key) {
		json_decref(value);
		replace(seed, p);
		return;
	}
	json_object_del(p->parent, p->key);
	json_object_set_new(p->parent, names[mutate__below(seed, sizeof(names) / sizeof(*names))],
			    value);
}

static void change(uint64_t *seed, json_t *json)
{
	/* The more often it is here, the more likely. */
	static void (*const changes[])(uint64_t * seed, const struct place *p) = {
		replace, replace, replace, replace, replace, drop, drop, add, repeat, rename_key
	};
	struct place place = { .parent = NULL };

	choose(seed, json, &place);
	if (place.parent)
		changes[mutate__below(seed, sizeof(changes) / sizeof(*changes))](seed, &place);
}

/* ---- as text ---- */

static void write_value(FILE *file, const char *value)
{
	if (!strcmp(value, "DEEP")) {
		for (int i = 0; i < DEEP; i++)
			fputc('[', file);
		for (int i = 0; i < DEEP; i++)
			fputc(']', file);
	} else if (!strcmp(value, "LONG")) {
		fprintf(file, "\"%0*d\"", LONG, 0);
	} else {
		fputs(value, file);
	}
}

static char *write_values(const char *text, size_t *size)
{
	char *out = NULL;
	FILE *file = open_memstream(&out, size);
	const char *found;

	if (!file)
		return NULL;
	while ((found = strstr(text, "\"VALUE-"))) {
		size_t i = strtoul(found + 7, NULL, 10);

		fwrite(text, 1, (size_t)(found - text), file);
		write_value(file, values[i < N_VALUES ? i : 0]);
		text = strchr(found + 1, '"') + 1;
	}
	fputs(text, file);
	fclose(file);
	return out;
}

char *mutate__bytes(uint64_t *seed, const char *text, size_t *size)
{
	static const char bytes[] = "\0\n\x1b\xff\"{}[],:9-/\\";
	size_t at = mutate__below(seed, *size + 1), n = mutate__below(seed, 64);
	char *out = malloc(2 * *size + 2);

	if (!out)
		return NULL;
	n = n < *size - at ? n : *size - at;
	memcpy(out, text, *size);
	switch (mutate__below(seed, 5)) {
	case 0: /* cut */ *size = at; break;
	case 1: /* another byte */
		if (at < *size)
			out[at] = bytes[mutate__below(seed, sizeof(bytes) - 1)];
		break;
	case 2: /* one more */
		memmove(out + at + 1, out + at, *size - at);
		out[at] = bytes[mutate__below(seed, sizeof(bytes) - 1)];
		*size += 1;
		break;
	case 3: /* some are gone */
		memmove(out + at, out + at + n, *size - at - n);
		*size -= n;
		break;
	default: /* some are there twice */ memmove(out + at + n, out + at, *size - at); *size += n;
	}
	out[*size] = '\0';
	return out;
}

char *mutate__document(uint64_t *seed, const json_t *json, size_t *size)
{
	json_t *changed = json_deep_copy(json);
	size_t n = 1 + mutate__below(seed, 3);
	char *text, *out = NULL;

	while (n--)
		change(seed, changed);
	text = json_dumps(changed, JSON_COMPACT);
	json_decref(changed);
	if (text)
		out = write_values(text, size);
	free(text);
	if (!out || mutate__below(seed, 8))
		return out;
	text = out;
	out = mutate__bytes(seed, text, size);
	free(text);
	return out;
}
