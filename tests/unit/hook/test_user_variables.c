// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/hook/user_object_support.h"

#include <bpf/btf.h>

#include "bench/hook/user_variables.h"

static int open_variables(void **state)
{
	libbpf_set_print(NULL);
	*state = open_user_object("variables");
	return 0;
}

static int close_variables(void **state)
{
	bpf_object__close(*state);
	return 0;
}

#define variables_test(f) cmocka_unit_test_setup_teardown(f, open_variables, close_variables)

/* Reads it as the kernel will: by the offset in the object's BTF. */
static int64_t value_of(struct bpf_object *object, const char *name)
{
	const struct btf *btf = bpf_object__btf(object);

	for (uint32_t id = 1; id < btf__type_cnt(btf); id++) {
		const struct btf_type *section = btf__type_by_id(btf, id);
		const struct btf_var_secinfo *info = btf_var_secinfos(section);

		for (unsigned int i = 0; btf_is_datasec(section) && i < btf_vlen(section); i++) {
			const char *of = btf__name_by_offset(btf, section->name_off);
			const struct btf_type *v = btf__type_by_id(btf, info[i].type);
			struct bpf_map *map;
			int64_t value = 0;

			if (strcmp(btf__name_by_offset(btf, v->name_off), name) != 0)
				continue;
			bpf_object__for_each_map(map, object)
			{
				size_t size, length = strlen(bpf_map__name(map));
				const char *data = bpf_map__initial_value(map, &size);

				if (length < strlen(of) ||
				    strcmp(bpf_map__name(map) + length - strlen(of), of) != 0)
					continue;
				memcpy(&value, data + info[i].offset, info[i].size);
				return value;
			}
		}
	}
	fail_msg("%s is not there", name);
	return 0;
}

#define assert_sets(text, name, expected)                                          \
	do {                                                                       \
		char problem_[256] = "";                                           \
		if (user_variables__set(*state, text, problem_, sizeof(problem_))) \
			fail_msg("%s: %s", text, problem_);                        \
		assert_int_equal(value_of(*state, name), (int64_t)(expected));     \
	} while (0)

#define assert_refuses(text, expected)                                                          \
	do {                                                                                    \
		char problem_[256] = "";                                                        \
		assert_int_equal(user_variables__set(*state, text, problem_, sizeof(problem_)), \
				 -EINVAL);                                                      \
		if (!strstr(problem_, expected))                                                \
			fail_msg("%s: no \"%s\" in \"%s\"", text, expected, problem_);          \
	} while (0)

static void test_each_type(void **state)
{
	assert_sets("", "limit", 10);
	assert_sets("limit=4294967295", "limit", UINT32_MAX);
	assert_sets("limit=0x10", "limit", 16);
	assert_sets("small=-128", "small", 0x80);
	assert_sets("small=127", "small", 127);
	assert_sets("large=18446744073709551615", "large", UINT64_MAX);
	assert_sets("enabled=true", "enabled", 1);
	assert_sets("enabled=0", "enabled", 0);
	assert_sets("letter='z'", "letter", 'z');
	assert_sets("letter=65", "letter", 'A');
	assert_sets("port=443", "port", 443);
	assert_sets("mode=MODE_SAFE", "mode", 7);
	assert_sets("mode=-3", "mode", 0xfffffffd);
	assert_sets("wide=0x123456789abcdef0", "wide", 0x123456789abcdef0);
	assert_sets("written=-5", "written", 0xfffffffb);
	assert_sets("zero=8", "zero", 8);
	assert_sets("elsewhere=1", "elsewhere", 1);
	assert_sets("hidden=44", "hidden", 44);
	/* The neighbours are what they were. */
	assert_int_equal(value_of(*state, "large"), -1);
	assert_int_equal(value_of(*state, "limit"), 16);
}

static void test_a_list(void **state)
{
	assert_sets("limit=1,zero=2,limit=3", "limit", 3);
	assert_int_equal(value_of(*state, "zero"), 2);
}

static void test_wrong_values(void **state)
{
	assert_refuses("limit=4294967296", "limit=4294967296: it is no unsigned whole number of 4");
	assert_refuses("limit=-1", "unsigned");
	assert_refuses("limit=", "unsigned");
	assert_refuses("limit=1x", "unsigned");
	assert_refuses("small=128", "no signed whole number of 1 bytes");
	assert_refuses("small=-129", "signed");
	assert_refuses("large=18446744073709551616", "unsigned");
	assert_refuses("enabled=yes", "true or false");
	assert_refuses("letter='zz'", "whole number");
	assert_refuses("mode=MODE_NONE", "enum mode has no such name");
	assert_refuses("port=65536", "unsigned");
	assert_int_equal(value_of(*state, "limit"), 10);
	assert_int_equal(value_of(*state, "mode"), 0);
}

static void test_what_cannot_be_set(void **state)
{
	assert_refuses("several=1", "several is an array; only numbers");
	assert_refuses("pair=1", "pair is a struct");
	assert_refuses("pointer=1", "pointer is a pointer");
	assert_refuses("half=1", "half is a floating-point number");
	assert_refuses("huge=1", "huge is a number of 16 bytes");
	assert_refuses("fixed=1", "fixed is const, but not volatile");
	assert_refuses("limit", "it must be NAME=VALUE");
	assert_refuses("limits=1", "the object has no variable limits; similar names: limit");
	assert_refuses("LICENSE=1", "the object has no variable LICENSE");
	assert_refuses("=1", "the object has no variable ");
	/* The first that is wrong ends it. */
	assert_refuses("zero=1,nothing=1,zero=2", "nothing");
	assert_int_equal(value_of(*state, "zero"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		variables_test(test_each_type),
		variables_test(test_a_list),
		variables_test(test_wrong_values),
		variables_test(test_what_cannot_be_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
