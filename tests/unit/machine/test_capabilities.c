// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "bench/machine/capabilities.h"

static void set_effective(uint64_t wanted)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &header, data))
		_exit(90);
	for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++)
		data[i].effective = (uint32_t)(wanted >> (32 * i));
	if (syscall(SYS_capset, &header, data))
		_exit(91);
}

#define BIT(capability) (UINT64_C(1) << (capability))

/* In children, which cannot get back what they give up. */
static void test_root_may_lack_some(void **state)
{
	static const struct {
		uint64_t has;
		bool bpf, perfmon, admin;
	} rows[] = {
		{ 0, false, false, false },
		{ BIT(CAP_BPF), true, false, false },
		{ BIT(CAP_BPF) | BIT(CAP_PERFMON), true, true, false },
		{ BIT(CAP_SYS_ADMIN), true, true, true },
	};

	(void)state;
	if (geteuid() || !capabilities__have(CAP_SYS_ADMIN))
		skip_because("needs root");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		pid_t child = fork();
		int status;

		assert_true(child >= 0);
		if (!child) {
			set_effective(rows[i].has);
			_exit(capabilities__have(CAP_BPF) != rows[i].bpf ||
			      capabilities__have(CAP_PERFMON) != rows[i].perfmon ||
			      capabilities__have(CAP_SYS_ADMIN) != rows[i].admin);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
}

static void test_a_user_namespace(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	assert_true(child >= 0);
	if (!child) {
		bool before = capabilities__are_of_namespace();

		if (unshare(CLONE_NEWUSER))
			_exit(2);
		/* All of them, in name. */
		_exit(before || !capabilities__are_of_namespace() ||
		      !capabilities__have(CAP_SYS_ADMIN));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WEXITSTATUS(status) == 2)
		skip_because("no user namespaces here");
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_root_may_lack_some),
		cmocka_unit_test(test_a_user_namespace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
