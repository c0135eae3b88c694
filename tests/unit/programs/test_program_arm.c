// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/backends.h"
#include "bench/programs/program_arm.h"

static struct program_arm sent, received;
static const struct backend *backend;

static int teardown(void **state)
{
	(void)state;
	program_arm__close(&sent);
	program_arm__close(&received);
	return 0;
}

/* A request with a user's program, as it is sent. */
static json_t *make_request(const char *name, const struct plan_settings *settings)
{
	json_t *request = json_object();

	assert_int_equal(program_arm__open(&sent, name, strdup("object"), strlen("object"),
					   settings, &backend),
			 0);
	program_arm__add_to(request, backend);
	return request;
}

static void test_there_and_back(void **state)
{
	static const struct plan_settings settings = { "a,b", "c=d", "e=\"f\"" };
	json_t *request = make_request("own", &settings);

	(void)state;
	backend = NULL;
	assert_int_equal(program_arm__read(request, &received, &backend), 0);
	json_decref(request);
	assert_string_equal(backend->name, "own");
	assert_int_equal(backend->user->size, strlen("object"));
	assert_memory_equal(backend->user->bytes, "object", strlen("object"));
	assert_memory_equal(backend->user->settings->only, "a,b", 4);
	assert_string_equal(backend->user->settings->retarget, "c=d");
	assert_string_equal(backend->user->settings->set, "e=\"f\"");
}

static void test_a_row_of_the_table(void **state)
{
	json_t *request = json_object();

	(void)state;
	program_arm__add_to(request, backend__find("kprobe"));
	assert_null(json_object_get(request, "objects"));
	assert_int_equal(program_arm__read(request, &received, &backend), 0);
	assert_ptr_equal(backend, backend__find("kprobe"));
	json_object_set_new(request, "backend", json_string("no such"));
	assert_int_equal(program_arm__read(request, &received, &backend), -EINVAL);
	json_decref(request);
}

static void refuse(json_t *request, int err, const char *why)
{
	log_begin();
	assert_int_equal(program_arm__read(request, &received, &backend), err);
	if (why)
		assert_logs(why);
	assert_int_equal(received.objects.n, 0);
}

static void test_wrong_requests(void **state)
{
	static const struct plan_settings none;
	json_t *request = make_request("own", &none);

	(void)state;
	json_object_set_new(json_object_get(request, "objects"), "own", json_string("YQ=="));
	refuse(request, -EINVAL, "the object of the program \"own\" cannot be unpacked");
	json_object_del(json_object_get(request, "objects"), "own");
	refuse(request, -EINVAL, "the object of the program \"own\" is missing");
	json_object_del(request, "backend");
	refuse(request, -EINVAL, NULL);
	json_decref(request);
}

/* It would hide the row. */
static void test_the_name_of_a_row(void **state)
{
	static const struct plan_settings none;

	(void)state;
	log_begin();
	assert_int_equal(program_arm__open(&sent, "kprobe", strdup("object"), 6, &none, &backend),
			 -EEXIST);
	assert_logs("the program \"kprobe\" cannot be added");
	assert_int_equal(sent.objects.n, 0);
}

#define arm_test(f) cmocka_unit_test_teardown(f, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		arm_test(test_there_and_back),
		arm_test(test_a_row_of_the_table),
		arm_test(test_wrong_requests),
		arm_test(test_the_name_of_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
