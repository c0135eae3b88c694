// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <bpf/btf.h>
#include <math.h>

#include "bench/objects/event_value.h"

static struct btf *btf;
static int id_int, id_unsigned, id_char, id_long, id_long_unsigned;

static int setup(void **state)
{
	(void)state;
	btf = btf__new_empty();
	assert_non_null(btf);
	id_int = btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	id_unsigned = btf__add_int(btf, "unsigned int", 4, 0);
	id_char = btf__add_int(btf, "char", 1, BTF_INT_SIGNED);
	id_long = btf__add_int(btf, "long", 8, BTF_INT_SIGNED);
	id_long_unsigned = btf__add_int(btf, "unsigned long", 8, 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	btf__free(btf);
	return 0;
}

static const char *read_bytes(int id, const void *data, size_t size)
{
	static char text[65536];
	json_t *json = event_value__read(btf, (uint32_t)id, data, size);
	char *dumped;

	assert_non_null(json);
	dumped = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT);
	assert_non_null(dumped);
	snprintf(text, sizeof(text), "%s", dumped);
	free(dumped);
	json_decref(json);
	return text;
}

#define assert_reads(id, data, text)                                                    \
	do {                                                                            \
		__auto_type data_ = (data);                                             \
		assert_string_equal(read_bytes(id, &data_, sizeof(data_)), text);       \
		/* Without its last byte. */                                            \
		assert_string_equal(read_bytes(id, &data_, sizeof(data_) - 1), "null"); \
	} while (0)

static void test_numbers(void **state)
{
	int boolean = btf__add_int(btf, "_Bool", 1, BTF_INT_BOOL);
	int huge = btf__add_int(btf, "__int128", 16, BTF_INT_SIGNED);
	int single = btf__add_float(btf, "float", 4), real = btf__add_float(btf, "double", 8);

	(void)state;
	assert_reads(id_int, -5, "-5");
	assert_reads(id_unsigned, -5, "4294967291");
	assert_reads(id_char, (char)-1, "-1");
	assert_reads(id_long, INT64_MIN, "-9223372036854775808");
	assert_reads(id_long_unsigned, UINT64_MAX, "\"18446744073709551615\"");
	assert_reads(id_long_unsigned, (uint64_t)7, "7");
	assert_reads(boolean, (char)1, "true");
	assert_reads(boolean, (char)0, "false");
	assert_reads(huge, (__int128)1 << 64, "\"0x00000000000000010000000000000000\"");
	assert_reads(single, 0.5F, "0.5");
	assert_reads(real, -2.25, "-2.25");
	assert_reads(real, (double)NAN, "null");
	assert_reads(btf__add_ptr(btf, id_int), UINT64_C(0xffff888000001234),
		     "\"0xffff888000001234\"");
}

static void test_enums(void **state)
{
	int mode = btf__add_enum(btf, "mode", 4), wide;

	(void)state;
	btf__add_enum_value(btf, "FAST", 0);
	btf__add_enum_value(btf, "WRONG", -3);
	wide = btf__add_enum64(btf, "wide", 8, false);
	btf__add_enum64_value(btf, "MOST", UINT64_C(0x123456789abcdef0));
	assert_reads(mode, 0, "\"FAST\"");
	assert_reads(mode, -3, "\"WRONG\"");
	assert_reads(mode, 7, "7");
	assert_reads(wide, UINT64_C(0x123456789abcdef0), "\"MOST\"");
	assert_reads(wide, (uint64_t)1, "1");
}

static void test_texts_and_lists(void **state)
{
	int text = btf__add_array(btf, id_int, id_char, 4);
	int list = btf__add_array(btf, id_int, id_int, 2);
	int named = btf__add_typedef(btf, "name", btf__add_const(btf, text));

	(void)state;
	assert_string_equal(read_bytes(text, "ab\0c", 4), "\"ab\"");
	assert_string_equal(read_bytes(text, "abcd", 4), "\"abcd\"");
	assert_string_equal(read_bytes(named, "\xff\n\x1b\"", 4), "\"\xef\xbf\xbd\\n\\u001B\\\"\"");
	assert_string_equal(read_bytes(text, "abc", 3), "null");
	assert_string_equal(read_bytes(list, ((const int[]){ 3, -4 }), 8), "[3,-4]");
	/* Those that are there. */
	assert_string_equal(read_bytes(list, ((const int[]){ 3, -4 }), 7), "[3]");
}

static void test_structs(void **state)
{
	int inner = btf__add_struct(btf, "", 8), outer, choice;

	(void)state;
	btf__add_field(btf, "a", id_int, 0, 0);
	btf__add_field(btf, "low", id_unsigned, 32, 3);
	btf__add_field(btf, "high", id_int, 35, 29);
	choice = btf__add_union(btf, "choice", 4);
	btf__add_field(btf, "number", id_unsigned, 0, 0);
	btf__add_field(btf, "letter", id_char, 0, 0);
	outer = btf__add_struct(btf, "outer", 24);
	btf__add_field(btf, "", inner, 0, 0);
	btf__add_field(btf, "choice", choice, 64, 0);
	btf__add_field(btf, "in", inner, 96, 0);
	btf__add_field(btf, "beyond", id_long, 192, 0);
	assert_string_equal(
		read_bytes(outer, ((const uint32_t[]){ 1, 0xfffffffd, 65, 2, 6, 0 }), 24),
		"{\"a\":1,\"low\":5,\"high\":-1,\"choice\":{\"number\":65,\"letter\":65},"
		"\"in\":{\"a\":2,\"low\":6,\"high\":0},\"beyond\":null}");
}

/* Whatever BTF says, it ends, and it is not much. */
static void test_bounds(void **state)
{
	char *data = calloc(1, 1 << 20);
	int list = btf__add_array(btf, id_int, id_char, UINT32_MAX), deep = id_int, empty, endless;

	(void)state;
	assert_non_null(data);
	assert_string_equal(read_bytes(list, data, 1 << 20), "null");
	list = btf__add_array(btf, id_int, id_int, UINT32_MAX);
	assert_true(strlen(read_bytes(list, data, 1 << 20)) < 10000);
	list = btf__add_array(btf, id_int, list, UINT32_MAX);
	assert_true(strlen(read_bytes(list, data, 1 << 20)) < 10000);
	empty = btf__add_struct(btf, "empty", 0);
	list = btf__add_array(btf, id_int, empty, UINT32_MAX);
	assert_string_equal(read_bytes(list, data, 8), "[]");
	for (int i = 0; i < 100; i++) {
		int next = btf__add_struct(btf, "deep", 4);

		btf__add_field(btf, "d", deep, 0, 0);
		deep = next;
	}
	assert_non_null(strstr(read_bytes(deep, data, 4), "null"));
	/* A struct in itself, and a name of itself. */
	endless = btf__add_struct(btf, "endless", 4);
	btf__add_field(btf, "again", endless, 0, 0);
	btf__add_field(btf, "and", endless, 0, 0);
	assert_true(strlen(read_bytes(endless, data, 4)) < 100000);
	endless = btf__add_typedef(btf, "loop", (int)btf__type_cnt(btf));
	assert_string_equal(read_bytes(endless, data, 4), "null");
	assert_string_equal(read_bytes(0, data, 4), "null");
	assert_string_equal(read_bytes(1000000, data, 4), "null");
	free(data);
}

#define value_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		value_test(test_numbers), value_test(test_enums),  value_test(test_texts_and_lists),
		value_test(test_structs), value_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
