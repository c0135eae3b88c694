// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/fields.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/json_value.h"
#include "bench/base/maybe_count.h"
#include "bench/model/clock_unit.h"

/* ---- tables ---- */

static void *member_of(void *base, const struct field *field)
{
	return (char *)base + field->offset;
}

const struct field *fields__find(const struct field *fields, const char *key)
{
	for (const struct field *f = fields; f->key; f++)
		if (!strcmp(f->key, key))
			return f;
	return NULL;
}

json_t *fields__value(const struct field *field, const void *base)
{
	return field->type->write(field, (const char *)base + field->offset);
}

int fields__add_to_json(const struct field *fields, const void *base, json_t *json)
{
	for (const struct field *f = fields; f->key; f++)
		if (json_object_set_new(json, f->key, fields__value(f, base)))
			return -ENOMEM;
	return 0;
}

json_t *fields__to_json(const struct field *fields, const void *base)
{
	json_t *json = json_object();

	if (json && !fields__add_to_json(fields, base, json))
		return json;
	json_decref(json);
	return NULL;
}

static void set_unknown(const struct field *field, void *base)
{
	if (field->type->set_unknown)
		field->type->set_unknown(field, member_of(base, field));
}

void fields__set_unknown(const struct field *fields, void *base)
{
	for (const struct field *f = fields; f->key; f++)
		set_unknown(f, base);
}

void fields__from_json(struct field_reader *r, json_t *json, const struct field *fields, void *base)
{
	for (const struct field *f = fields; f->key; f++) {
		json_t *value = json_object_get(json, f->key);

		if (!value && f->since)
			set_unknown(f, base);
		else
			f->type->read(r, value, f, member_of(base, f));
	}
}

/* ---- problems ---- */

void field_reader__fail(struct field_reader *r, const char *key, const char *expected)
{
	if (!r->problem[0])
		snprintf(r->problem, sizeof(r->problem), "field \"%s\" is not %s", key, expected);
}

void field_reader__run_out(struct field_reader *r)
{
	snprintf(r->problem, sizeof(r->problem), "not enough memory to read it");
}

json_t *field_reader__array(struct field_reader *r, json_t *value, const char *key)
{
	if (json_is_array(value))
		return value;
	field_reader__fail(r, key, "a list");
	return NULL;
}

/* ---- strings ---- */

static json_t *write_text(const struct field *field, const void *member)
{
	json_t *json = json_string(member);

	(void)field;
	return json ? json : json_value__text(member); /* if it is not UTF-8 */
}

static void read_text(struct field_reader *r, json_t *value, const struct field *field,
		      void *member)
{
	const char *text = json_string_value(value);

	if (text && text[0] && strlen(text) < field->size)
		memcpy(member, text, strlen(text) + 1);
	else
		field_reader__fail(r, field->key, "a string of valid length");
}

const struct field_type field_text = { "text", write_text, read_text, NULL };

static json_t *write_text_or_null(const struct field *field, const void *member)
{
	(void)field;
	return json_value__text(member);
}

/* "" and a missing field mean the same as null. */
static void read_text_or_null(struct field_reader *r, json_t *value, const struct field *field,
			      void *member)
{
	const char *text = json_string_value(value);

	if (value && !json_is_null(value) && !(text && !text[0]))
		read_text(r, value, field, member);
}

const struct field_type field_text_or_null = { "text or null", write_text_or_null,
					       read_text_or_null, NULL };

static json_t *write_constant(const struct field *field, const void *member)
{
	(void)member;
	return json_string(field->text);
}

static void read_constant(struct field_reader *r, json_t *value, const struct field *field,
			  void *member)
{
	(void)r;
	(void)value;
	(void)field;
	(void)member;
}

const struct field_type field_constant = { "text", write_constant, read_constant, NULL };

static json_t *write_clock_unit(const struct field *field, const void *member)
{
	(void)field;
	return json_string(clock_unit__name(*(const enum clock_unit *)member));
}

static void read_clock_unit(struct field_reader *r, json_t *value, const struct field *field,
			    void *member)
{
	const char *name = json_string_value(value);

	if (!name || !clock_unit__find(name, member))
		field_reader__fail(r, field->key, "\"instructions\" or \"nanoseconds\"");
}

const struct field_type field_clock_unit = { "text", write_clock_unit, read_clock_unit, NULL };

/* ---- booleans ---- */

static json_t *write_boolean(const struct field *field, const void *member)
{
	(void)field;
	return json_boolean(*(const bool *)member);
}

static void read_boolean(struct field_reader *r, json_t *value, const struct field *field,
			 void *member)
{
	if (!json_is_boolean(value))
		field_reader__fail(r, field->key, "true or false");
	*(bool *)member = json_is_true(value);
}

const struct field_type field_boolean = { "boolean", write_boolean, read_boolean, NULL };

/* ---- whole numbers ---- */

static int64_t load(const struct field *field, const void *member)
{
	return field->size == sizeof(int) ? *(const int *)member : *(const int64_t *)member;
}

static void save(const struct field *field, void *member, int64_t value)
{
	if (field->size == sizeof(int))
		*(int *)member = (int)value;
	else
		*(int64_t *)member = value;
}

