/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The members of a struct as table rows. JSON is written and read by these rows, and
 * results/README.md is checked against them.
 */
#ifndef HOOKBENCH_BENCH_MODEL_FIELDS_H
#define HOOKBENCH_BENCH_MODEL_FIELDS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct field_type;

/* A member. Tables end with a row whose key is NULL. */
struct field {
	const char *key;
	const struct field_type *type;
	/* "ns", "KiB", …; "clock": the unit of the run's clock; "": a name, a string, a boolean. */
	const char *unit;
	size_t offset, size; /* of the member */
	/*
	 * The number of the schema extension that added the field. Runs stored before lack it, and
	 * its value is then unknown. 0: part of the original schema; a run without it is rejected,
	 * unless it is a string that may be null.
	 */
	unsigned int since;
	int64_t min, max; /* of whole numbers; max 0: the member's own limit */
	const struct field
		*fields;  /* of an object: its fields, with offsets relative to this member */
	const char *text; /* of a constant */
};

#define FIELD(struct_, member_, key_, type_, unit_, ...)                         \
	{                                                                        \
		.key = (key_), .type = &field_##type_, .unit = (unit_),          \
		.offset = offsetof(struct struct_, member_),                     \
		.size = sizeof(((struct struct_ *)NULL)->member_), ##__VA_ARGS__ \
	}

/* The same of a json_t *, whose size no type asks for. */
#define FIELD_JSON(struct_, member_, key_, type_)                  \
	{                                                          \
		.key = (key_), .type = &field_##type_, .unit = "", \
		.offset = offsetof(struct struct_, member_),       \
	}

/* Records the first problem and continues; after a problem, the values read must not be used. */
struct field_reader {
	char problem[256]; /* "" if there is no problem */
};

void field_reader__fail(struct field_reader *r, const char *key, const char *expected);
void field_reader__run_out(struct field_reader *r);

/* How a member is stored in C and in JSON. */
struct field_type {
	const char *name; /* the JSON type in words: "integer or null" */
	/* NULL when out of memory. */
	json_t *(*write)(const struct field *field, const void *member);
	/* value: NULL if the key is missing. The member is zeroed before the call. */
	void (*read)(struct field_reader *r, json_t *value, const struct field *field,
		     void *member);
	/* For a run that is older than the field; NULL: zeroes mean unknown. */
	void (*set_unknown)(const struct field *field, void *member);
};

extern const struct field_type field_text;	   /* char[], never "" */
extern const struct field_type field_text_or_null; /* char[]; "" is null */
extern const struct field_type field_constant; /* no member: always `text`; ignored on reading */
extern const struct field_type field_boolean;  /* bool */
/* unsigned int, int or uint64_t, in a range; of an older run, the least of it */
extern const struct field_type field_integer;
extern const struct field_type field_known;	     /* the same; 0 is null */
extern const struct field_type field_count;	     /* int64_t; COUNT_UNKNOWN is null */
extern const struct field_type field_index;	     /* int; -1 is null */
extern const struct field_type field_number;	     /* double, at least 0 */
extern const struct field_type field_difference;     /* double; NAN is null */
extern const struct field_type field_clock_unit;     /* enum clock_unit, by its name */
extern const struct field_type field_object;	     /* a struct with `fields` */
extern const struct field_type field_object_or_null; /* the same; null if all of it is unknown */
extern const struct field_type field_json;	     /* json_t *, any object */
extern const struct field_type field_json_or_null;   /* json_t *; NULL is null */

/* The row of that key, or NULL. */
const struct field *fields__find(const struct field *fields, const char *key);
/* The member of the struct at `base`, as JSON. NULL when out of memory. */
json_t *fields__value(const struct field *field, const void *base);
/* The struct at `base` as an object. NULL when out of memory. */
json_t *fields__to_json(const struct field *fields, const void *base);
/* The same, adding to an existing object. 0 or -ENOMEM. */
int fields__add_to_json(const struct field *fields, const void *base, json_t *json);
/*
 * Reads an object into the struct at `base`, which must be zeroed. Problems are recorded in `r`. A
 * field_json member holds its own reference.
 */
void fields__from_json(struct field_reader *r, json_t *json, const struct field *fields,
		       void *base);
/* Sets all fields to unknown. Each field's type must have an unknown value. */
void fields__set_unknown(const struct field *fields, void *base);

/*
 * For types of other modules: returns `value` if it is an array; otherwise records a problem and
 * returns NULL.
 */
json_t *field_reader__array(struct field_reader *r, json_t *value, const char *key);

#endif
