// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_variables.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/similar_names.h"
#include "bench/hook/user_list.h"

struct variable {
	const struct btf *btf;
	const struct btf_type *type; /* without its qualifiers and names */
	const char *section;
	uint32_t offset, size;
	bool is_volatile;
};

/* ---- finding it ---- */

static bool is_data(const char *section)
{
	return !strncmp(section, ".rodata", 7) || !strncmp(section, ".data", 5) ||
	       !strncmp(section, ".bss", 4);
}

static void variable__set_type(struct variable *v, uint32_t id)
{
	v->type = btf__type_by_id(v->btf, id);
	while (v->type && (btf_is_mod(v->type) || btf_is_typedef(v->type))) {
		v->is_volatile |= btf_is_volatile(v->type);
		v->type = btf__type_by_id(v->btf, v->type->type);
	}
}

/* Offers the names of the section's variables. */
static bool find_in_section(struct variable *v, const struct btf_type *section, const char *name,
			    struct similar_names *near)
{
	const struct btf_var_secinfo *info = btf_var_secinfos(section);

	for (unsigned int i = 0; i < btf_vlen(section); i++) {
		const struct btf_type *variable = btf__type_by_id(v->btf, info[i].type);
		const char *other = btf__name_by_offset(v->btf, variable->name_off);

		if (!btf_is_var(variable) || !other)
			continue;
		similar_names__offer(near, other);
		if (strcmp(other, name) != 0)
			continue;
		variable__set_type(v, variable->type);
		v->offset = info[i].offset;
		v->size = info[i].size;
		return v->type != NULL;
	}
	return false;
}

static bool find_variable(struct variable *v, const char *name, struct similar_names *near)
{
	similar_names__start(near, name);
	for (uint32_t id = 1; v->btf && id < btf__type_cnt(v->btf); id++) {
		const struct btf_type *type = btf__type_by_id(v->btf, id);

		if (!btf_is_datasec(type))
			continue;
		v->section = btf__name_by_offset(v->btf, type->name_off);
		if (v->section && is_data(v->section) && find_in_section(v, type, name, near))
			return true;
	}
	return false;
}

/* libbpf names the map of .rodata "OBJECT.rodata", and that of .rodata.more as the section. */
static bool is_of_section(const struct bpf_map *map, const char *section)
{
	const char *name = bpf_map__name(map), *dot = strchr(name, '.');

	return bpf_map__is_internal(map) && dot && !strcmp(dot, section);
}

static void *find_data(struct bpf_object *object, const struct variable *v)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object)
	{
		size_t size = 0;
		char *data;

		if (!is_of_section(map, v->section))
			continue;
		/* Memory that is mapped for this purpose; it becomes the map's when loaded. */
		data = (char *)bpf_map__initial_value(map, &size);
		if (data && v->offset <= size && v->size <= size - v->offset)
			return data + v->offset;
	}
	return NULL;
}

/* ---- its value ---- */

static bool parse_signed(const char *text, uint32_t size, int64_t *value)
{
	int64_t most = size >= 8 ? INT64_MAX : (INT64_C(1) << (8 * size - 1)) - 1;
	char *end;

	errno = 0;
	*value = strtoll(text, &end, 0);
	return end != text && !*end && !errno && *value <= most && *value >= -most - 1;
}

static bool parse_unsigned(const char *text, uint32_t size, int64_t *value)
{
	uint64_t most = size >= 8 ? UINT64_MAX : (UINT64_C(1) << (8 * size)) - 1, number;
	char *end;

	errno = 0;
	number = strtoull(text, &end, 0);
	*value = (int64_t)number;
	return end != text && !*end && !errno && text[0] != '-' && number <= most;
}

static bool parse_number(const char *text, uint32_t size, bool is_signed, int64_t *value)
{
	return is_signed ? parse_signed(text, size, value) : parse_unsigned(text, size, value);
}

static bool parse_bool(const char *text, int64_t *value)
{
	bool is_true = !strcmp(text, "true") || !strcmp(text, "1");

	*value = is_true;
	return is_true || !strcmp(text, "false") || !strcmp(text, "0");
}

static bool parse_integer(const struct variable *v, const char *text, int64_t *value)
{
	uint8_t encoding = btf_int_encoding(v->type);

	if (encoding & BTF_INT_BOOL)
		return parse_bool(text, value);
	if (v->size == 1 && strlen(text) == 3 && text[0] == '\'' && text[2] == '\'') {
		*value = (unsigned char)text[1];
		return true;
	}
	return parse_number(text, v->size, encoding & BTF_INT_SIGNED, value);
}

