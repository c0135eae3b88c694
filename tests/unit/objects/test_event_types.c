// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/hook/user_object_support.h"

#include "bench/objects/event_types.h"

static struct event_types types;
static void *bytes;
static size_t size;

static int teardown(void **state)
{
	(void)state;
	event_types__close(&types);
	free(bytes);
	bytes = NULL;
	return 0;
}

static int open_object(const char *name, const char *wanted)
{
	bytes = read_object(name, &size);
	log_begin();
	return event_types__open(&types, name, bytes, size, wanted);
}

/* The name of the type by which that many bytes are read; NULL: by none. */
static const char *type_of(const char *map, size_t n)
{
	static const char data[128];
	const char *type = NULL;
	json_t *json = event_types__read(&types, map, data, n, &type);

	assert_true(!json == !type);
	json_decref(json);
	return type;
}

/* The unused pointer's, but a map's own comes first. */
static void test_it_is_found(void **state)
{
	(void)state;
	assert_int_equal(open_object("events", NULL), 0);
	assert_string_equal(type_of("ring", 72), "event");
	assert_string_equal(type_of("per_cpu", 80), "event");
	assert_string_equal(type_of("typed", 72), "typed_event");
	assert_string_equal(type_of("typed", 8), "typed_event");
	assert_string_equal(type_of("ring", 72), "event");
	assert_string_equal(type_of("no such map", 72), "event");
	/* Shorter than the type. */
	assert_null(type_of("ring", 71));
	assert_null(type_of("typed", 7));
}

static void test_it_is_named(void **state)
{
	(void)state;
	assert_int_equal(open_object("events", "typed_event"), 0);
	assert_string_equal(type_of("ring", 72), "typed_event");
	assert_string_equal(type_of("typed", 8), "typed_event");
}

static void test_no_such_name(void **state)
{
	(void)state;
	assert_int_equal(open_object("events", "evnt"), -EINVAL);
	assert_logs("the BTF of events has no struct evnt; near: event");
	assert_null(types.btf);
	teardown(NULL);
	/* An enum is no struct. */
	assert_int_equal(open_object("events", "kind"), -EINVAL);
	assert_logs("no struct kind");
}

/* Its only global pointer points to nothing in particular. */
static void test_none(void **state)
{
	(void)state;
	assert_int_equal(open_object("variables", NULL), 0);
	assert_null(type_of("ring", 128));
	teardown(NULL);
	assert_int_equal(open_object("output", NULL), 0);
	assert_null(type_of("ring", 128));
}

static void test_damaged_objects(void **state)
{
	struct event_types none = { 0 };
	const char *type;

	(void)state;
	assert_null(event_types__read(&none, "ring", "", 1, &type));
	bytes = read_object("events", &size);
	for (size_t n = 0; n < size; n += 97) {
		log_begin();
		assert_int_equal(event_types__open(&types, "a", bytes, n, NULL), 0);
		event_types__close(&types);
		assert_int_equal(event_types__open(&types, "a",
						   "\x7f"
						   "ELF",
						   4, "event"),
				 -EINVAL);
		assert_logs("a has no BTF, and so no struct event");
	}
}

#define types_test(f) cmocka_unit_test_teardown(f, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		types_test(test_it_is_found),	  types_test(test_it_is_named),
		types_test(test_no_such_name),	  types_test(test_none),
		types_test(test_damaged_objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
