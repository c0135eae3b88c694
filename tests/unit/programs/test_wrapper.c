// SPDX-License-Identifier: GPL-2.0-or-later
/* Terminals and signals from outside are in tests/cli/attach.bats. */
#include "tests/unit/support.h"

#include <signal.h>
#include <sys/wait.h>

#include "bench/programs/wrapper.h"

/* What the commands wrote to descriptors 1 and 2. */
static char written[2][256];

static void take_output(int fd, const void *data, size_t size, void *context)
{
	size_t length = strlen(written[fd - 1]);

	(void)context;
	assert_in_range(fd, 1, 2);
	assert_true(length + size < sizeof(written[0]));
	memcpy(written[fd - 1] + length, data, size);
	written[fd - 1][length + size] = '\0';
}

static const struct command_setup caught_output = { .output = take_output };

static struct command_end run_words(char *const *words, const struct command_setup *setup)
{
	struct command_end end;
	struct cmdline line;

	memset(written, 0, sizeof(written));
	log_begin();
	assert_int_equal(cmdline__split(words, &line), 0);
	assert_int_equal(wrapper__run(&line, setup, &end), 0);
	cmdline__free(&line);
	return end;
}

static struct command_end run_shell(const char *script)
{
	char *const words[] = { "sh", "-c", (char *)script, NULL };

	return run_words(words, &caught_output);
}

static void test_status_and_output(void **state)
{
	struct command_end end = run_shell("echo out; echo err >&2; cat; exit 7");

	(void)state;
	assert_int_equal(end.status, 7);
	assert_int_equal(end.signal, 0);
	assert_int_equal(end.error, 0);
	assert_int_equal(end.received, 0);
	assert_int_equal(end.n_started, 1);
	assert_int_equal(end.left.n, 0);
	assert_string_equal(written[0], "out\n");
	assert_string_equal(written[1], "err\n");
	assert_true(end.wall_ns > 0);
	assert_true(end.max_rss_kib > 0);
}

static unsigned int n_prepared;

static void prepare(void)
{
	n_prepared++;
	/* No command has started. */
	assert_string_equal(written[0], "");
}

static void test_prepared_once(void **state)
{
	char *const words[] = { "echo", "a", "&&", "echo", "b", NULL };
	const struct command_setup setup = { .output = take_output, .prepare = prepare };

	(void)state;
	run_words(words, &setup);
	assert_int_equal(n_prepared, 1);
	assert_string_equal(written[0], "a\nb\n");
}

static void test_killed_by_a_signal(void **state)
{
	struct command_end end = run_shell("kill -KILL $$");

	(void)state;
	assert_int_equal(end.signal, SIGKILL);
	assert_int_equal(end.status, STATUS_SIGNAL + SIGKILL);
}

static void test_what_cannot_be_started(void **state)
{
	char *missing[] = { "no-such-command", NULL }, *path[] = { "./missing", NULL },
	     *folder[] = { ".", NULL }, *interpreted[] = { "./script", NULL },
	     *plain[] = { "./plain", NULL }, *windows[] = { "./windows", NULL };
	const struct {
		char *const *words;
		int status, error;
		const char *text;
	} rows[] = {
		{ missing, STATUS_NOT_FOUND, ENOENT, "no such command in PATH" },
		{ path, STATUS_NOT_FOUND, ENOENT, "cannot run ./missing" },
		{ folder, STATUS_NOT_EXECUTABLE, EACCES, "cannot run ." },
		{ interpreted, STATUS_NOT_FOUND, ENOENT,
		  "\"/no/such/interpreter\" does not exist" },
		/* execvp would give it to a shell, and hyperfine would not. */
		{ plain, STATUS_NOT_EXECUTABLE, ENOEXEC, "begin it with #!/bin/sh" },
		{ windows, STATUS_NOT_FOUND, ENOENT, "carriage return" },
	};

	(void)state;
	write_text_file("script", "#!/no/such/interpreter\n");
	write_text_file("plain", "echo plain\n");
	write_text_file("windows", "#!/bin/sh\r\necho windows\r\n");
	assert_int_equal(chmod("script", 0755), 0);
	assert_int_equal(chmod("plain", 0755), 0);
	assert_int_equal(chmod("windows", 0755), 0);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct command_end end = run_words(rows[i].words, &caught_output);

		assert_int_equal(end.status, rows[i].status);
		assert_int_equal(end.error, rows[i].error);
		assert_int_equal(end.n_started, 1);
		assert_int_equal(caught.n[LOG_ERROR], 1);
		assert_logs(rows[i].text);
	}
}

