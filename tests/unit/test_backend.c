// SPDX-License-Identifier: GPL-2.0-or-later
/* What every row of the table promises, and what the harness takes for granted of every program. */
#include "tests/unit/support.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "bench/backend.h"
#include "bench/plan.h"

static void check_hook(const struct backend *b)
{
	assert_non_null(b->attach);
	assert_non_null(b->requires);
	for (const struct requirement *const *r = b->requires; *r; r++) {
		assert_non_null((*r)->is_missing);
		assert_non_null((*r)->reason);
		assert_non_null((*r)->remedy);
	}
}

static void test_table(void **state)
{
	(void)state;
	assert_false(backend__is_hook(&backends[0]));
	for (const struct backend *b = backends; b->name; b++) {
		assert_true(b->name[0] && strlen(b->name) < NAME_SIZE);
		assert_non_null(b->help);
		/* Finds the row itself, so no two have the same name. */
		assert_ptr_equal(backend__find(b->name), b);
		if (backend__is_hook(b))
			check_hook(b);
		else
			assert_false(b->needs_function);
	}
	assert_null(backend__find("strange"));
	assert_null(backend__find(""));
}

/* Constants of 32 bits, each in a read-only map of its own, and the counters. */
static void check_maps(const struct bpf_object *object)
{
	unsigned int counters = 0, n_payload = 0;
	const struct bpf_map *map;

	bpf_object__for_each_map(map, object)
	{
		bool read_only = bpf_map__map_flags(map) & BPF_F_RDONLY_PROG;

		assert_int_equal(bpf_map__value_size(map),
				 read_only ? sizeof(__u32) : HIT_SLOTS * sizeof(struct hit_slot));
		counters += !read_only;
		n_payload += !strcmp(strrchr(bpf_map__name(map), '.'), ".rodata");
	}
	assert_int_equal(counters, 1);
	assert_int_equal(n_payload, 1);
}

static void test_programs(void **state)
{
	(void)state;
	for (const struct backend *b = backends; b->name; b++) {
		struct bpf_object *object;
		struct bpf_program *program;
		const void *elf;
		size_t size;

		if (!backend__is_hook(b))
			continue;
		elf = b->elf(&size);
		object = bpf_object__open_mem(elf, size, NULL);
		assert_non_null(object);
		program = bpf_object__next_program(object, NULL);
		assert_non_null(program);
		assert_null(bpf_object__next_program(object, program));
		check_maps(object);
		bpf_object__close(object);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
