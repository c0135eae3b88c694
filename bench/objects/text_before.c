// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/text_before.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/objects/file_state.h"
#include "bench/objects/looked_at.h"
#include "bench/objects/tool.h"

#define STORED_MOST ((size_t)1 << 20)
#define RULE_MOST   ((size_t)1 << 20)
#define FILE_MOST   ((size_t)64 << 20)
/* The loader's, which decides whose libraries clang runs with. */
#define LIBRARIES "/etc/ld.so.cache"
/* Stands for the folder with the vmlinux.h that was made. No path that is kept begins so. */
#define MADE '@'

/* ---- what it depends on besides files ---- */

/* How words begin of which it is known that they name no files but headers and their folders. */
static const char *const harmless[] = { "-D",	      "-U",	"-I",	    "-W",
					"-O",	      "-g",	"-isystem", "-iquote",
					"-idirafter", "-mcpu=", "-std=",    "-fno-" };

static bool is_harmless(const char *word)
{
	if (word[0] == '@' || (text__begins_with(word, "-W") && strchr(word, ',')))
		return false;
	for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++)
		if (text__begins_with(word, harmless[i]))
			return true;
	return word[0] != '-';
}

/* With the word that follows: what they name becomes part of the text. */
static const char *const in_text[] = { "-include", "-imacros" };

bool text_before__has_all(const struct words *cflags)
{
	for (size_t i = 0; i < cflags->n; i++) {
		bool is_in_text = false;

		for (size_t k = 0; k < sizeof(in_text) / sizeof(*in_text); k++)
			is_in_text |= !strcmp(cflags->v[i], in_text[k]);
		if (!is_in_text && !is_harmless(cflags->v[i]))
			return false;
	}
	return true;
}

/* How names begin of variables that clang, or the loader of its libraries, reads. */
static const char *const variables[] = { "LD_",
					 "CLANG_",
					 "CCC_",
					 "LLVM_",
					 "CPATH",
					 "C_INCLUDE_PATH",
					 "GCC_",
					 "COMPILER_",
					 "SOURCE_DATE_EPOCH",
					 "DEPENDENCIES_OUTPUT",
					 "SUNPRO_",
					 "LC_",
					 "LANG" };

static json_t *list_variables(void)
{
	json_t *list = json_object();

	for (char **v = environ; v && *v; v++)
		for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++)
			if (text__begins_with(*v, variables[i]) &&
			    json_object_set_new(list, *v, json_true())) {
				json_decref(list);
				return NULL;
			}
	return list;
}

/* NULL if it is a script, or a link to something that may run any compiler. */
static char *find_clang(void)
{
	char *path = file_state__find_program("clang"), magic[4];
	FILE *file = path ? fopen(path, "re") : NULL;

	if (file && text__begins_with(text__base_name(path), "clang") &&
	    fread(magic, 1, sizeof(magic), file) == sizeof(magic) && !memcmp(magic, "\177ELF", 4)) {
		fclose(file);
		return path;
	}
	if (file)
		fclose(file);
	free(path);
	return NULL;
}

static bool complete_facts(json_t *facts, const char *clang, const struct words *cflags)
{
	json_t *words = json_array();
	char folder[PATH_MAX];
	bool is_whole = getcwd(folder, sizeof(folder)) != NULL;

	for (size_t i = 0; i < cflags->n && is_whole; i++)
		is_whole = is_harmless(cflags->v[i]) &&
			   !json_array_append_new(words, json_string(cflags->v[i]));
	is_whole &= !json_object_set_new(facts, "cflags", words);
	return is_whole && !json_object_set_new(facts, "schema", json_string("hookbench-text/1")) &&
	       !json_object_set_new(facts, "clang", json_string(clang)) &&
	       !json_object_set_new(facts, "folder", json_string(folder)) &&
	       !json_object_set_new(facts, "environment", list_variables());
}

void text_before__open(struct text_before *t, json_t *facts, const struct words *cflags)
{
	void *bytes;
	size_t size;

	*t = (struct text_before){ .clang = find_clang() };
	if (!facts || !t->clang || !complete_facts(facts, t->clang, cflags)) {
		json_decref(facts);
		free(t->clang);
		t->clang = NULL;
		return;
	}
	keyed_cache__open(&t->cache, "texts", NULL, facts);
	if (keyed_cache__read(&t->cache, STORED_MOST, &bytes, &size))
		return;
	t->stored = json_loadb(bytes, size, 0, NULL);
	free(bytes);
}

void text_before__close(struct text_before *t)
{
	json_decref(t->stored);
	keyed_cache__close(&t->cache);
	free(t->clang);
	*t = (struct text_before){ 0 };
}

/* ---- files ---- */

/* A row of the files: [path, size, checksum]. */
static const char *path_of(const json_t *row)
{
	const char *path = json_string_value(json_array_get(row, 0));

	return path ? path : "";
}

