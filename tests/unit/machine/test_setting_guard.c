// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <signal.h>
#include <sys/wait.h>

#include "bench/machine/setting_guard.h"
#include "bench/machine/sysfile.h"

/* A file takes the place of a setting; like one, it is not truncated: all values are one digit. */
#define SETTING "setting"

static void assert_setting(const char *expected)
{
	char line[64];

	assert_int_equal(sysfile__read_line(SETTING, line, sizeof(line)), 0);
	assert_string_equal(line, expected);
}

/* The guard changes to no other folder, but paths of its own are asked for. */
static struct guarded_setting in_folder(void **state, bool has_record)
{
	static char path[128], record[128];

	snprintf(path, sizeof(path), "%s/" SETTING, (char *)*state);
	snprintf(record, sizeof(record), "%s/records/before", (char *)*state);
	return (struct guarded_setting){ "a setting", NULL, path, has_record ? record : NULL };
}

static void test_held_and_put_back(void **state)
{
	for (int has_record = 0; has_record < 2; has_record++) {
		struct guarded_setting setting = in_folder(state, has_record);
		struct setting_guard guard = { 0 };

		write_text_file(SETTING, "1\n");
		assert_int_equal(setting_guard__hold(&guard, &setting, "0"), 0);
		assert_true(guard.pid > 0);
		assert_setting("0");
		assert_int_equal(exists("records/before"), has_record);
		setting_guard__release(&guard);
		assert_setting("1");
		assert_false(guard.is_holding);
		assert_false(exists("records/before"));
		setting_guard__release(&guard); /* nothing is held any more */
		assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	}
}

/* Something else sets it, as the kernel does. */
static void test_expected(void **state)
{
	struct guarded_setting setting = in_folder(state, true);
	struct setting_guard guard = { 0 };

	write_text_file(SETTING, "0\n");
	assert_int_equal(setting_guard__expect(&guard, &setting, "1"), 0);
	assert_setting("0");
	write_text_file(SETTING, "1\n");
	setting_guard__release(&guard);
	assert_setting("0");
}

static void test_nothing_to_change(void **state)
{
	struct guarded_setting setting = in_folder(state, true);
	struct setting_guard guard = { 0 };

	write_text_file(SETTING, "1\n");
	assert_int_equal(setting_guard__hold(&guard, &setting, "1"), 0);
	assert_false(guard.is_holding);
	setting_guard__release(&guard);
	assert_setting("1");
}

static void test_a_setting_that_is_not_there(void **state)
{
	struct guarded_setting setting = in_folder(state, true);
	struct setting_guard guard = { 0 };

	assert_int_equal(setting_guard__hold(&guard, &setting, "0"), -ENOENT);
	assert_false(guard.is_holding);
	setting_guard__release(&guard);
	assert_false(exists("records"));
}

/* A file that can be read and not written, for root too. */
static void test_a_setting_that_cannot_be_changed(void **state)
{
	struct guarded_setting setting = in_folder(state, true);
	struct setting_guard guard = { 0 };

	setting.path = "/proc/version";
	assert_true(setting_guard__hold(&guard, &setting, "0") < 0);
	assert_false(guard.is_holding);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* The last one restores what was there before the first. */
static void test_two_at_once(void **state)
{
	struct guarded_setting setting = in_folder(state, true);
	struct setting_guard first = { 0 }, second = { 0 };

	for (int order = 0; order < 2; order++) {
		write_text_file(SETTING, "1\n");
		assert_int_equal(setting_guard__hold(&first, &setting, "0"), 0);
		assert_int_equal(setting_guard__hold(&second, &setting, "0"), 0);
		setting_guard__release(order ? &second : &first);
		assert_setting("0");
		assert_int_equal(setting_record__state("", &setting), RECORD_IN_USE);
		setting_guard__release(order ? &first : &second);
		assert_setting("1");
		assert_int_equal(setting_record__state("", &setting), RECORD_NONE);
	}
}

/* As it is if even the guard was killed. */
static void test_what_is_left(void **state)
{
	struct guarded_setting setting = in_folder(state, true);
	struct setting_guard guard = { 0 };
	char left[64], before[64];

	write_text_file(SETTING, "0\n");
	assert_int_equal(setting_record__state("", &setting), RECORD_NONE);
	assert_int_equal(setting_record__restore("", &setting, left, before, sizeof(left)), 0);
	make_file("records/before", "1");
	assert_int_equal(setting_record__state("", &setting), RECORD_LEFT);
	assert_int_equal(setting_record__restore("", &setting, left, before, sizeof(left)), 1);
	assert_string_equal(left, "0");
	assert_string_equal(before, "1");
	assert_setting("1");
	assert_false(exists("records/before"));
	/* The next one to hold it restores it, too. */
	make_file("records/before", "1");
	write_text_file(SETTING, "0\n");
	assert_int_equal(setting_guard__hold(&guard, &setting, "0"), 0);
	assert_int_equal(setting_record__restore("", &setting, left, before, sizeof(left)), 0);
	assert_setting("0");
	setting_guard__release(&guard);
	assert_setting("1");
}

static void wait_until_ignored(pid_t pid, int number)
{
	char path[64], line[128];
	unsigned long long ignored = 0;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	for (int i = 0; i < 6000 && !(ignored >> (number - 1) & 1); i++) {
		FILE *file = fopen(path, "re");

		assert_non_null(file);
		while (fgets(line, sizeof(line), file))
			sscanf(line, "SigIgn: %llx", &ignored);
		fclose(file);
		usleep(10000);
	}
	assert_true(ignored >> (number - 1) & 1);
}

/*
 * The holder dies without a word, and of signals that its whole group gets; the guard does not,
 * even if it gets one itself.
 */
static void test_put_back_when_the_holder_is_killed(void **state)
{
	struct guarded_setting setting = in_folder(state, true);
	struct setting_guard guard = { 0 };
	int ends[2];
	pid_t child, guard_pid;

	write_text_file(SETTING, "1\n");
	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		setpgid(0, 0);
		close(ends[0]);
		if (setting_guard__hold(&guard, &setting, "0") ||
		    write(ends[1], &guard.pid, sizeof(guard.pid)) < 0)
			_exit(1);
		pause();
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], &guard_pid, sizeof(guard_pid)), sizeof(guard_pid));
	assert_setting("0");
	wait_until_ignored(guard_pid, SIGTERM);
	kill(guard_pid, SIGTERM);
	kill(-child, SIGTERM);
	assert_int_equal(waitpid(child, NULL, 0), child);
	/* The guard has closed all that it had of its parent's but the setting: poll. */
	for (int i = 0; i < 6000; i++) {
		char line[64];

		if (!sysfile__read_line(SETTING, line, sizeof(line)) && !strcmp(line, "1"))
			break;
		usleep(10000);
	}
	assert_setting("1");
	for (int i = 0; i < 6000 && exists("records/before"); i++)
		usleep(10000);
	assert_false(exists("records/before"));
	close(ends[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_held_and_put_back),
		folder_test(test_expected),
		folder_test(test_nothing_to_change),
		folder_test(test_a_setting_that_is_not_there),
		folder_test(test_a_setting_that_cannot_be_changed),
		folder_test(test_two_at_once),
		folder_test(test_what_is_left),
		folder_test(test_put_back_when_the_holder_is_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
