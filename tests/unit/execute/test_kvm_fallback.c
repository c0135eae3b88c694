// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <stdlib.h>
#include <unistd.h>

#include "bench/execute/kvm_fallback.h"

/* What attempts with KVM and without it shall come to. */
struct script {
	int kvm_err, other_err;
	bool kvm_reports;
	unsigned int n;
	enum accelerator used[4];
};

static int attempt(struct vm *vm, void *context)
{
	struct script *script = context;

	script->used[script->n++] = vm->accelerator;
	if (vm->accelerator != ACCEL_KVM)
		return script->other_err;
	vm->has_reported = script->kvm_reports;
	return script->kvm_err;
}

/* A file that begins as a kernel image does. */
static const char *image(char path[32])
{
	static const char magic[] = "HdrS";
	int fd = mkstemp(strcpy(path, "/tmp/test-image-XXXXXX"));

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, magic, 4, 0x202), 4);
	close(fd);
	return path;
}

static int run(struct script *script, enum accelerator accelerator)
{
	char path[32];
	struct vm vm = { .image = image(path), .accelerator = accelerator };
	int err;

	log_begin();
	err = kvm_fallback__run(&vm, ACCEL_TCG, attempt, script);
	unlink(path);
	return err;
}

static void test_what_is_named_is_tried_alone(void **state)
{
	struct script script = { .kvm_err = -ETIMEDOUT };

	(void)state;
	assert_int_equal(run(&script, ACCEL_KVM), -ETIMEDOUT);
	assert_int_equal(script.n, 1);
	assert_int_equal(run(&script, ACCEL_EXACT), 0);
	assert_int_equal(script.used[1], ACCEL_EXACT);
}

static void test_a_wrong_image_is_no_fault_of_kvm(void **state)
{
	struct script script = { 0 };
	struct vm vm = { .image = "/dev/null", .accelerator = ACCEL_AUTO };

	(void)state;
	log_begin();
	assert_int_equal(kvm_fallback__run(&vm, ACCEL_TCG, attempt, &script), -ENOEXEC);
	assert_int_equal(script.n, 0);
	assert_int_equal(caught.n[LOG_ERROR], 1);
}

static void test_kvm_that_reports_is_believed(void **state)
{
	const struct script cases[] = { { 0, 0, true, 0, { 0 } },
					{ -EINVAL, 0, true, 0, { 0 } },
					{ -EINTR, 0, false, 0, { 0 } } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct script script = cases[i];

		assert_int_equal(run(&script, ACCEL_AUTO), cases[i].kvm_err);
		assert_int_equal(script.n, 1);
		assert_int_equal(script.used[0], ACCEL_KVM);
	}
}

static void test_a_silent_kvm_is_replaced(void **state)
{
	struct script script = { .kvm_err = -ETIMEDOUT };

	(void)state;
	assert_int_equal(run(&script, ACCEL_AUTO), 0);
	assert_int_equal(script.n, 2);
	assert_int_equal(script.used[0], ACCEL_KVM);
	assert_int_equal(script.used[1], ACCEL_TCG);
	assert_logs("--accel tcg");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_named_is_tried_alone),
		cmocka_unit_test(test_a_wrong_image_is_no_fault_of_kvm),
		cmocka_unit_test(test_kvm_that_reports_is_believed),
		cmocka_unit_test(test_a_silent_kvm_is_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