static void test_the_way_through_path(void **state)
{
	char *words[] = { "thing", NULL };
	char *before = strdup(getenv("PATH"));
	struct command_end end;

	(void)state;
	make_file("denied/thing", "#!/bin/sh\nexit 1\n");
	make_file("broken/thing", "#!/no/such/interpreter\n");
	make_file("good/thing", "#!/bin/sh\nexit 7\n");
	assert_int_equal(chmod("denied/thing", 0644), 0);
	assert_int_equal(chmod("broken/thing", 0755), 0);
	assert_int_equal(chmod("good/thing", 0755), 0);
	/* What may not be run is passed over. */
	setenv("PATH", "missing:denied:good", 1);
	end = run_words(words, &caught_output);
	assert_int_equal(end.status, 7);
	setenv("PATH", "missing:denied", 1);
	end = run_words(words, &caught_output);
	assert_int_equal(end.error, EACCES);
	/* What is there and cannot be run is the one that was meant. */
	setenv("PATH", "missing:broken:good", 1);
	end = run_words(words, &caught_output);
	assert_int_equal(end.error, ENOENT);
	assert_logs("cannot run thing: its interpreter");
	setenv("PATH", before, 1);
	free(before);
}

/* As in a shell, the first that fails is the last. */
static void test_several_commands(void **state)
{
	char *good[] = { "echo", "1", "&&", "echo", "2", NULL },
	     *bad[] = { "echo", "1", "&&", "false", "&&", "echo", "3", NULL };
	struct command_end end = run_words(good, &caught_output);

	(void)state;
	assert_int_equal(end.n_started, 2);
	assert_int_equal(end.status, 0);
	assert_string_equal(written[0], "1\n2\n");
	end = run_words(bad, &caught_output);
	assert_int_equal(end.n_started, 2);
	assert_int_equal(end.status, 1);
	assert_string_equal(written[0], "1\n");
}

static void test_an_environment_of_its_own(void **state)
{
	char *const environment[] = { "PATH=/usr/bin:/bin", "ONE=1", NULL };
	const struct command_setup setup = { .output = take_output, .environment = environment };
	char *const words[] = { "sh", "-c", "echo $ONE-$OTHER", NULL };

	(void)state;
	setenv("OTHER", "2", 1);
	run_words(words, &setup);
	assert_string_equal(written[0], "1-\n");
	assert_string_equal(getenv("OTHER"), "2");
}

/* It goes on, is counted, and is not waited for although it holds the pipe. */
static void test_a_process_that_outlives_the_command(void **state)
{
	struct command_end end = run_shell("sleep 1000 & echo $!");
	pid_t left = (pid_t)strtol(written[0], NULL, 10);
	char number[16];

	(void)state;
	assert_true(left > 0);
	assert_int_equal(kill(left, 0), 0);
	snprintf(number, sizeof(number), "%d (", left);
	assert_int_equal(end.left.n, 1);
	assert_int_equal(strncmp(end.left.names[0], number, strlen(number)), 0);
	kill(left, SIGKILL);
	assert_int_equal(waitpid(left, NULL, 0), left); /* it has become this process's child */
}

/* Signals are passed on meanwhile, and are as they were before, afterwards. */
static void test_signals(void **state)
{
	struct command_end end;
	sigset_t before, after;

	(void)state;
	sigprocmask(SIG_SETMASK, NULL, &before);
	end = run_shell("trap 'exit 9' TERM; (kill -TERM $PPID); while :; do sleep 0.05; done");
	sigprocmask(SIG_SETMASK, NULL, &after);
	assert_int_equal(end.status, 9);
	assert_int_equal(end.received, SIGTERM);
	for (int i = 1; i < 32; i++)
		assert_int_equal(sigismember(&before, i), sigismember(&after, i));
}

static void test_no_descriptor_is_left(void **state)
{
	size_t before = count_entries("/proc/self/fd");

	(void)state;
	for (int i = 0; i < 3; i++) {
		run_shell("echo text");
		run_shell("sleep 0 &");
	}
	assert_int_equal(count_entries("/proc/self/fd"), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_status_and_output),
		cmocka_unit_test(test_prepared_once),
		cmocka_unit_test(test_killed_by_a_signal),
		folder_test(test_what_cannot_be_started),
		folder_test(test_the_way_through_path),
		cmocka_unit_test(test_several_commands),
		cmocka_unit_test(test_an_environment_of_its_own),
		cmocka_unit_test(test_a_process_that_outlives_the_command),
		cmocka_unit_test(test_signals),
		cmocka_unit_test(test_no_descriptor_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
