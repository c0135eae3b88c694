// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/vm/fetched_files.h"

static struct fetched_files fetch;

static int open_files(char *const *paths)
{
	log_begin();
	return fetched_files__open(&fetch, paths, ".");
}

static void assert_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "re");
	char there[256];
	size_t n;

	assert_non_null(file);
	n = fread(there, 1, sizeof(there) - 1, file);
	there[n] = '\0';
	fclose(file);
	assert_string_equal(there, text);
}

/* Writes by a JSON text: what the guest reports of each file. */
static int write_files(const char *text)
{
	json_t *told = json_loads(text, 0, NULL);
	int err;

	assert_non_null(told);
	err = fetched_files__write(&fetch, told);
	json_decref(told);
	return err;
}

static char *one[] = { "/tmp/log", NULL };
static char *two[] = { "/a/first", "second", NULL };

static void test_files_arrive_in_pieces(void **state)
{
	(void)state;
	assert_int_equal(open_files(two), 0);
	assert_int_equal(fetched_files__count(&fetch), 2);
	assert_int_equal(fetched_files__take(&fetch, 0, "hello, ", 7, 512), 0);
	assert_int_equal(fetched_files__take(&fetch, 1, "other", 5, 512), 0);
	assert_int_equal(fetched_files__take(&fetch, 0, "world", 5, 512), 0);
	/* Nothing shows before all is there. */
	assert_int_equal(count_entries("."), 0);
	assert_int_equal(write_files("[{\"size\":12},{\"size\":5}]"), 0);
	assert_file("first", "hello, world");
	assert_file("second", "other");
	assert_int_equal(count_entries("."), 2);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	fetched_files__close(&fetch);
}

static void test_what_is_there_is_replaced(void **state)
{
	(void)state;
	write_text_file("log", "a longer text than what comes");
	assert_int_equal(open_files(one), 0);
	assert_int_equal(fetched_files__take(&fetch, 0, "new", 3, 512), 0);
	assert_int_equal(write_files("[{\"size\":3}]"), 0);
	assert_file("log", "new");
	fetched_files__close(&fetch);
}

static void test_an_empty_file(void **state)
{
	(void)state;
	assert_int_equal(open_files(one), 0);
	assert_int_equal(write_files("[{\"size\":0}]"), 0);
	assert_file("log", "");
	fetched_files__close(&fetch);
}

/* The guest says that there is more, or less, or nothing of the size. */
static void test_a_file_that_is_not_whole_is_not_written(void **state)
{
	static const char *const texts[] = {
		"[{\"size\":4}]", "[{\"size\":2}]", "[{\"size\":-3}]", "[{}]", "[null]", "[]", "{}"
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		write_text_file("log", "old");
		assert_int_equal(open_files(one), 0);
		assert_int_equal(fetched_files__take(&fetch, 0, "new", 3, 512), 0);
		assert_int_equal(write_files(texts[i]), -EIO);
		assert_logs("/tmp/log");
		assert_file("log", "old");
		fetched_files__close(&fetch);
	}
	assert_int_equal(count_entries("."), 1);
}

/* Not even an empty one, if the guest says nothing of its size. */
static void test_a_file_of_unknown_size_is_not_written(void **state)
{
	static const char *const texts[] = { "[{}]", "[{\"size\":null}]", "[]" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		assert_int_equal(open_files(one), 0);
		assert_int_equal(write_files(texts[i]), -EIO);
		assert_false(exists("log"));
		fetched_files__close(&fetch);
	}
}

/* One that the guest could not read leaves the others alone. */
static void test_an_error_of_the_guest(void **state)
{
	(void)state;
	assert_int_equal(open_files(two), 0);
	assert_int_equal(fetched_files__take(&fetch, 1, "other", 5, 512), 0);
	assert_int_equal(write_files("[{\"size\":null,\"error\":\"no such file\"},{\"size\":5}]"),
			 -ENOENT);
	assert_logs("/a/first from the guest: no such file");
	assert_false(exists("first"));
	assert_file("second", "other");
	fetched_files__close(&fetch);
}

