// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/cell_key.h"
#include "bench/model/cell_list.h"

static struct cell_list make_list(void)
{
	static const char *const payloads[] = { "count", "empty" };
	struct cell_list list = {
		.version = "1", .unit = CLOCK_INSTRUCTIONS, .n = 2, .v = calloc(2, sizeof(*list.v))
	};

	for (size_t i = 0; i < 2; i++) {
		struct plan plan = { .n_backends = 1,
				     .backends = { "none" },
				     .workload = "getpid",
				     .rounds = 1,
				     .threads = 1,
				     .copies = 1,
				     .cycles = 1 };
		const struct cell_facts facts = { .image_checksum = "crc32:01234567",
						  .arch = "x86-64",
						  .accelerator = "exact",
						  .cpu_model = "qemu64",
						  .append = "quiet",
						  .plan = &plan };

		list.v[i] = (struct cell){ .kernel = "6.12",
					   .variant = "beside fentry",
					   .folder = "beside-fentry" };
		strcpy(plan.payload, payloads[i]);
		assert_int_equal(cell__set_facts(&list.v[i], &facts), 0);
	}
	return list;
}

static void test_a_plan_is_read_as_it_was_written(void **state)
{
	struct cell_list list = make_list(), read;
	json_t *before, *after;

	(void)state;
	assert_int_equal(cell_list__read("folder", &read), -ENOENT);
	assert_int_equal(cell_list__settle("folder", &list), 0);
	assert_int_equal(cell_list__read("folder", &read), 0);
	before = cell_list__to_json(&list);
	after = cell_list__to_json(&read);
	assert_true(json_equal(before, after));
	assert_int_equal(cell_list__find(&read, list.v[1].id), 1);
	assert_int_equal(cell_list__find(&read, "0"), 2);
	/* The same again. */
	assert_int_equal(cell_list__settle("folder", &list), 0);
	json_decref(before);
	json_decref(after);
	cell_list__free(&read);
	cell_list__free(&list);
}

static void test_another_plan_is_refused(void **state)
{
	struct cell_list list = make_list();

	(void)state;
	assert_int_equal(cell_list__settle("folder", &list), 0);
	log_begin();
	list.n = 1;
	assert_int_equal(cell_list__settle("folder", &list), -EINVAL);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	list.n = 2;
	list.v[0].id[0] ^= 1;
	assert_int_equal(cell_list__settle("folder", &list), -EINVAL);
	list.v[0].id[0] ^= 1;
	list.version[0]++;
	assert_int_equal(cell_list__settle("folder", &list), -EINVAL);
	list.version[0]--;
	/* What a kernel is called on a machine makes no difference. */
	snprintf(list.v[0].kernel, sizeof(list.v[0].kernel), "/elsewhere/bzImage");
	assert_int_equal(cell_list__settle("folder", &list), 0);
	cell_list__free(&list);
}

/* An id that stands for something else, and what readers would take for the key. */
static void test_a_cell_that_is_not_of_its_key_is_refused(void **state)
{
	struct cell_list list = make_list(), read;
	char *const changed[] = { list.v[0].id,	       list.v[0].image_checksum,
				  list.v[0].arch,      list.v[0].accelerator,
				  list.v[0].cpu_model, list.v[0].append,
				  list.v[0].workload,  list.v[0].payload,
				  list.v[0].programs };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(changed); i++) {
		char folder[16], before = changed[i][0];

		snprintf(folder, sizeof(folder), "folder%zu", i);
		changed[i][0] = before == '5' ? '6' : '5';
		assert_int_equal(cell_list__settle(folder, &list), 0);
		log_begin();
		assert_int_equal(cell_list__read(folder, &read), -EINVAL);
		assert_non_null(strstr(caught.last, "that of its key"));
		changed[i][0] = before;
	}
	json_object_set_new(json_object_get(list.v[0].key, "plan"), "seed", json_integer(2));
	assert_int_equal(cell_list__settle("folder", &list), 0);
	assert_int_equal(cell_list__read("folder", &read), -EINVAL);
	cell_list__free(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_a_plan_is_read_as_it_was_written),
		folder_test(test_another_plan_is_refused),
		folder_test(test_a_cell_that_is_not_of_its_key_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
