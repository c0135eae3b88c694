// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/programs/target_file.h"

static struct target make_target(void)
{
	struct target target = { .symbol = "file+0x4",
				 .is_user = true,
				 .offset = 4,
				 .is_inside = true,
				 .code = "code",
				 .n_code = 4 };

	write_text_file("file", "the code");
	assert_non_null(realpath("file", target.file));
	return target;
}

static void test_unchanged(void **unused)
{
	struct target target = make_target();
	struct target_file file;

	(void)unused;
	assert_int_equal(target_file__open(&target, &file), 0);
	assert_null(target_file__change(target.file, &file));
}

/* Between the look-up and the hook. */
static void test_changed_before(void **unused)
{
	struct target target = make_target();
	struct target_file file;

	(void)unused;
	log_begin();
	write_text_file("file", "the cod");
	assert_int_equal(target_file__open(&target, &file), -ENOTSUP);
	assert_logs("was changed since the function was looked up in it");
	write_text_file("file", "the Code");
	assert_int_equal(target_file__open(&target, &file), -ENOTSUP);
	assert_int_equal(unlink("file"), 0);
	assert_int_equal(target_file__open(&target, &file), -ENOTSUP);
	assert_logs("file+0x4 cannot be hooked");
	assert_int_equal(mkfifo("file", 0600), 0);
	assert_int_equal(target_file__open(&target, &file), -ENOTSUP);
	assert_int_equal(unlink("file"), 0);
}

/* While it was hooked: hooks belong to the inode. */
static void test_changed_after(void **unused)
{
	struct target target = make_target();
	struct target_file file;

	(void)unused;
	assert_int_equal(target_file__open(&target, &file), 0);
	write_text_file("file", "the code, longer");
	/* In place: what is there now is hooked, too. */
	assert_string_equal(target_file__change(target.file, &file)->what, "was written to");
	assert_non_null(strstr(target_file__change(target.file, &file)->so, "of other code"));
	assert_int_equal(target_file__open(&target, &file), 0);
	write_text_file("new", "the code, longer");
	assert_int_equal(rename("new", "file"), 0);
	assert_string_equal(target_file__change(target.file, &file)->what,
			    "was replaced by another");
	assert_non_null(strstr(target_file__change(target.file, &file)->so, "not counted"));
	assert_int_equal(unlink("file"), 0);
	assert_string_equal(target_file__change(target.file, &file)->what, "was removed");
}

static void test_request(void **unused)
{
	struct target target = make_target(), other;
	json_t *request = json_object();

	(void)unused;
	target_file__read(request, &other);
	assert_string_equal(other.file, "");
	assert_false(other.is_user);
	target_file__add_to(request, &other);
	assert_int_equal(json_object_size(request), 0);
	target_file__add_to(request, &target);
	target_file__read(request, &other);
	assert_string_equal(other.symbol, target.symbol);
	assert_string_equal(other.file, target.file);
	assert_int_equal(other.offset, 4);
	assert_true(other.is_user && other.is_inside);
	assert_int_equal(other.n_code, 4);
	assert_memory_equal(other.code, "code", 4);
	json_decref(request);
}

int main(void)
{
	const struct CMUnitTest tests[] = { folder_test(test_unchanged),
					    folder_test(test_changed_before),
					    folder_test(test_changed_after),
					    folder_test(test_request) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
