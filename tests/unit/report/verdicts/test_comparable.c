// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/verdicts/comparable.h"

static struct run a, b;
static struct obstacle obstacle;

static int setup(void **state)
{
	struct run *const both[] = { &a, &b };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(both); i++) {
		make_run(both[i], 1);
		both[i]->vm =
			json_pack("{s:s, s:s}", "cpu_model", "qemu64", "accelerator", "exact");
	}
	memset(&obstacle, 0, sizeof(obstacle));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run__free(&a);
	run__free(&b);
	return 0;
}

static void assert_kernels_comparable(const char *expected)
{
	obstacle.text[0] = '\0';
	comparable__check(&a, &b, &obstacle);
	assert_string_equal(obstacle.text, expected);
}

static void assert_repetition(const char *expected)
{
	obstacle.text[0] = '\0';
	comparable__check_repetition(&a, &b, &obstacle);
	assert_string_equal(obstacle.text, expected);
}

static void set_vm(struct run *run, const char *key, const char *value)
{
	json_object_set_new(run->vm, key, json_string(value));
}

static void test_same(void **state)
{
	(void)state;
	assert_kernels_comparable("");
	assert_repetition("");
}

static void test_another_kernel(void **state)
{
	(void)state;
	json_object_set_new(b.environment, "kernel_release", json_string("6.13"));
	strcpy(b.target.symbol, "filename_unlinkat");
	assert_kernels_comparable("");
	assert_repetition("different kernel (6.12.0-test, 6.13); different target (do_unlinkat, "
			  "filename_unlinkat)");
}

/* Two builds may have one release. */
static void test_another_build(void **state)
{
	(void)state;
	json_object_set_new(b.environment, "kernel_version", json_string("#2"));
	set_vm(&b, "image_checksum", "crc32:1");
	assert_kernels_comparable("");
	assert_repetition("different kernel build (, #2); different kernel image (, crc32:1)");
}

static void test_what_no_kernels_are_compared_over(void **state)
{
	(void)state;
	b.unit = CLOCK_NANOSECONDS;
	assert_kernels_comparable("different clock (instructions, nanoseconds)");
	b.unit = a.unit;
	set_vm(&b, "accelerator", "tcg");
	assert_kernels_comparable("different accelerator (exact, tcg)");
	set_vm(&b, "accelerator", "exact");
	set_vm(&b, "cpu_model", "EPYC");
	assert_kernels_comparable("different CPU model (qemu64, EPYC)");
	set_vm(&b, "cpu_model", "qemu64");
	strcpy(b.plan.workload, "null");
	strcpy(b.plan.payload, "empty");
	assert_kernels_comparable(
		"different workload (create-unlink, null); different payload (count, empty)");
	strcpy(b.plan.workload, a.plan.workload);
	strcpy(b.plan.payload, a.plan.payload);
	b.plan.rate_hz = 100;
	b.plan.threads = 2;
	assert_kernels_comparable(
		"different rate (0 Hz, 100 Hz; 0: not paced); different number of threads (1, 2)");
	b.plan = a.plan;
	b.plan.pid_filter = true;
	assert_kernels_comparable("one has a pid filter, and one has none");
}

static void test_commands(void **state)
{
	(void)state;
	strcpy(a.plan.command, "make");
	strcpy(b.plan.command, "true");
	strcpy(b.plan.hyperfine, "--shell none");
	strcpy(b.plan.hooked, "openat");
	assert_kernels_comparable("different command (make, true); different hyperfine options (, "
				  "--shell none); different hooked workload (, openat)");
}

/* By default it is the workload's function; a name that was asked for must be the same. */
static void test_named_target(void **state)
{
	(void)state;
	strcpy(b.plan.target, "vfs_unlink");
	strcpy(b.target.symbol, "vfs_unlink");
	assert_kernels_comparable("different target (do_unlinkat, vfs_unlink)");
	strcpy(b.plan.target, "do_unlinkat");
	strcpy(b.target.symbol, "do_unlinkat");
	assert_kernels_comparable("");
}

/* On the running kernel, the CPU is the machine's. */
static void test_host_and_vm(void **state)
{
	(void)state;
	json_decref(b.vm);
	b.vm = NULL;
	json_object_set_new(b.environment, "cpu_model", json_string("EPYC 9"));
	assert_kernels_comparable(
		"different accelerator (exact, none); different CPU model (qemu64, "
		"EPYC 9)");
}

static void test_what_no_repetitions_differ_in(void **state)
{
	(void)state;
	set_vm(&b, "append", "mitigations=off");
	set_vm(&b, "qemu_version", "8");
	assert_repetition(
		"different kernel command line for the VM (, mitigations=off); different QEMU (, 8)");
	set_vm(&a, "append", "mitigations=off");
	set_vm(&a, "qemu_version", "8");
	json_object_set_new(b.programs, "kprobe", json_string("crc32:0"));
	assert_repetition("different BPF programs");
	json_object_set_new(b.programs, "kprobe", json_string("crc32:01234567"));
	strcpy(b.plan.backends[2], "fexit");
	assert_repetition("different backends in the plan");
	b.plan.n_backends = 2;
	assert_repetition("different backends in the plan");
}

/* More reasons than there is room for are cut. */
static void test_room(void **state)
{
	(void)state;
	for (size_t i = 0; i < 200; i++)
		obstacle__add(&obstacle, "reason %zu", i);
	assert_int_equal(strlen(obstacle.text), sizeof(obstacle.text) - 1);
	assert_int_equal(strncmp(obstacle.text, "reason 0; reason 1; ", 20), 0);
}

#define on_runs(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_runs(test_same),	     on_runs(test_another_kernel),
		on_runs(test_another_build), on_runs(test_what_no_kernels_are_compared_over),
		on_runs(test_commands),	     on_runs(test_named_target),
		on_runs(test_host_and_vm),   on_runs(test_what_no_repetitions_differ_in),
		on_runs(test_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