bool text_before__needs_header(const struct text_before *t)
{
	size_t i;
	json_t *row;

	json_array_foreach (json_object_get(t->stored, "files"), i, row)
		if (path_of(row)[0] == MADE)
			return true;
	return false;
}

static bool is_file_same(const json_t *row, const char *made)
{
	const char *kept = path_of(row);
	char path[PATH_MAX];
	size_t size, wanted = (size_t)json_integer_value(json_array_get(row, 1));
	uint32_t checksum;

	if (!kept[0] || (size_t)snprintf(path, sizeof(path), "%s%s", kept[0] == MADE ? made : "",
					 kept + (kept[0] == MADE)) >= sizeof(path))
		return false;
	return file_state__sum(path, wanted, &size, &checksum) && size == wanted &&
	       checksum == (uint32_t)json_integer_value(json_array_get(row, 2));
}

static bool are_files_same(const json_t *stored, const char *made)
{
	const json_t *files = json_object_get(stored, "files");
	size_t i;
	json_t *row;

	json_array_foreach (files, i, row)
		if (!is_file_same(row, made))
			return false;
	return json_array_size(files) > 0;
}

static bool are_tools_same(json_t *stored)
{
	json_t *tools = json_object_get(stored, "tools"), *value;
	char now[FILE_IDENTITY_SIZE];
	const char *path;

	json_object_foreach (tools, path, value) {
		file_state__identity(path, now);
		if (!text__are_equal(now, json_string_value(value)))
			return false;
	}
	return json_object_size(tools) > 0;
}

/* ---- what would have been found first ---- */

static int add_all(struct path_list *list, const json_t *texts)
{
	size_t i;
	json_t *text;
	int err = 0;

	json_array_foreach (texts, i, text)
		if (!err)
			err = path_list__add(list, json_string_value(text),
					     json_string_length(text));
	return err;
}

/* All ends of the path: any of them may be how it was asked for. And the folder that it is in. */
static int add_path(const char *path, struct path_list *folders, struct path_list *names)
{
	const char *slash = strrchr(path, '/');
	int err;

	/* Only what was made is in that folder, which has another name each time. */
	if (path[0] == MADE)
		return path_list__add(names, path + 2, strlen(path + 2));
	err = slash ? path_list__add(folders, path, (size_t)(slash - path)) : 0;
	while (slash && !err) {
		err = path_list__add(names, slash + 1, strlen(slash + 1));
		slash = memrchr(path, '/', (size_t)(slash - path));
	}
	return err || path[0] == '/' ? err : path_list__add(names, path, strlen(path));
}

static bool find_presence(const json_t *stored, const struct timespec *moment, uint32_t *presence)
{
	struct path_list folders = { 0 }, names = { 0 };
	int err = path_list__add(&folders, ".", 1);
	bool is_found;
	size_t i;
	json_t *row;

	if (!err)
		err = add_all(&folders, json_object_get(stored, "folders"));
	if (!err)
		err = add_all(&names, json_object_get(stored, "names"));
	json_array_foreach (json_object_get(stored, "files"), i, row)
		if (!err)
			err = add_path(path_of(row), &folders, &names);
	is_found = !err && file_state__presence(&folders, &names, moment, presence);
	path_list__free(&folders);
	path_list__free(&names);
	return is_found;
}

bool text_before__is_same(const struct text_before *t, const char *made, struct source_text *text)
{
	json_t *stored = t->stored;
	json_int_t checksum, size, presence;
	uint32_t presence_now;
	const char *compiler;
	int has_unnamed;

	if (!stored || json_unpack(stored, "{s:s, s:I, s:I, s:b, s:I}", "compiler", &compiler,
				   "checksum", &checksum, "size", &size, "unnamed_members",
				   &has_unnamed, "presence", &presence))
		return false;
	if (!are_tools_same(stored) || !are_files_same(stored, made) ||
	    !find_presence(stored, NULL, &presence_now) || presence_now != (uint32_t)presence)
		return false;
	*text = (struct source_text){ .checksum = (uint32_t)checksum,
				      .size = (size_t)size,
				      .has_unnamed_members = has_unnamed };
	snprintf(text->compiler, sizeof(text->compiler), "%s", compiler);
	return true;
}

/* ---- keeping ---- */

void text_before__note_time(struct text_before *t)
{
	clock_gettime(CLOCK_REALTIME_COARSE, &t->before);
}

static bool add_tool(json_t *tools, const char *path, const struct timespec *before)
{
	char identity[FILE_IDENTITY_SIZE];

	file_state__identity(path, identity);
	return file_state__is_older(path, before) &&
	       !json_object_set_new(tools, path, json_string(identity));
}

/* A line of the loader's: NAME => PATH (ADDRESS), or PATH (ADDRESS). */
static bool add_library(json_t *tools, char *line, const struct timespec *before)
{
	char *path = strchr(line, '/'), *end = path ? strstr(path, " (") : NULL;

	if (!end)
		return true; /* the kernel's, or of a program without libraries */
	*end = '\0';
	return add_tool(tools, path, before);
}