static int64_t highest(const struct field *field)
{
	if (field->max)
		return field->max;
	return field->size == sizeof(int) ? INT_MAX : INT64_MAX;
}

static json_t *write_integer(const struct field *field, const void *member)
{
	return json_integer(load(field, member));
}

static void read_integer(struct field_reader *r, json_t *value, const struct field *field,
			 void *member)
{
	json_int_t integer = json_integer_value(value);

	if (json_is_integer(value) && integer >= field->min && integer <= highest(field))
		save(field, member, integer);
	else
		field_reader__fail(r, field->key, "a whole number in range");
}

/* It has no value for "unknown". */
static void set_least(const struct field *field, void *member)
{
	save(field, member, field->min);
}

const struct field_type field_integer = { "integer", write_integer, read_integer, set_least };

static json_t *write_known(const struct field *field, const void *member)
{
	return json_value__known((uint64_t)load(field, member));
}

static void read_known(struct field_reader *r, json_t *value, const struct field *field,
		       void *member)
{
	if (!json_is_null(value))
		read_integer(r, value, field, member);
}

const struct field_type field_known = { "integer or null", write_known, read_known, NULL };

/* COUNT_UNKNOWN and an unknown index are the same number. */
_Static_assert(COUNT_UNKNOWN + 1 == 0, "an unknown value is -1");

static json_t *write_count(const struct field *field, const void *member)
{
	return json_value__count(load(field, member));
}

static void set_unknown_count(const struct field *field, void *member)
{
	save(field, member, COUNT_UNKNOWN);
}

static void read_count(struct field_reader *r, json_t *value, const struct field *field,
		       void *member)
{
	if (json_is_null(value))
		set_unknown_count(field, member);
	else
		read_integer(r, value, field, member);
}

const struct field_type field_count = { "integer or null", write_count, read_count,
					set_unknown_count };
const struct field_type field_index = { "integer or null", write_count, read_count,
					set_unknown_count };

/* ---- numbers ---- */

static json_t *write_number(const struct field *field, const void *member)
{
	(void)field;
	return json_value__number(*(const double *)member);
}

static void read_number(struct field_reader *r, json_t *value, const struct field *field,
			void *member)
{
	if (!json_is_number(value) || json_number_value(value) < 0)
		field_reader__fail(r, field->key, "a non-negative number");
	*(double *)member = json_number_value(value);
}

const struct field_type field_number = { "number", write_number, read_number, NULL };

static void set_unknown_difference(const struct field *field, void *member)
{
	(void)field;
	*(double *)member = NAN;
}

static void read_difference(struct field_reader *r, json_t *value, const struct field *field,
			    void *member)
{
	*(double *)member = json_is_null(value) ? NAN : json_number_value(value);
	if (!json_is_null(value) && !json_is_number(value))
		field_reader__fail(r, field->key, "a number");
}

const struct field_type field_difference = { "number or null", write_number, read_difference,
					     set_unknown_difference };

/* ---- objects ---- */

static json_t *write_object(const struct field *field, const void *member)
{
	return fields__to_json(field->fields, member);
}

static void read_object(struct field_reader *r, json_t *value, const struct field *field,
			void *member)
{
	if (!json_is_object(value))
		field_reader__fail(r, field->key, "an object");
	fields__from_json(r, value, field->fields, member);
}

static void set_unknown_object(const struct field *field, void *member)
{
	fields__set_unknown(field->fields, member);
}

const struct field_type field_object = { "object", write_object, read_object, set_unknown_object };

static bool is_all_null(json_t *object)
{
	const char *key;
	json_t *value;

	json_object_foreach (object, key, value)
		if (!json_is_null(value))
			return false;
	return true;
}

static json_t *write_object_or_null(const struct field *field, const void *member)
{
	json_t *object = fields__to_json(field->fields, member);

	if (!object || !is_all_null(object))
		return object;
	json_decref(object);
	return json_null();
}

static void read_object_or_null(struct field_reader *r, json_t *value, const struct field *field,
				void *member)
{
	if (json_is_null(value))
		set_unknown_object(field, member);
	else
		read_object(r, value, field, member);
}

const struct field_type field_object_or_null = { "object or null", write_object_or_null,
						 read_object_or_null, set_unknown_object };

/* ---- JSON that is kept unchanged ---- */

static json_t *write_json(const struct field *field, const void *member)
{
	json_t *json = *(json_t *const *)member;

	(void)field;
	return json ? json_incref(json) : json_null();
}

static void read_json(struct field_reader *r, json_t *value, const struct field *field,
		      void *member)
{
	if (!json_is_object(value))
		field_reader__fail(r, field->key, "an object");
	*(json_t **)member = json_incref(value);
}

const struct field_type field_json = { "object", write_json, read_json, NULL };

/* Anything but an object is read as null. */
static void read_json_or_null(struct field_reader *r, json_t *value, const struct field *field,
			      void *member)
{
	(void)r;
	(void)field;
	if (json_is_object(value))
		*(json_t **)member = json_incref(value);
}

const struct field_type field_json_or_null = { "object or null", write_json, read_json_or_null,
					       NULL };
