// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>

#include "bench/programs/user.h"

/* A number that no user has. */
#define NUMBER 3999999999U

static void clear_sudo(void)
{
	unsetenv("SUDO_UID");
	unsetenv("SUDO_GID");
}

static void needs_root(void)
{
	if (geteuid())
		skip_because("only root may run a command as another");
}

static void test_the_caller(void **state)
{
	struct user user;

	(void)state;
	clear_sudo();
	assert_int_equal(user__find(NULL, &user), 0);
	assert_false(user.is_other);
	assert_int_equal(user.uid, geteuid());
	assert_int_equal(user.gid, getegid());
	assert_int_equal(user__become(&user), 0); /* which changes nothing */
	user__free(&user);
}

static void test_by_name_and_by_number(void **state)
{
	const struct passwd *nobody = getpwnam("nobody");
	char number[16];
	struct user user;
	uid_t uid;
	gid_t gid;

	(void)state;
	needs_root();
	if (!nobody)
		skip_because("there is no user nobody");
	uid = nobody->pw_uid;
	gid = nobody->pw_gid;
	snprintf(number, sizeof(number), "%u", uid);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(user__find(i ? number : "nobody", &user), 0);
		assert_true(user.is_other);
		assert_int_equal(user.uid, uid);
		assert_int_equal(user.gid, gid);
		assert_string_equal(user.name, "nobody");
		assert_true(user.n_groups >= 1);
		user__free(&user);
		assert_null(user.groups);
	}
}

static void test_a_number_without_a_name(void **state)
{
	char number[16];
	struct user user;

	(void)state;
	needs_root();
	snprintf(number, sizeof(number), "%u", NUMBER);
	assert_int_equal(user__find(number, &user), 0);
	assert_int_equal(user.uid, NUMBER);
	assert_int_equal(user.gid, NUMBER);
	assert_string_equal(user.name, number);
	assert_string_equal(user.home, "/");
	assert_string_equal(user.shell, "/bin/sh");
	user__free(&user);
}

static void test_there_is_no_such_user(void **state)
{
	static const char *const names[] = { "",   "no-such-user", "-1", "1x",
					     "+1", "4294967295",   " 1", "99999999999999999999" };
	struct user user;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		log_begin();
		assert_int_equal(user__find(names[i], &user), -EINVAL);
		assert_int_equal(caught.n[LOG_ERROR], 1);
		assert_logs(names[i]);
	}
}

/* Both of sudo's values must be integers; otherwise the command would be run as root. */
static void test_who_called_sudo(void **state)
{
	static const struct {
		const char *uid, *gid;
		bool is_believed;
	} rows[] = {
		{ "3999999999", "3999999998", true },
		{ "65534", "3999999998", true }, /* nobody, whose group is another */
		{ "3999999999", NULL, false },
		{ NULL, "3999999998", false },
		{ "x", "3999999998", false },
		{ "-1", "3999999998", false },
		{ "3999999999", "", false },
		{ "", "", false },
	};
	struct user user;

	(void)state;
	needs_root();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		clear_sudo();
		if (rows[i].uid)
			setenv("SUDO_UID", rows[i].uid, 1);
		if (rows[i].gid)
			setenv("SUDO_GID", rows[i].gid, 1);
		log_begin();
		assert_int_equal(user__find(NULL, &user), rows[i].is_believed ? 0 : -EINVAL);
		/* Who is named is not asked for. */
		if (!rows[i].is_believed) {
			assert_logs("SUDO_UID");
			assert_int_equal(user__find("root", &user), 0);
			continue;
		}
		assert_true(user.is_other);
		assert_int_equal(user.uid, strtoul(rows[i].uid, NULL, 10));
		assert_int_equal(user.gid, 3999999998U);
		user__free(&user);
	}
	clear_sudo();
}

/* In a child: it becomes the user, with all that belongs to it, and there is no way back. */
static void become(void)
{
	struct user user;
	gid_t groups[8];
	int n;

	clearenv();
	setenv("SSH_AUTH_SOCK", "/secret", 1);
	setenv("XDG_RUNTIME_DIR", "/run/user/0", 1);
	setenv("LC_TIME", "C", 1);
	setenv("LANGX", "x", 1);
	setenv("HOME", "/root", 1);
	setenv("PATH", "/somewhere", 1);
	if (user__find("3999999999", &user) || user__become(&user))
		_exit(1);
	n = getgroups(8, groups);
	if (getuid() != NUMBER || geteuid() != NUMBER || getgid() != NUMBER || n != 1 ||
	    groups[0] != NUMBER)
		_exit(2);
	if (!setresuid(0, 0, 0) || !setgroups(0, NULL))
		_exit(3);
	if (strcmp(getenv("HOME"), "/") != 0 || strcmp(getenv("SHELL"), "/bin/sh") != 0 ||
	    strcmp(getenv("USER"), "3999999999") != 0 ||
	    strcmp(getenv("LOGNAME"), "3999999999") != 0)
		_exit(4);
	if (getenv("SSH_AUTH_SOCK") || getenv("XDG_RUNTIME_DIR") || getenv("LANGX") ||
	    strcmp(getenv("LC_TIME"), "C") != 0 || strcmp(getenv("PATH"), "/somewhere") != 0)
		_exit(5);
	for (n = 0; environ[n]; n++)
		;
	if (n != 6)
		_exit(6);
	user__free(&user);
	_exit(77);
}

static void test_become(void **state)
{
	pid_t child;
	int status;

	(void)state;
	needs_root();
	child = fork();
	assert_true(child >= 0);
	if (!child)
		become();
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_caller),
		cmocka_unit_test(test_by_name_and_by_number),
		cmocka_unit_test(test_a_number_without_a_name),
		cmocka_unit_test(test_there_is_no_such_user),
		cmocka_unit_test(test_who_called_sudo),
		cmocka_unit_test(test_become),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
