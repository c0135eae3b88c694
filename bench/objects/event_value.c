// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/event_value.h"

#include <bpf/btf.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/encode.h"

#define MOST_VALUES 4096
#define MOST_DEPTH  16
#define MOST_PEELED 32
/* Of BPF; libbpf would guess it by the types that there are. */
#define POINTER_BITS 64

struct reading {
	const struct btf *btf;
	const unsigned char *data;
	size_t size;
	unsigned int values, depth; /* so far */
};

/* Bits of the data, from the lowest of byte 0. */
struct place {
	uint64_t bit, n_bits; /* n_bits 0: as its type says */
};

static json_t *read_value(struct reading *r, uint32_t id, struct place at);

const struct btf_type *event_value__peel(const struct btf *btf, uint32_t id)
{
	const struct btf_type *type = btf__type_by_id(btf, id);

	for (int i = 0; i < MOST_PEELED && type; i++) {
		if (!btf_is_mod(type) && !btf_is_typedef(type) && !btf_is_type_tag(type))
			return type;
		type = btf__type_by_id(btf, type->type);
	}
	return NULL;
}

/* ---- numbers ---- */

static bool is_inside(const struct reading *r, uint64_t bit, uint64_t n_bits)
{
	uint64_t all = (uint64_t)r->size * 8;

	return bit <= all && n_bits <= all - bit;
}

/* At most 64. */
static uint64_t read_bits(const struct reading *r, uint64_t bit, uint64_t n_bits)
{
	uint64_t value = 0;

	for (uint64_t i = 0; i < n_bits; i++) {
		uint64_t at = bit + i;

		value |= (uint64_t)(r->data[at / 8] >> at % 8 & 1) << i;
	}
	return value;
}

static int64_t extend_sign(uint64_t value, uint64_t n_bits)
{
	if (n_bits < 64 && value >> (n_bits - 1) & 1)
		value |= UINT64_MAX << n_bits;
	return (int64_t)value;
}

static json_t *number_to_json(uint64_t value, uint64_t n_bits, bool is_signed)
{
	char text[32];

	if (is_signed)
		return json_integer(extend_sign(value, n_bits));
	if (value <= INT64_MAX)
		return json_integer((json_int_t)value);
	snprintf(text, sizeof(text), "%" PRIu64, value);
	return json_string(text);
}

static json_t *hex_to_json(const struct reading *r, uint64_t bit, uint64_t n_bits)
{
	char text[40];

	if (n_bits <= 64)
		snprintf(text, sizeof(text), "0x%" PRIx64, read_bits(r, bit, n_bits));
	else
		snprintf(text, sizeof(text), "0x%016" PRIx64 "%016" PRIx64,
			 read_bits(r, bit + 64, n_bits - 64), read_bits(r, bit, 64));
	return json_string(text);
}

static json_t *read_int(struct reading *r, const struct btf_type *type, struct place at)
{
	uint64_t n_bits = at.n_bits ? at.n_bits : btf_int_bits(type);
	uint64_t bit = at.bit + (at.n_bits ? 0 : btf_int_offset(type));
	unsigned int encoding = btf_int_encoding(type);

	if (!n_bits || n_bits > 128 || !is_inside(r, bit, n_bits))
		return json_null();
	if (n_bits > 64)
		return hex_to_json(r, bit, n_bits);
	if (encoding & BTF_INT_BOOL)
		return json_boolean(read_bits(r, bit, n_bits));
	return number_to_json(read_bits(r, bit, n_bits), n_bits, encoding & BTF_INT_SIGNED);
}

static const char *name_of_enum(const struct reading *r, const struct btf_type *type,
				uint64_t value)
{
	for (unsigned int i = 0; i < btf_vlen(type); i++) {
		const struct btf_enum *e = &btf_enum(type)[i];

		if ((uint32_t)e->val == (uint32_t)value)
			return btf__name_by_offset(r->btf, e->name_off);
	}
	return NULL;
}

static const char *name_of_enum64(const struct reading *r, const struct btf_type *type,
				  uint64_t value)
{
	for (unsigned int i = 0; i < btf_vlen(type); i++) {
		const struct btf_enum64 *e = &btf_enum64(type)[i];

		if (btf_enum64_value(e) == value)
			return btf__name_by_offset(r->btf, e->name_off);
	}
	return NULL;
}

