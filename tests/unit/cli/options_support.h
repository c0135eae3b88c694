/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines for tests of the options: what they parse to, and how they are refused. */
#ifndef HOOKBENCH_TESTS_UNIT_CLI_OPTIONS_SUPPORT_H
#define HOOKBENCH_TESTS_UNIT_CLI_OPTIONS_SUPPORT_H

#include "tests/unit/support.h"

#include <sys/wait.h>

#include "bench/cli/options_parse.h"

#define REFUSED 2

/* All groups that go together. */
static const struct argp_child run_groups[] = {
	{ &options_plan, 0, NULL, 0 },	 { &options_kernel, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },	 { &options_output, 0, NULL, 0 },
	{ &options_stored, 0, NULL, 0 }, { &options_explain, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	 { 0 },
};
/* Of those that run a command under a hook. */
static const struct argp_child command_groups[] = {
	{ &options_backends, 0, NULL, 0 },
	{ &options_payload, 0, NULL, 0 },
	{ &options_user, 0, NULL, 0 },
	{ &options_add, 0, NULL, 0 },
	{ &options_kernel, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },
	{ 0 },
};

/* `words` are one text, with blanks between. What is parsed points into them: until the next. */
static inline void parse(const struct argp_child *groups, const char *words,
			 struct options *options)
{
	static char copy[4096], *argv[300];
	const struct argp argp = { NULL, NULL, NULL, NULL, groups, NULL, NULL };
	int argc = 1;

	snprintf(copy, sizeof(copy), "%s", words);
	argv[0] = "hookbench";
	for (char *rest = copy, *word; (word = strtok_r(rest, " ", &rest)); argc++)
		argv[argc] = word;
	argv[argc] = NULL;
	options__parse(argc, argv, &argp, options);
}

/* That parsing ends the process with REFUSED, after saying `text`. */
static inline void assert_refused(const struct argp_child *groups, const char *words,
				  const char *text)
{
	char said[4096];
	int ends[2], status;
	ssize_t n = 0, more;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		struct options options;

		argp_err_exit_status = REFUSED;
		dup2(ends[1], STDERR_FILENO);
		log__set_sink(NULL);
		parse(groups, words, &options);
		_exit(0);
	}
	close(ends[1]);
	while ((more = read(ends[0], said + n, sizeof(said) - 1 - (size_t)n)) > 0)
		n += more;
	said[n] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != REFUSED || !strstr(said, text))
		fail_msg("\"%s\": status %d, without \"%s\": %s", words, status, text, said);
}

#endif