/* Whatever a guest sends, no more is kept than it can have. */
static void test_more_than_fits_into_the_guest(void **state)
{
	size_t size = 1 << 19;
	char *piece = calloc(size, 1);

	(void)state;
	assert_non_null(piece);
	assert_int_equal(open_files(two), 0);
	assert_int_equal(fetched_files__take(&fetch, 0, piece, size, 2), 0);
	assert_int_equal(fetched_files__take(&fetch, 1, piece, size, 2), 0);
	assert_int_equal(fetched_files__take(&fetch, 0, piece, size, 2), 0);
	assert_int_equal(fetched_files__take(&fetch, 1, piece, size, 2), -EFBIG);
	assert_logs("more of the files to fetch than its 2 MiB of memory can hold");
	assert_int_equal(fetched_files__take(&fetch, 0, piece, 1, 2), -EFBIG);
	assert_int_equal(count_entries("."), 0);
	fetched_files__close(&fetch);
	free(piece);
}

/* A guest is not trusted with the index. */
static void test_a_file_that_was_not_asked_for(void **state)
{
	(void)state;
	assert_int_equal(open_files(one), 0);
	assert_int_equal(fetched_files__take(&fetch, 1, "x", 1, 512), 0);
	assert_int_equal(fetched_files__take(&fetch, FETCH_MAX, "x", 1, 512), 0);
	assert_int_equal(fetched_files__take(&fetch, SIZE_MAX, "x", 1, 512), 0);
	assert_int_equal(write_files("[{\"size\":0},{\"size\":1}]"), 0);
	assert_int_equal(count_entries("."), 1);
	fetched_files__close(&fetch);
}

static void test_paths_without_a_name(void **state)
{
	static const char *const paths[] = { "/", "/tmp/", "..", "/a/..", ".", "" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paths); i++) {
		char copy[16], *list[] = { copy, NULL };

		strcpy(copy, paths[i]);
		assert_int_equal(open_files(list), -EINVAL);
		assert_int_equal(caught.n[LOG_ERROR], 1);
	}
}

static void test_the_same_name_twice(void **state)
{
	char *list[] = { "/a/log", "/b/other", "/c/log", NULL };

	(void)state;
	assert_int_equal(open_files(list), -EINVAL);
	assert_logs("/a/log and /c/log would be the same file here");
}

static void test_too_many(void **state)
{
	char texts[FETCH_MAX + 1][8], *list[FETCH_MAX + 2] = { NULL };

	(void)state;
	for (int i = 0; i < FETCH_MAX; i++) {
		snprintf(texts[i], sizeof(texts[i]), "f%d", i);
		list[i] = texts[i];
	}
	assert_int_equal(open_files(list), 0);
	assert_int_equal(fetched_files__count(&fetch), FETCH_MAX);
	fetched_files__close(&fetch);
	strcpy(texts[FETCH_MAX], "last");
	list[FETCH_MAX] = texts[FETCH_MAX];
	assert_int_equal(open_files(list), -EINVAL);
}

static void test_a_folder_that_cannot_be_written_to(void **state)
{
	(void)state;
	log_begin();
	assert_int_equal(fetched_files__open(&fetch, one, "nowhere"), -ENOENT);
	assert_logs("nowhere/log");
	assert_int_equal(mkdir("log", 0755), 0);
	assert_int_equal(open_files(one), -EISDIR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_files_arrive_in_pieces),
		folder_test(test_what_is_there_is_replaced),
		folder_test(test_an_empty_file),
		folder_test(test_a_file_that_is_not_whole_is_not_written),
		folder_test(test_a_file_of_unknown_size_is_not_written),
		folder_test(test_an_error_of_the_guest),
		folder_test(test_more_than_fits_into_the_guest),
		folder_test(test_a_file_that_was_not_asked_for),
		folder_test(test_paths_without_a_name),
		folder_test(test_the_same_name_twice),
		folder_test(test_too_many),
		folder_test(test_a_folder_that_cannot_be_written_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