static json_t *read_enum(struct reading *r, const struct btf_type *type, struct place at)
{
	uint64_t n_bits = at.n_bits ? at.n_bits : (uint64_t)type->size * 8, value;
	bool is_signed = btf_kflag(type);
	const char *name;

	if (!n_bits || n_bits > 64 || !is_inside(r, at.bit, n_bits))
		return json_null();
	value = read_bits(r, at.bit, n_bits);
	if (is_signed)
		value = (uint64_t)extend_sign(value, n_bits);
	name = btf_is_enum64(type) ? name_of_enum64(r, type, value) : name_of_enum(r, type, value);
	return name && name[0] ? encode__json(name) : number_to_json(value, 64, is_signed);
}

static json_t *read_float(struct reading *r, const struct btf_type *type, uint64_t bit)
{
	uint64_t bits;
	double real = 0;
	float single;

	if (bit % 8 || !is_inside(r, bit, (uint64_t)type->size * 8) ||
	    (type->size != sizeof(float) && type->size != sizeof(double)))
		return json_null();
	bits = read_bits(r, bit, (uint64_t)type->size * 8);
	if (type->size == sizeof(float)) {
		memcpy(&single, &bits, sizeof(single));
		real = (double)single;
	} else {
		memcpy(&real, &bits, sizeof(real));
	}
	/* No JSON for what is not finite. */
	return isfinite(real) ? json_real(real) : json_null();
}

/* ---- several values ---- */

static bool is_char(const struct reading *r, uint32_t id)
{
	const struct btf_type *type = event_value__peel(r->btf, id);
	const char *name =
		type && btf_is_int(type) ? btf__name_by_offset(r->btf, type->name_off) : NULL;

	return name && !strcmp(name, "char") && type->size == 1;
}

static json_t *read_array(struct reading *r, const struct btf_type *type, uint64_t bit)
{
	const struct btf_array *array = btf_array(type);
	int64_t size = btf__resolve_size(r->btf, array->type);
	uint64_t step = size > 0 ? (uint64_t)size * 8 : 0;
	json_t *list;

	if (is_char(r, array->type)) {
		if (bit % 8 || !is_inside(r, bit, (uint64_t)array->nelems * 8))
			return json_null();
		return encode__json_bytes((const char *)r->data + bit / 8, array->nelems);
	}
	list = json_array();
	for (uint32_t i = 0; step && i < array->nelems && r->values < MOST_VALUES; i++) {
		if (!is_inside(r, bit + i * step, step))
			break;
		json_array_append_new(
			list, read_value(r, array->type, (struct place){ bit + i * step, 0 }));
	}
	return list;
}

static json_t *read_members(struct reading *r, const struct btf_type *type, uint64_t bit)
{
	json_t *object = json_object();

	for (unsigned int i = 0; object && i < btf_vlen(type) && r->values < MOST_VALUES; i++) {
		const char *name = btf__name_by_offset(r->btf, btf_members(type)[i].name_off);
		json_t *key = encode__json(name ? name : "");
		json_t *value = read_value(r, btf_members(type)[i].type,
					   (struct place){ bit + btf_member_bit_offset(type, i),
							   btf_member_bitfield_size(type, i) });

		if (json_string_length(key)) {
			json_object_set_new(object, json_string_value(key), value);
		} else {
			if (json_is_object(value))
				json_object_update(object, value);
			json_decref(value);
		}
		json_decref(key);
	}
	return object;
}

/* ---- any ---- */

static json_t *read_type(struct reading *r, const struct btf_type *type, struct place at)
{
	switch (btf_kind(type)) {
	case BTF_KIND_INT: return read_int(r, type, at);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64: return read_enum(r, type, at);
	case BTF_KIND_FLOAT: return read_float(r, type, at.bit);
	case BTF_KIND_ARRAY: return read_array(r, type, at.bit);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION: return read_members(r, type, at.bit);
	case BTF_KIND_PTR:
		return is_inside(r, at.bit, POINTER_BITS) ? hex_to_json(r, at.bit, POINTER_BITS)
							  : json_null();
	default: return json_null();
	}
}

static json_t *read_value(struct reading *r, uint32_t id, struct place at)
{
	const struct btf_type *type = event_value__peel(r->btf, id);
	json_t *json = NULL;

	r->values++;
	if (type && r->depth < MOST_DEPTH) {
		r->depth++;
		json = read_type(r, type, at);
		r->depth--;
	}
	return json ? json : json_null();
}

json_t *event_value__read(const struct btf *btf, uint32_t id, const void *data, size_t size)
{
	struct reading r = { .btf = btf, .data = data, .size = size };

	return read_value(&r, id, (struct place){ 0, 0 });
}
