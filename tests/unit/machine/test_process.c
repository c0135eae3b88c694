// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "bench/machine/process.h"

/* In a /proc below the current folder. */
static void make_process(int pid, const char *stat)
{
	char path[64];

	snprintf(path, sizeof(path), "proc/%d/stat", pid);
	make_file(path, stat);
}

static const struct process *find(const struct process *list, size_t n, pid_t pid)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].pid == pid)
			return &list[i];
	return NULL;
}

static void test_lines_of_stat(void **state)
{
	static const struct {
		int pid;
		const char *stat, *name;
		pid_t parent;
		uint64_t ticks;
	} rows[] = {
		{ 7, "7 (cat) S 1 7 7 0 -1 0 10 20 30 40 250 50 0 0 20 0\n", "cat", 1, 300 },
		/* A name may hold anything. */
		{ 8, "8 (a b) S 3) R 2 8 8 0 -1 0 1 2 3 4 5 6 0\n", "a b) S 3", 2, 11 },
		{ 12, "12 (a\nb)) S 3 8 8 0 -1 0 1 2 3 4 5 6 0\n", "a\nb)", 3, 11 },
		{ 13, "13 (\n) S 3 8 8 0 -1 0 1 2 3 4 5 6 0\n", "\n", 3, 11 },
		{ 9, "9 (() Z 1 9 9 0 -1 0 1 2 3 4 0 0 0\n", "(", 1, 0 },
		{ 10, "10 () I 2 0 0 0 -1 0 1 2 3 4 18446744073709551615 0 0\n", "", 2,
		  UINT64_MAX },
	};
	struct process *list;
	size_t n;

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		make_process(rows[i].pid, rows[i].stat);
	n = process__list(*state, &list);
	assert_int_equal(n, COUNT_OF(rows));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct process *p = find(list, n, rows[i].pid);

		assert_non_null(p);
		assert_string_equal(p->name, rows[i].name);
		assert_int_equal(p->parent, rows[i].parent);
		assert_true(p->ticks == rows[i].ticks);
	}
	free(list);
}

static void test_what_is_no_process_is_left_out(void **state)
{
	static const char *const stats[] = { "",   "7",	     "7 (cat", "7 cat) S 1",
					     ")(", "7 (a) ", "7 (cat)" };
	struct process *list;
	char own[32];

	for (size_t i = 0; i < COUNT_OF(stats); i++)
		make_process(100 + (int)i, stats[i]);
	make_file("proc/self/stat", "5 (self) S 1 7 7 0 -1 0 1 2 3 4 5 6 0\n");
	make_file("proc/-5/stat", "5 (minus) S 1 7 7 0 -1 0 1 2 3 4 5 6 0\n");
	assert_int_equal(mkdir("proc/300", 0755), 0); /* it has ended */
	snprintf(own, sizeof(own), "proc/%d/stat", getpid());
	make_file(own, "1 (caller) S 1 7 7 0 -1 0 1 2 3 4 5 6 0\n");
	assert_int_equal(process__list(*state, &list), 0);
	assert_null(list);
}

static void test_without_a_proc(void **state)
{
	struct process *list;

	assert_int_equal(process__list(*state, &list), 0);
	assert_null(list);
}

/* ---- open files ---- */

struct visited {
	size_t n;
	char text[256];
};

static void note(const char *root, const struct process *p, const char *fd, const char *link,
		 void *context)
{
	struct visited *v = context;

	assert_true(exists(root));
	snprintf(v->text, sizeof(v->text), "%d %s %s", p->pid, fd, link);
	v->n++;
}

static void test_open_files(void **state)
{
	struct visited visited = { 0 };

	make_process(7, "7 (cat) S 1 7 7 0 -1 0 1 2 3 4 5 6 0\n");
	make_file("proc/7/fd/no-link", ""); /* passed over */
	assert_int_equal(symlink("anon_inode:[perf_event]", "proc/7/fd/12"), 0);
	make_process(8, "8 (gone) S 1 7 7 0 -1 0 1 2 3 4 5 6 0\n"); /* without a folder fd */
	assert_int_equal(process__for_each_fd(*state, note, &visited), 0);
	assert_int_equal(visited.n, 1);
	assert_string_equal(visited.text, "7 12 anon_inode:[perf_event]");
}

static void test_files_that_may_not_be_seen_are_counted(void **state)
{
	struct visited visited = { 0 };

	/* For root, too: a file in the folder's place. */
	make_process(7, "7 (cat) S 1 7 7 0 -1 0 1 2 3 4 5 6 0\n");
	make_file("proc/7/fd", "");
	assert_int_equal(process__for_each_fd(*state, note, &visited), 1);
	assert_int_equal(visited.n, 0);
}

/* ---- this machine ---- */

static void test_the_caller_is_not_among_others(void **state)
{
	struct process *list;
	size_t n = process__list("", &list);

	(void)state;
	assert_null(find(list, n, getpid()));
	/* CTest, or a shell. */
	assert_true(getppid() <= 1 || find(list, n, getppid()));
	free(list);
}

static void test_a_pid_namespace(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	assert_true(child >= 0);
	if (!child) {
		pid_t first;

		/* The next child is the first process of the namespace. */
		if (unshare(CLONE_NEWPID))
			_exit(2);
		first = fork();
		if (!first)
			_exit(process__is_in_pid_namespace() ? 77 : 1);
		waitpid(first, &status, 0);
		_exit(WEXITSTATUS(status));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WEXITSTATUS(status) == 2)
		skip_because("no pid namespaces here");
	assert_int_equal(WEXITSTATUS(status), 77);
}

/* As it may call itself. */
static void test_a_name_with_a_newline(void **state)
{
	int ready[2];
	struct process *list;
	const struct process *p;
	char byte = 0;
	pid_t child;
	size_t n;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_NAME, "a\nb)");
		if (write(ready[1], &byte, 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	n = process__list("", &list);
	p = find(list, n, child);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(ready[0]);
	close(ready[1]);
	assert_non_null(p);
	assert_string_equal(p->name, "a\nb)");
	assert_int_equal(p->parent, getpid());
	free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_lines_of_stat),
		folder_test(test_what_is_no_process_is_left_out),
		folder_test(test_without_a_proc),
		folder_test(test_open_files),
		folder_test(test_files_that_may_not_be_seen_are_counted),
		cmocka_unit_test(test_the_caller_is_not_among_others),
		cmocka_unit_test(test_a_pid_namespace),
		cmocka_unit_test(test_a_name_with_a_newline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
