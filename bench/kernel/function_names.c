// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/function_names.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- kallsyms ---- */

#define MODULE_SIZE sizeof(((struct function_lookup *)NULL)->module)

/* "\t[MODULE]", or the end of the line. */
static void read_module(const char *text, char module[MODULE_SIZE])
{
	text += strspn(text, " \t");
	module[0] = '\0';
	if (*text == '[')
		snprintf(module, MODULE_SIZE, "%.*s", (int)strcspn(text + 1, "]\n"), text + 1);
}

/*
 * The next function in whose line `part` is; lines are "ADDRESS TYPE NAME", and "\t[MODULE]" may
 * follow. module: "" if it does not; NULL: of no interest.
 */
static bool next_function(FILE *kallsyms, const char *part, uint64_t *address,
			  char name[FUNCTION_NAME_SIZE], char module[MODULE_SIZE])
{
	char line[1024];

	/* sscanf would take thousands of instructions for each of 200,000 lines. */
	while (fgets(line, sizeof(line), kallsyms)) {
		char *rest;
		size_t length;

		if (!strstr(line, part))
			continue;
		*address = strtoull(line, &rest, 16);
		if (rest == line || rest[0] != ' ' || !rest[1] || !strchr("tTwW", rest[1]) ||
		    rest[2] != ' ')
			continue;
		rest += 3;
		length = strcspn(rest, " \t\n");
		if (!length || length >= FUNCTION_NAME_SIZE)
			continue;
		memcpy(name, rest, length);
		name[length] = '\0';
		if (module)
			read_module(rest + length, module);
		return true;
	}
	return false;
}

/* Code that the kernel makes while it runs, such as BPF programs and copies for kprobes: no
 * targets. */
static bool is_made_code(const char *module)
{
	return !strcmp(module, "bpf") || !strncmp(module, "__builtin__", 11);
}

/* NAME.isra.0, NAME.constprop.0, NAME.part.0, NAME.cold. */
static bool is_copy(const char *name, const char *other)
{
	size_t length = strlen(name);

	return !strncmp(other, name, length) && other[length] == '.';
}

static void lookup__find(struct function_lookup *lookup, FILE *kallsyms, const char *name)
{
	char other[FUNCTION_NAME_SIZE], module[MODULE_SIZE];
	uint64_t address;

	while (next_function(kallsyms, name, &address, other, module)) {
		if (is_copy(name, other) && !lookup->copy[0])
			strcpy(lookup->copy, other);
		if (strcmp(other, name) != 0 || is_made_code(module))
			continue;
		if (!lookup->n) {
			lookup->address = address;
			strcpy(lookup->module, module);
		}
		/*
		 * Without permission, all addresses are shown as 0, so it is unknown whether they
		 * differ.
		 */
		lookup->n += !lookup->n || address != lookup->address;
	}
}

static void lookup__find_near(struct function_lookup *lookup, FILE *kallsyms, const char *name)
{
	char other[FUNCTION_NAME_SIZE], module[MODULE_SIZE];
	uint64_t address;

	rewind(kallsyms);
	similar_names__start(&lookup->near, name);
	/* The padding symbols that the compiler puts before functions are not functions. */
	while (next_function(kallsyms, "", &address, other, module))
		if (!is_copy(name, other) && strncmp(other, "__pfx_", 6) != 0 &&
		    !is_made_code(module))
			similar_names__offer(&lookup->near, other);
}

static void lookup__find_aliases(struct function_lookup *lookup, FILE *kallsyms, const char *name)
{
	char other[FUNCTION_NAME_SIZE], part[24];
	uint64_t address;

	snprintf(part, sizeof(part), "%" PRIx64 " ", lookup->address);
	rewind(kallsyms);
	while (lookup->n_aliases < FUNCTION_NAMES_ALIKE &&
	       next_function(kallsyms, part, &address, other, NULL))
		if (address == lookup->address && strcmp(other, name) != 0)
			strcpy(lookup->aliases[lookup->n_aliases++], other);
}

void function_names__look_up(FILE *kallsyms, const char *name, struct function_lookup *lookup)
{
	*lookup = (struct function_lookup){ 0 };
	lookup__find(lookup, kallsyms, name);
	/* Comparing takes much longer than finding. */
	if (!lookup->n)
		lookup__find_near(lookup, kallsyms, name);
	if (lookup->address)
		lookup__find_aliases(lookup, kallsyms, name);
}

/* ---- the other lists ---- */

static bool is_one_of(const char *word, const char *name, const struct function_lookup *lookup)
{
	if (!strcmp(word, name))
		return true;
	for (size_t i = 0; i < lookup->n_aliases; i++)
		if (!strcmp(word, lookup->aliases[i]))
			return true;
	return false;
}

bool function_names__is_traceable(FILE *list, const char *name,
				  const struct function_lookup *lookup)
{
	char line[1024];

	while (fgets(line, sizeof(line), list)) {
		line[strcspn(line, " \t\n")] = '\0';
		if (is_one_of(line, name, lookup))
			return true;
	}
	return false;
}

bool function_names__is_blacklisted(FILE *list, const char *name,
				    const struct function_lookup *lookup)
{
	char line[1024], word[512], *rest;

	while (fgets(line, sizeof(line), list)) {
		uint64_t from = strtoull(line, &rest, 16), to = from;

		if (*rest == '-')
			to = strtoull(rest + 1, &rest, 16);
		if (sscanf(rest, " %511s", word) == 1 &&
		    (is_one_of(word, name, lookup) ||
		     (lookup->address && lookup->address >= from && lookup->address < to)))
			return true;
	}
	return false;
}
