// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sys/file.h>
#include <utime.h>

#include "bench/vm/cache_list.h"

static void make_cache(const char *folder)
{
	setenv("XDG_CACHE_HOME", folder, 1);
	log_begin();
	umask(022);
	make_file("hookbench/kernels/vmlinuz-6.12", "kernel");
	make_file("hookbench/kernels/modules-6.12/kvm.ko", "module");
	make_file("hookbench/kernels/images.tsv", "table");
	make_file("hookbench/kernels/lock", "");
	make_file("hookbench/snapshots/6.12-0123abcd.snapshot", "state");
	make_file("hookbench/snapshots/6.12-0123abcd.snapshot.Xy12ab", "left by a kill");
	make_file("hookbench/snapshots/notes.txt", "mine");
	make_file("hookbench/others/file.others", "mine");
}

static const struct cache_entry *find(const struct cache_list *list, const char *name)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i].name, name))
			return &list->v[i];
	return NULL;
}

static void test_what_is_ours_is_listed(void **state)
{
	const struct utimbuf then = { 1000000, 1000000 };
	struct cache_list list;

	make_cache(*state);
	assert_int_equal(utime("hookbench/kernels/vmlinuz-6.12", &then), 0);
	assert_int_equal(cache_list__read(NULL, &list), 0);
	assert_int_equal(list.n, 4);
	assert_string_equal(find(&list, "vmlinuz-6.12")->kind->name, "kernels");
	assert_int_equal(find(&list, "vmlinuz-6.12")->used, 1000000);
	/* A folder with what is in it. */
	assert_true(find(&list, "modules-6.12")->bytes >= 6);
	assert_non_null(find(&list, "6.12-0123abcd.snapshot"));
	cache_list__free(&list);
	assert_int_equal(cache_list__read("snapshots", &list), 0);
	assert_int_equal(list.n, 2);
	cache_list__free(&list);
}

static void test_all_is_removed_and_nothing_else(void **state)
{
	struct cache_list list;

	make_cache(*state);
	/* A link is removed, and not what it leads to. */
	assert_int_equal(symlink("../../others", "hookbench/kernels/modules-6.12/link"), 0);
	assert_int_equal(symlink("../others", "hookbench/kernels/modules-link"), 0);
	assert_int_equal(cache_list__read(NULL, &list), 0);
	for (size_t i = 0; i < list.n; i++) {
		assert_int_equal(cache_list__remove(&list.v[i]), 0);
		assert_int_equal(cache_list__remove(&list.v[i]), 0);
	}
	cache_list__free(&list);
	assert_int_equal(cache_list__read(NULL, &list), 0);
	assert_int_equal(list.n, 0);
	assert_int_equal(count_entries("hookbench/kernels"), 2);
	assert_int_equal(count_entries("hookbench/snapshots"), 1);
	assert_true(exists("hookbench/others/file.others"));
	assert_int_equal(caught.n[LOG_ERROR], 0);
}

static void test_kernels_that_are_being_fetched_stay(void **state)
{
	struct cache_list list;
	int fd;

	make_cache(*state);
	fd = open("hookbench/kernels/lock", O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(cache_list__read("kernels", &list), 0);
	assert_int_equal(cache_list__remove(&list.v[0]), -EBUSY);
	assert_logs("a fetch-kernel is at work there");
	assert_true(exists("hookbench/kernels/vmlinuz-6.12"));
	close(fd);
	cache_list__free(&list);
}

static void test_a_folder_of_others_is_left_out(void **state)
{
	struct cache_list list;

	make_cache(*state);
	assert_int_equal(chmod("hookbench/snapshots", 0777), 0);
	assert_int_equal(cache_list__read(NULL, &list), 0);
	assert_int_equal(list.n, 2);
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_logs("left out: ");
	cache_list__free(&list);
	setenv("XDG_CACHE_HOME", "/nowhere", 1);
	assert_int_equal(cache_list__read(NULL, &list), 0);
	assert_int_equal(list.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_what_is_ours_is_listed),
		folder_test(test_all_is_removed_and_nothing_else),
		folder_test(test_kernels_that_are_being_fetched_stay),
		folder_test(test_a_folder_of_others_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
