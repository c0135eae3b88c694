// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/looked_at.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/text.h"

/* ---- lists ---- */

int path_list__add(struct path_list *list, const char *path, size_t length)
{
	char **grown, *copy;

	for (size_t i = 0; i < list->n; i++)
		if (strlen(list->v[i]) == length && !memcmp(list->v[i], path, length))
			return 0;
	copy = strndup(path, length);
	grown = reallocarray(list->v, list->n + 1, sizeof(*list->v));
	if (grown)
		list->v = grown;
	if (!copy || !grown) {
		free(copy);
		return -ENOMEM;
	}
	list->v[list->n++] = copy;
	return 0;
}

void path_list__free(struct path_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->v[i]);
	free(list->v);
	*list = (struct path_list){ 0 };
}

/* ---- the rule ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\n';
}

/*
 * Copies a file's name, and returns what follows it; NULL if it has a backslash of its own, which
 * the rule does not tell from the rule's.
 */
static const char *copy_name(const char *rule, char *name, size_t *length)
{
	*length = 0;
	while (*rule && !is_blank(*rule)) {
		if ((*rule == '\\' && (rule[1] == ' ' || rule[1] == '#')) ||
		    (*rule == '$' && rule[1] == '$'))
			rule++;
		else if (*rule == '\\')
			return NULL;
		name[(*length)++] = *rule++;
	}
	return rule;
}

bool looked_at__add_files(const char *rule, struct path_list *files)
{
	const char *at = strstr(rule, ": ");
	char *name = at ? malloc(strlen(at)) : NULL;
	bool is_known = name != NULL;
	size_t length;

	at += is_known ? 2 : 0;
	while (is_known && *at) {
		if (is_blank(*at) || (*at == '\\' && at[1] == '\n')) {
			at++;
			continue;
		}
		at = copy_name(at, name, &length);
		is_known = at && !path_list__add(files, name, length);
	}
	free(name);
	return is_known && files->n;
}

/* ---- the folders ---- */

#define SEARCH_BEGINS "search starts here:"
#define SEARCH_ENDS   "End of search list."
/* Where clang has looked for a configuration: what that says is not known. */
#define CONFIGURED "Configuration file: "

/* A line of the list. Of a folder, its name is all of it. */
static bool add_searched(const char *line, size_t length, struct path_list *folders)
{
	if (line[0] != ' ' || length < 2 || line[length - 1] == ')')
		return false;
	return !path_list__add(folders, line + 1, length - 1);
}

/* ignoring nonexistent directory "NAME" */
static bool add_ignored(const char *line, size_t length, struct path_list *folders)
{
	const char *begin = memchr(line, '"', length);

	if (!begin || line[length - 1] != '"' || begin == line + length - 1)
		return false;
	return !path_list__add(folders, begin + 1, (size_t)(line + length - begin) - 2);
}

bool looked_at__add_folders(const char *messages, struct path_list *folders)
{
	bool is_list = false, is_known = !strstr(messages, CONFIGURED);
	size_t length;

	for (; is_known && *messages; messages += length + (messages[length] == '\n')) {
		length = strcspn(messages, "\n");
		if (text__begins_with(messages, SEARCH_ENDS))
			return is_list;
		if (text__begins_with(messages, "#include ") &&
		    memmem(messages, length, SEARCH_BEGINS, strlen(SEARCH_BEGINS)))
			is_list = true;
		else if (is_list)
			is_known = add_searched(messages, length, folders);
		else if (text__begins_with(messages, "ignoring nonexistent directory ") ||
			 text__begins_with(messages, "ignoring duplicate directory "))
			is_known = add_ignored(messages, length, folders);
	}
	return false;
}

/* ---- the names ---- */

/* What the time, or a file that is no header, decides. */
static const char *const not_understood[] = { "__DATE__", "__TIME__", "__TIMESTAMP__",
					      "__has_embed" };

#define ASKS "__has_include"

/* Behind the word: _next, and ("NAME") or (<NAME>). */
static bool add_asked(const char *at, const char *end, struct path_list *names)
{
	const char *close;

	if (end - at >= 5 && !memcmp(at, "_next", 5))
		at += 5;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at == end || *at != '(')
		return true; /* whether there is such a thing */
	at++;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at == end || (*at != '<' && *at != '"'))
		return false;
	close = memchr(at + 1, *at == '<' ? '>' : '"', (size_t)(end - at) - 1);
	return close && !path_list__add(names, at + 1, (size_t)(close - at) - 1);
}

bool looked_at__add_names(const char *text, size_t size, struct path_list *names)
{
	const char *end = text + size, *at = text;

	for (size_t i = 0; i < sizeof(not_understood) / sizeof(*not_understood); i++)
		if (memmem(text, size, not_understood[i], strlen(not_understood[i])))
			return false;
	while ((at = memmem(at, (size_t)(end - at), ASKS, strlen(ASKS)))) {
		at += strlen(ASKS);
		if (!add_asked(at, end, names))
			return false;
	}
	return true;
}
