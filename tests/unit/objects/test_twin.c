// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <bpf/libbpf.h>

#include "bench/objects/twin.h"

static const struct twin_maps no_maps;

/* As many programs as there may be, two in each section, with names of every length. */
static void fill(struct bpf_elf *elf)
{
	elf->n = BPF_ELF_PROGRAMS_MOST;
	for (size_t i = 0; i < elf->n; i++) {
		struct bpf_elf_program *p = &elf->programs[i];

		snprintf(p->name, sizeof(p->name), "p%zu_%0*d", i, (int)(i / 4 + 1), 7);
		snprintf(p->section, sizeof(p->section), "%sfentry%s/function_%zu",
			 i % 4 ? "" : "?", i % 8 ? "" : ".s", i / 2);
		if (i % 2)
			memcpy(p->section, elf->programs[i - 1].section, sizeof(p->section));
		p->section_index = 1 + i / 2;
		p->offset = i % 2 * 400;
	}
}

static void check_program(const struct bpf_program *program, const struct bpf_elf_program *of)
{
	const struct bpf_insn *instructions = bpf_program__insns(program);

	assert_non_null(program);
	assert_string_equal(bpf_program__name(program), of->name);
	/* Without the mark, which libbpf keeps apart. */
	assert_string_equal(bpf_program__section_name(program),
			    of->section + (of->section[0] == '?'));
	assert_int_equal(bpf_program__autoload(program), of->section[0] != '?');
	assert_int_equal(bpf_program__type(program), BPF_PROG_TYPE_TRACING);
	assert_int_equal(bpf_program__insn_cnt(program), 2);
	assert_int_equal(instructions[0].code, BPF_ALU64 | BPF_MOV | BPF_K);
	assert_int_equal(instructions[0].dst_reg, BPF_REG_0);
	assert_int_equal(instructions[0].imm, 0);
	assert_int_equal(instructions[1].code, BPF_JMP | BPF_EXIT);
}

static void test_libbpf_sees_the_same_programs(void **unused)
{
	static struct bpf_elf of;
	struct bpf_object *object;
	struct bpf_program *program = NULL;
	void *bytes;
	size_t size;

	(void)unused;
	fill(&of);
	assert_int_equal(twin__make(&of, &no_maps, &bytes, &size), 0);
	object = bpf_object__open_mem(bytes, size, NULL);
	assert_non_null(object);
	for (size_t i = 0; i < of.n; i++) {
		program = bpf_object__next_program(object, program);
		check_program(program, &of.programs[i]);
	}
	assert_null(bpf_object__next_program(object, program));
	bpf_object__close(object);
	free(bytes);
}

/* The twin's checksum must not change from run to run. */
static void test_a_twin_is_always_the_same(void **unused)
{
	static struct bpf_elf of;
	void *a, *b;
	size_t n, m;

	(void)unused;
	fill(&of);
	assert_int_equal(twin__make(&of, &no_maps, &a, &n), 0);
	assert_int_equal(twin__make(&of, &no_maps, &b, &m), 0);
	assert_int_equal(n, m);
	assert_memory_equal(a, b, n);
	free(a);
	free(b);
}

/* As those of <bpf/usdt.bpf.h>: libbpf sees them as if clang had made them. */
static void test_maps(void **unused)
{
	static const struct twin_maps maps = {
		2,
		{ { "__bpf_usdt_specs", BPF_MAP_TYPE_ARRAY, 4, 208, 256 },
		  { "__bpf_usdt_ip_to_spec_id", BPF_MAP_TYPE_HASH, 8, 4, 1024 } },
	};
	static struct bpf_elf of;
	struct bpf_object *object;
	void *bytes;
	size_t size;

	(void)unused;
	fill(&of);
	assert_int_equal(twin__make(&of, &maps, &bytes, &size), 0);
	object = bpf_object__open_mem(bytes, size, NULL);
	assert_non_null(object);
	for (size_t i = 0; i < maps.n; i++) {
		const struct bpf_map *map = bpf_object__find_map_by_name(object, maps.v[i].name);

		assert_non_null(map);
		assert_int_equal(bpf_map__type(map), maps.v[i].type);
		assert_int_equal(bpf_map__key_size(map), maps.v[i].key_size);
		assert_int_equal(bpf_map__value_size(map), maps.v[i].value_size);
		assert_int_equal(bpf_map__max_entries(map), maps.v[i].max_entries);
	}
	bpf_object__close(object);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_libbpf_sees_the_same_programs),
		cmocka_unit_test(test_a_twin_is_always_the_same),
		cmocka_unit_test(test_maps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
