// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/execute/reuse.h"
#include "bench/model/run_json.h"
#include "bench/model/store.h"

static struct run run;

static void write_result(const void *context, FILE *file)
{
	json_t *json = run__to_json(context);

	json_dumpf(json, file, 0);
	json_decref(json);
}

/* Stores `run` as runs/NAME. */
static void store(const char *name)
{
	static const struct store_file files[] = { { STORE_RESULT, write_result, NULL },
						   { NULL, NULL, NULL } };
	char path[64];

	snprintf(path, sizeof(path), "runs/%s", name);
	assert_int_equal(store__write(path, files, &run), 0);
}

static int reuse_setup(void **state)
{
	make_run(&run, 2);
	run.vm = json_pack("{s:s, s:s}", "accelerator", "exact", "image_checksum", "crc32:1");
	log_begin();
	return folder_setup(state);
}

static int reuse_teardown(void **state)
{
	run__free(&run);
	return folder_teardown(state);
}

/* What is found for the plan and VM of `run`; NULL: nothing. */
static const char *find(void)
{
	static char path[PATH_MAX];
	struct run found;
	const char *name = NULL;

	log_begin();
	if (reuse__find("runs", &run.plan, run.vm, path, sizeof(path), &found)) {
		assert_int_equal(found.plan.cycles, run.plan.cycles);
		assert_int_equal(found.n_trials, run.n_trials);
		run__free(&found);
		name = strrchr(path, '/') + 1;
	}
	assert_int_equal(caught.n[LOG_ERROR] + caught.n[LOG_WARNING], 0); /* silent either way */
	return name;
}

static void test_nothing_is_stored(void **state)
{
	(void)state;
	assert_null(find());
	assert_int_equal(mkdir("runs", 0755), 0);
	assert_null(find());
}

static void test_the_newest_is_found(void **state)
{
	(void)state;
	store("20260101T000000Z-a");
	store("20260301T000000Z-c");
	store("20260201T000000Z-b");
	assert_string_equal(find(), "20260301T000000Z-c");
}

static void test_another_plan_or_vm_is_passed_over(void **state)
{
	(void)state;
	store("20260101T000000Z-same");
	run.plan.cycles++;
	store("20260201T000000Z-cycles");
	run.plan.cycles--;
	run.plan.seed++;
	store("20260202T000000Z-seed");
	run.plan.seed--;
	json_object_set_new(run.vm, "image_checksum", json_string("crc32:2"));
	store("20260203T000000Z-image");
	json_object_set_new(run.vm, "image_checksum", json_string("crc32:1"));
	assert_string_equal(find(), "20260101T000000Z-same");
	json_object_set_new(run.vm, "image_checksum", json_string("crc32:3"));
	assert_null(find());
}

static void test_what_cannot_be_read_is_passed_over(void **state)
{
	(void)state;
	store("20260101T000000Z-sound");
	make_file("runs/20260201T000000Z-broken/" STORE_RESULT, "{");
	make_file("runs/20260202T000000Z-other/" STORE_RESULT, "{\"schema\": \"other/1\"}");
	make_file("runs/20260203T000000Z-none/note.txt", "");
	assert_string_equal(find(), "20260101T000000Z-sound");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nothing_is_stored, reuse_setup,
						reuse_teardown),
		cmocka_unit_test_setup_teardown(test_the_newest_is_found, reuse_setup,
						reuse_teardown),
		cmocka_unit_test_setup_teardown(test_another_plan_or_vm_is_passed_over, reuse_setup,
						reuse_teardown),
		cmocka_unit_test_setup_teardown(test_what_cannot_be_read_is_passed_over,
						reuse_setup, reuse_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
