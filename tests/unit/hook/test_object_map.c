// SPDX-License-Identifier: GPL-2.0-or-later
/* Of an object that was opened, but not loaded: that needs no kernel. */
#include "tests/unit/support.h"

#include <bpf/libbpf.h>

#include "bench/hook/backends.h"
#include "bench/hook/object_map.h"

static void test_names(void **state)
{
	(void)state;
	assert_true(object_map__is_named("hookbenc.data.lost", ".data.lost"));
	assert_true(object_map__is_named("events", "events"));
	assert_false(object_map__is_named("vents", "events"));
	assert_false(object_map__is_named("events.rodata", "events"));
}

static struct bpf_object *open_object(const char *backend)
{
	size_t size;
	const void *elf = backend__find(backend)->elf(&size);
	struct bpf_object *object = bpf_object__open_mem(elf, size, NULL);

	assert_non_null(object);
	return object;
}

static void test_find(void **state)
{
	struct bpf_object *object = open_object("fentry");

	(void)state;
	assert_string_equal(bpf_map__name(object_map__find(object, "hits_of_pid")), "hits_of_pid");
	assert_non_null(object_map__find(object, ".data.lost"));
	assert_null(object_map__find(object, "strange"));
	assert_true(object_map__fd(object, "strange") < 0);
	bpf_object__close(object);
}

static void test_constants(void **state)
{
	struct bpf_object *object = open_object("raw_tp");
	const uint32_t *value;
	size_t size;

	(void)state;
	assert_int_equal(object_map__set_constant(object, ".rodata.syscall", 263), 0);
	value = bpf_map__initial_value(object_map__find(object, ".rodata.syscall"), &size);
	assert_int_equal(size, sizeof(*value));
	assert_int_equal(*value, 263);
	assert_int_equal(object_map__set_constant(object, ".rodata.strange", 1), -ENOENT);
	bpf_object__close(object);
}

/* Nothing is mapped of an object that was not loaded, and that is no mapping to take back. */
static void test_unmapped(void **state)
{
	struct bpf_object *object = open_object("fentry");

	(void)state;
	assert_null(object_map__read_section(object, ".bss", 4096));
	object_map__unmap(NULL, 4096);
	bpf_object__close(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_constants),
		cmocka_unit_test(test_unmapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
