// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <signal.h>
#include <sys/wait.h>

#include "bench/base/interrupt.h"
#include "bench/objects/tool.h"

static int run_shell(const char *script, size_t most, struct tool_result *result)
{
	char *words[] = { (char *)"sh", (char *)"-c", (char *)script, NULL };

	return tool__run(words, most, -1, result);
}

static void test_output_and_messages_are_kept(void **unused)
{
	struct tool_result result;

	(void)unused;
	assert_int_equal(run_shell("echo out; echo messages >&2; exit 3", 100, &result), 0);
	assert_int_equal(WEXITSTATUS(result.status), 3);
	assert_string_equal(result.output, "out\n");
	assert_int_equal(result.size, 4);
	assert_string_equal(result.messages, "messages");
	tool__free(&result);
	/* More than a pipe holds, of both; it reads nothing. */
	assert_int_equal(run_shell("cat; head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2",
				   300000, &result),
			 0);
	assert_int_equal(result.size, 300000);
	tool__free(&result);
}

static void test_output_is_bounded(void **unused)
{
	struct tool_result result;

	(void)unused;
	assert_int_equal(run_shell("cat /dev/zero", 100, &result), -EFBIG);
	assert_null(result.output);
	/* Messages are cut. */
	assert_int_equal(run_shell("head -c 100000 /dev/zero | tr '\\0' x >&2", 100, &result), 0);
	assert_int_equal(strlen(result.messages), TOOL_MESSAGES_MOST);
	tool__free(&result);
}

static void test_a_missing_program_is_named(void **unused)
{
	char *words[] = { (char *)"no-such-tool", NULL }, line[8];
	struct tool_result result;

	(void)unused;
	assert_int_equal(tool__run(words, 100, -1, &result), -ENOENT);
	log_begin();
	assert_int_equal(tool__version("no-such-tool", "makes things", "things", line, 8), -ENOENT);
	assert_logs(
		"no-such-tool is not installed, and makes things: install Debian's package things");
	assert_int_equal(tool__version("sh", "", "", line, sizeof(line)), 0);
}

static void test_the_folders_of_administrators_are_searched(void **unused)
{
	struct tool_result result;
	char *path = strdup(getenv("PATH") ?: "");

	(void)unused;
	setenv("PATH", "/bin", 1);
	assert_int_equal(run_shell("echo $PATH", 100, &result), 0);
	assert_string_equal(result.output, "/bin:/usr/sbin:/sbin\n");
	tool__free(&result);
	setenv("PATH", path, 1);
	free(path);
}

/* A source may lead a compiler astray. */
static void test_it_is_limited(void **unused)
{
	struct tool_result result;

	(void)unused;
	assert_int_equal(run_shell("ulimit -t; ulimit -v", 100, &result), 0);
	assert_string_equal(result.output, "120\n2097152\n");
	tool__free(&result);
}

static void test_only_the_named_descriptor_is_inherited(void **unused)
{
	struct tool_result result;
	char script[64];
	char *words[] = { (char *)"sh", (char *)"-c", script, NULL };
	int fd = open("/etc/hostname", O_RDONLY | O_CLOEXEC);

	(void)unused;
	snprintf(script, sizeof(script), "test -e /proc/self/fd/%d", fd);
	assert_int_equal(tool__run(words, 100, -1, &result), 0);
	assert_int_not_equal(result.status, 0);
	tool__free(&result);
	assert_int_equal(tool__run(words, 100, fd, &result), 0);
	assert_int_equal(result.status, 0);
	tool__free(&result);
	close(fd);
}

/* The program would never end. */
static void test_a_signal_ends_it(void **unused)
{
	struct tool_result result;
	char script[64];

	(void)unused;
	interrupt__install();
	snprintf(script, sizeof(script), "kill -TERM %d; exec sleep 1000000", (int)getpid());
	assert_int_equal(run_shell(script, 100, &result), -EINTR);
	assert_int_equal(*interrupt__flag(), SIGTERM);
	interrupt__forget();
	interrupt__uninstall();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_output_and_messages_are_kept),
		cmocka_unit_test(test_output_is_bounded),
		cmocka_unit_test(test_a_missing_program_is_named),
		cmocka_unit_test(test_the_folders_of_administrators_are_searched),
		cmocka_unit_test(test_it_is_limited),
		cmocka_unit_test(test_only_the_named_descriptor_is_inherited),
		cmocka_unit_test(test_a_signal_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