/* The loader lists them, and does not run it. */
static bool add_libraries(const struct text_before *t, json_t *tools)
{
	char *words[] = { (char *)"env", (char *)"LD_TRACE_LOADED_OBJECTS=1", t->clang,
			  (char *)"--version", NULL };
	struct tool_result result;
	char *rest, *line;
	bool is_known = !tool__run(words, RULE_MOST, -1, &result);

	if (!is_known)
		return false;
	rest = result.output;
	while (is_known && (line = strsep(&rest, "\n")))
		is_known = add_library(tools, line, &t->before);
	tool__free(&result);
	return is_known;
}

static json_t *list_tools(const struct text_before *t)
{
	json_t *tools = json_object();
	char folder[PATH_MAX];

	/* A new file there may be a configuration. */
	snprintf(folder, sizeof(folder), "%.*s", (int)(text__base_name(t->clang) - t->clang),
		 t->clang);
	if (add_tool(tools, t->clang, &t->before) && add_tool(tools, folder, &t->before) &&
	    (access(LIBRARIES, F_OK) || add_tool(tools, LIBRARIES, &t->before)) &&
	    add_libraries(t, tools))
		return tools;
	json_decref(tools);
	return NULL;
}

/* Its row, and the names that it asks for. NULL if it is not known what clang read. */
static json_t *read_file(const struct text_before *t, const char *path, const char *made,
			 struct path_list *names)
{
	size_t size, skip = strlen(made);
	bool is_made = text__begins_with(path, made) && path[skip] == '/';
	char kept[PATH_MAX];
	void *bytes;
	json_t *row = NULL;

	if (path[0] == MADE || (!is_made && !file_state__is_older(path, &t->before)) ||
	    input_file__read(path, "a header", FILE_MOST, &bytes, &size))
		return NULL;
	snprintf(kept, sizeof(kept), "%c%s", MADE, path + (is_made ? skip : 0));
	if (looked_at__add_names(bytes, size, names))
		row = json_pack("[s, I, I]", kept + !is_made, (json_int_t)size,
				(json_int_t)checksum__add(0, bytes, size));
	free(bytes);
	return row;
}

static json_t *list_files(const struct text_before *t, const char *made, const char *rule,
			  struct path_list *names)
{
	struct path_list files = { 0 };
	json_t *list = json_array();
	void *bytes;
	size_t size;
	bool is_known = !input_file__read(rule, "a rule", RULE_MOST, &bytes, &size);

	if (is_known) {
		is_known = looked_at__add_files(bytes, &files);
		free(bytes);
	}
	for (size_t i = 0; i < files.n && is_known; i++)
		is_known = !json_array_append_new(list, read_file(t, files.v[i], made, names));
	path_list__free(&files);
	if (is_known)
		return list;
	json_decref(list);
	return NULL;
}

static json_t *list_of(const struct path_list *paths, const char *without)
{
	json_t *list = json_array();

	for (size_t i = 0; i < paths->n; i++)
		if (strcmp(paths->v[i], without) != 0 &&
		    json_array_append_new(list, json_string(paths->v[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

/* NULL if something is not known. */
static json_t *describe(const struct text_before *t, const char *made, const char *rule,
			const char *messages, const struct source_text *text)
{
	struct path_list folders = { 0 }, names = { 0 };
	json_t *files = list_files(t, made, rule, &names), *tools = files ? list_tools(t) : NULL;
	bool is_known = tools && looked_at__add_folders(messages, &folders);
	uint32_t presence;
	json_t *stored = json_pack(
		"{s:s, s:I, s:I, s:b, s:o*, s:o*, s:o*, s:o*}", "compiler", text->compiler,
		"checksum", (json_int_t)text->checksum, "size", (json_int_t)text->size,
		"unnamed_members", text->has_unnamed_members, "files", files, "tools", tools,
		"folders", list_of(&folders, made), "names", list_of(&names, ""));

	is_known = is_known && stored && json_object_size(stored) == 8 &&
		   find_presence(stored, &t->before, &presence) &&
		   !json_object_set_new(stored, "presence", json_integer(presence));
	path_list__free(&folders);
	path_list__free(&names);
	if (is_known)
		return stored;
	json_decref(stored);
	return NULL;
}

void text_before__keep(const struct text_before *t, const char *made, const char *rule,
		       const char *messages, const struct source_text *text)
{
	json_t *stored;
	char *bytes;

	if (!t->clang)
		return;
	log__silence(true);
	stored = describe(t, made, rule, messages, text);
	log__silence(false);
	bytes = stored ? json_dumps(stored, JSON_COMPACT) : NULL;
	if (bytes)
		keyed_cache__write(&t->cache, bytes, strlen(bytes));
	free(bytes);
	json_decref(stored);
}
