// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/cell_list.h"

static struct cell two[2];

static struct cell_list make_list(void)
{
	static const char *const keys[] = { "one", "two" };
	struct cell_list list = { .version = "1", .unit = CLOCK_INSTRUCTIONS, .n = 2, .v = two };

	for (size_t i = 0; i < 2; i++) {
		two[i] = (struct cell){ .kernel = "6.12",
					.image_checksum = "crc32:01234567",
					.arch = "x86-64",
					.accelerator = "exact",
					.cpu_model = "qemu64",
					.append = "quiet",
					.workload = "getpid",
					.payload = "count",
					.variant = "beside fentry",
					.folder = "beside-fentry" };
		cell__make_id(keys[i], two[i].id);
	}
	return list;
}

/* FNV-1a of 64 bits, by its authors' examples. */
static void test_ids_are_the_same_everywhere(void **state)
{
	char id[CELL_ID_SIZE];

	(void)state;
	cell__make_id("", id);
	assert_string_equal(id, "cbf29ce484222325");
	cell__make_id("a", id);
	assert_string_equal(id, "af63dc4c8601ec8c");
	cell__make_id("foobar", id);
	assert_string_equal(id, "85944171f73967e8");
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
	assert_int_equal(cell_list__find(&read, two[1].id), 1);
	assert_int_equal(cell_list__find(&read, "0"), 2);
	/* The same again. */
	assert_int_equal(cell_list__settle("folder", &list), 0);
	json_decref(before);
	json_decref(after);
	cell_list__free(&read);
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
	list = make_list();
	two[0].id[0] ^= 1;
	assert_int_equal(cell_list__settle("folder", &list), -EINVAL);
	list = make_list();
	list.version[0]++;
	assert_int_equal(cell_list__settle("folder", &list), -EINVAL);
	/* What a kernel is called on a machine makes no difference. */
	list = make_list();
	snprintf(two[0].kernel, sizeof(two[0].kernel), "/elsewhere/bzImage");
	assert_int_equal(cell_list__settle("folder", &list), 0);
}

static void test_a_run_of_another_cell_is_found_out(void **state)
{
	struct cell_list list = make_list();
	struct run run = { .plan = { .workload = "getpid", .payload = "count" } };
	char problem[256];

	(void)state;
	run.vm = json_pack("{s:s, s:s, s:s, s:s}", "image_checksum", "crc32:01234567",
			   "accelerator", "exact", "cpu_model", "qemu64", "append", "quiet");
	cell__check_run(&list.v[0], &run, problem, sizeof(problem));
	assert_string_equal(problem, "");
	json_object_set_new(run.vm, "append", json_null());
	cell__check_run(&list.v[0], &run, problem, sizeof(problem));
	assert_string_equal(problem, "its --append is \"\", and the cell's is \"quiet\"");
	json_decref(run.vm);
	run.vm = NULL; /* on a running kernel */
	cell__check_run(&list.v[0], &run, problem, sizeof(problem));
	assert_non_null(strstr(problem, "kernel image"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids_are_the_same_everywhere),
		folder_test(test_a_plan_is_read_as_it_was_written),
		folder_test(test_another_plan_is_refused),
		cmocka_unit_test(test_a_run_of_another_cell_is_found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
