/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A struct's members as data: JSON is written and read by these rows, and results/README.md is
 * checked against them.
 */
#ifndef HOOKBENCH_BENCH_MODEL_FIELDS_H
#define HOOKBENCH_BENCH_MODEL_FIELDS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct field_type;

/* One member. Tables end with a row whose key is NULL. */
struct field {
	const char *key;
	const struct field_type *type;
	/* "ns", "KiB", …; "clock": what the run's clock counts; "": a name, a text, a truth. */
	const char *unit;
	size_t offset, size; /* of the member */
	/*
	 * Which time fields were added to the schema; runs stored before lack it, and it is then
	 * unknown. 0: it was there from the start, and a run without it is refused, unless it is a
	 * text that may be null.
	 */
	unsigned int since;
	int64_t min, max;	    /* of whole numbers; max 0: what the member can hold */
	const struct field *fields; /* of an object: its own, whose offsets begin at this member */
	const char *text;	    /* of a constant */
};

#define FIELD(struct_, member_, key_, type_, unit_, ...)                         \
	{                                                                        \
		.key = (key_), .type = &field_##type_, .unit = (unit_),          \
		.offset = offsetof(struct struct_, member_),                     \
		.size = sizeof(((struct struct_ *)NULL)->member_), ##__VA_ARGS__ \
	}

/* Notes the first thing that is wrong, and goes on: what was read is not used then. */
struct field_reader {
	char problem[256]; /* "" as long as all is well */
};

void field_reader__fail(struct field_reader *r, const char *key, const char *expected);
void field_reader__run_out(struct field_reader *r);

/* How a member is kept, and what it is as JSON. */
struct field_type {
	const char *name; /* what JSON has, in words: "integer or null" */
	/* NULL when out of memory. */
	json_t *(*write)(const struct field *field, const void *member);
	/* value: NULL if there is none. The member is all zeroes before. */
	void (*read)(struct field_reader *r, json_t *value, const struct field *field,
		     void *member);
	/* Of a run that is older than the field; NULL: all zeroes are that. */
	void (*set_unknown)(const struct field *field, void *member);
};

extern const struct field_type field_text;	     /* char[], never "" */
extern const struct field_type field_text_or_null;   /* char[], "" is null */
extern const struct field_type field_constant;	     /* no member: always `text`; not read */
extern const struct field_type field_boolean;	     /* bool */
extern const struct field_type field_integer;	     /* unsigned int, int or uint64_t, in a range */
extern const struct field_type field_known;	     /* the same, 0 is null */
extern const struct field_type field_count;	     /* int64_t, COUNT_UNKNOWN is null */
extern const struct field_type field_index;	     /* int, -1 is null */
extern const struct field_type field_number;	     /* double, at least 0 */
extern const struct field_type field_difference;     /* double, NAN is null */
extern const struct field_type field_clock_unit;     /* enum clock_unit, by its name */
extern const struct field_type field_object;	     /* a struct with `fields` */
extern const struct field_type field_object_or_null; /* the same, null if all of it is unknown */
extern const struct field_type field_json;	     /* json_t *, any object */
extern const struct field_type field_json_or_null;   /* json_t *, NULL is null */

/* The row of that key; NULL if there is none. */
const struct field *fields__find(const struct field *fields, const char *key);
/* The member of the struct at `base`, as JSON. NULL when out of memory. */
json_t *fields__value(const struct field *field, const void *base);
/* The struct at `base` as an object. NULL when out of memory. */
json_t *fields__to_json(const struct field *fields, const void *base);
/* The same, into an object that is there. 0 or -ENOMEM. */
int fields__add_to_json(const struct field *fields, const void *base, json_t *json);
/*
 * Reads an object into the struct at `base`, which is all zeroes; what is wrong is noted in `r`.
 * What is read of field_json has a reference of its own.
 */
void fields__from_json(struct field_reader *r, json_t *json, const struct field *fields,
		       void *base);
/* Makes all of them unknown, which is for fields whose type has an unknown value. */
void fields__set_unknown(const struct field *fields, void *base);

/* An array that must be there, for types of other modules; NULL, noted, if it is none. */
json_t *field_reader__array(struct field_reader *r, json_t *value, const char *key);

#endif
