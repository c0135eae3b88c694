// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/bundle_list.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/json_value.h"
#include "bench/base/log.h"

static const char *const kinds[] = {
	[BUNDLE_PLAN] = "plan",
	[BUNDLE_KERNEL] = "kernel",
	[BUNDLE_GUEST] = "guest",
	[BUNDLE_PROGRAM] = "program",
};

#define N_KINDS (sizeof(kinds) / sizeof(*kinds))

void bundle_list__member(size_t i, char member[BUNDLE_MEMBER_SIZE])
{
	snprintf(member, BUNDLE_MEMBER_SIZE, "file-%zu", i);
}

json_t *bundle_list__to_json(const struct bundle *bundle)
{
	json_t *files = json_array();

	for (size_t i = 0; i < bundle->n; i++) {
		const struct bundle_file *f = &bundle->v[i];

		json_array_append_new(files,
				      json_pack("{s:s, s:o, s:o, s:o, s:I, s:s}", "kind",
						kinds[f->kind], "given", json_value__text(f->given),
						"arch", json_value__text(f->arch), "name",
						json_value__text(f->name), "size",
						(json_int_t)f->size, "checksum", f->checksum));
	}
	return json_pack("{s:s, s:o}", "schema", BUNDLE_SCHEMA, "files", files);
}

/* It becomes a file in a folder of ours. */
static bool is_file_name(const char *name)
{
	return name[0] && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* A text that fits; null is "". */
static bool take_text(const json_t *json, char *to, size_t size)
{
	const char *text = json_string_value(json);

	if (!text && !json_is_null(json))
		return false;
	return (size_t)snprintf(to, size, "%s", text ? text : "") < size;
}

static bool take_kind(const char *name, enum bundle_kind *kind)
{
	for (size_t i = 0; i < N_KINDS; i++) {
		*kind = (enum bundle_kind)i;
		if (!strcmp(name, kinds[i]))
			return true;
	}
	return false;
}

/* Why it is refused; NULL if it is sound. */
static const char *parse_file(json_t *json, struct bundle_file *f)
{
	json_t *given, *arch, *name;
	const char *kind, *checksum;
	json_int_t size;

	if (json_unpack_ex(json, NULL, JSON_STRICT, "{s:s, s:o, s:o, s:o, s:I, s:s}", "kind", &kind,
			   "given", &given, "arch", &arch, "name", &name, "size", &size, "checksum",
			   &checksum))
		return "a file lacks a key, or has one of another type";
	if (!take_kind(kind, &f->kind))
		return "a file is of an unknown kind";
	if (!take_text(given, f->given, sizeof(f->given)) ||
	    !take_text(name, f->name, sizeof(f->name)) || !is_file_name(f->name))
		return "a file's name is not valid";
	if (!take_text(arch, f->arch, sizeof(f->arch)) ||
	    (f->arch[0] && !guest_arch__find(f->arch)))
		return "a file is for an unknown architecture";
	if (size <= 0 || (uint64_t)size > BUNDLE_MOST)
		return "a file's size is not valid";
	f->size = (uint64_t)size;
	if (strlen(checksum) >= sizeof(f->checksum))
		return "a file's checksum is not valid";
	strcpy(f->checksum, checksum);
	return NULL;
}

static bool is_listed(const struct bundle *bundle, const struct bundle_file *f)
{
	for (size_t i = 0; i < bundle->n; i++) {
		const struct bundle_file *other = &bundle->v[i];

		if (other->kind == f->kind && !strcmp(other->given, f->given) &&
		    !strcmp(other->arch, f->arch))
			return true;
	}
	return false;
}

static const char *parse_files(json_t *json, struct bundle *bundle)
{
	json_t *files;
	const char *schema, *problem = NULL;
	size_t n;

	if (json_unpack_ex(json, NULL, 0, "{s:s}", "schema", &schema) ||
	    strcmp(schema, BUNDLE_SCHEMA) != 0)
		return "its schema is not \"" BUNDLE_SCHEMA "\", the one that this hookbench reads";
	if (json_unpack_ex(json, NULL, JSON_STRICT, "{s:s, s:o}", "schema", &schema, "files",
			   &files))
		return "it lacks the list of its files";
	n = json_array_size(files);
	if (!n || n > BUNDLE_FILES_MOST)
		return "its list of files is not of a valid length";
	for (size_t i = 0; i < n && !problem; i++) {
		struct bundle_file *f = &bundle->v[bundle->n];

		problem = parse_file(json_array_get(files, i), f);
		if (!problem && is_listed(bundle, f))
			problem = "two of its files have the same name";
		bundle->n += !problem;
	}
	return problem;
}

int bundle_list__parse(struct bundle *bundle, const void *text, size_t size, char *problem,
		       size_t problem_size)
{
	json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	const char *why = "its list of files is no JSON";

	bundle->v = calloc(BUNDLE_FILES_MOST, sizeof(*bundle->v));
	if (!bundle->v) {
		json_decref(json);
		return log__out_of_memory();
	}
	if (json)
		why = parse_files(json, bundle);
	json_decref(json);
	snprintf(problem, problem_size, "%s", why ? why : "");
	return why ? -EINVAL : 0;
}