static bool parse_enum(const struct variable *v, const char *text, int64_t *value)
{
	bool is_long = btf_is_enum64(v->type);
	/* Older compilers cut the values of a long one. */
	unsigned int n = is_long || v->size <= sizeof(__s32) ? btf_vlen(v->type) : 0;

	for (unsigned int i = 0; i < n; i++) {
		const struct btf_enum64 *e64 = btf_enum64(v->type) + (is_long ? i : 0);
		const struct btf_enum *e = btf_enum(v->type) + (is_long ? 0 : i);

		if (strcmp(btf__name_by_offset(v->btf, is_long ? e64->name_off : e->name_off),
			   text) != 0)
			continue;
		*value = is_long ? (int64_t)btf_enum64_value(e64) : e->val;
		return true;
	}
	/* Older compilers do not tell whether it has a sign. */
	return parse_number(text, v->size, true, value) ||
	       parse_number(text, v->size, false, value);
}

/* NULL: it can be set. */
static const char *what_it_is(const struct variable *v)
{
	switch (btf_kind(v->type)) {
	case BTF_KIND_INT:
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64: return v->size <= sizeof(int64_t) ? NULL : "a number of 16 bytes";
	case BTF_KIND_ARRAY: return "an array";
	case BTF_KIND_STRUCT: return "a struct";
	case BTF_KIND_UNION: return "a union";
	case BTF_KIND_PTR: return "a pointer";
	case BTF_KIND_FLOAT: return "a floating-point number";
	default: return "of a type that is not known";
	}
}

static bool parse_value(const struct variable *v, const char *text, int64_t *value)
{
	return btf_is_int(v->type) ? parse_integer(v, text, value) : parse_enum(v, text, value);
}

/* ---- the list ---- */

static void format_unknown(const struct user_item *item, const struct similar_names *near,
			   char *problem, size_t size)
{
	char names[SIMILAR_NAMES_SHOWN * (SIMILAR_NAMES_SIZE + 2)];

	similar_names__format(near, names, sizeof(names));
	snprintf(problem, size, "--set: the object has no variable %s%s%s", item->name,
		 names[0] ? "; similar names: " : "", names);
}

static void format_wrong_value(const struct variable *v, const struct user_item *item,
			       char *problem, size_t size)
{
	if (btf_is_int(v->type) && btf_int_encoding(v->type) & BTF_INT_BOOL)
		snprintf(problem, size, "--set %s=%s: it is a boolean; use true or false",
			 item->name, item->value);
	else if (btf_is_int(v->type))
		snprintf(problem, size, "--set %s=%s: it is no %ssigned whole number of %u bytes",
			 item->name, item->value,
			 btf_int_encoding(v->type) & BTF_INT_SIGNED ? "" : "un", v->size);
	else
		snprintf(problem, size, "--set %s=%s: enum %s has no such name, nor is it a number",
			 item->name, item->value, btf__name_by_offset(v->btf, v->type->name_off));
}

static int set_variable(struct bpf_object *object, const struct user_item *item, char *problem,
			size_t size)
{
	struct variable v = { .btf = bpf_object__btf(object) };
	struct similar_names near;
	int64_t value;
	void *data;

	if (!item->has_value) {
		snprintf(problem, size, "--set %s: it must be NAME=VALUE", item->name);
	} else if (!v.btf) {
		snprintf(problem, size, "--set: the object has no BTF; compile it with clang -g");
	} else if (!find_variable(&v, item->name, &near)) {
		format_unknown(item, &near, problem, size);
	} else if (what_it_is(&v)) {
		snprintf(problem, size,
			 "--set: %s is %s; only numbers, booleans, characters and enums can be set",
			 item->name, what_it_is(&v));
	} else if (!v.is_volatile && !strncmp(v.section, ".rodata", 7)) {
		snprintf(
			problem, size,
			"--set: %s is const, but not volatile: the compiler has put its value into the code",
			item->name);
	} else if (!parse_value(&v, item->value, &value)) {
		format_wrong_value(&v, item, problem, size);
	} else if (!(data = find_data(object, &v))) {
		snprintf(problem, size, "--set: the memory of %s was not found in the object",
			 item->name);
	} else {
		memcpy(data, &value, v.size); /* little-endian: see bench/machine/arch.h */
		return 0;
	}
	return -EINVAL;
}

int user_variables__set(struct bpf_object *object, const char *list, char *problem, size_t size)
{
	struct user_item item;
	int err = 0;

	while (!err && user_list__next(&list, &item))
		err = set_variable(object, &item, problem, size);
	return err;
}
