// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <limits.h>

#include "bench/vm/boot_time.h"

static struct progress shown;

static void show(const struct progress *p, void *context)
{
	(void)context;
	shown = *p;
}

static uint64_t expected_of(const struct vm *vm)
{
	struct boot_time boot;
	uint64_t expected;

	boot_time__begin(&boot, vm);
	boot_time__show(&boot, vm);
	expected = shown.expected_ms;
	assert_null(shown.backend);
	boot_time__close(&boot);
	assert_true(!boot.began_ns);
	return expected;
}

static void boot(const struct vm *vm, useconds_t us)
{
	struct boot_time boot;

	boot_time__begin(&boot, vm);
	usleep(us);
	boot_time__show(&boot, vm);
	assert_true(shown.gone_ms >= us / 1000);
	boot_time__keep(&boot);
	boot_time__close(&boot);
}

/* The next boot of the same kernel in the same way is expected to take what this one took. */
static void test_time_of_the_last_boot(void **state)
{
	char image[PATH_MAX];
	struct vm vm = { .image = image, .progress = show };
	FILE *file;

	setenv("XDG_CACHE_HOME", *state, 1);
	snprintf(image, sizeof(image), "%s/image", (const char *)*state);
	assert_int_equal(expected_of(&vm), 0); /* nor is there an image */
	file = fopen(image, "we");
	fputs("kernel", file);
	fclose(file);
	assert_int_equal(expected_of(&vm), 0);
	boot(&vm, 30000);
	assert_in_range(expected_of(&vm), 30, 20000);
	vm.accelerator = ACCEL_KVM;
	assert_int_equal(expected_of(&vm), 0);
	vm.accelerator = ACCEL_EXACT;
	vm.append = "mitigations=off";
	assert_int_equal(expected_of(&vm), 0);
	vm.append = NULL;
	/* The last one counts. */
	boot(&vm, 1000);
	assert_in_range(expected_of(&vm), 1, 20000);
	/* Another image of that name. */
	file = fopen(image, "ae");
	fputs("!", file);
	fclose(file);
	assert_int_equal(expected_of(&vm), 0);
	/* Nowhere to keep it. */
	setenv("XDG_CACHE_HOME", "/dev/null", 1);
	assert_int_equal(expected_of(&vm), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_time_of_the_last_boot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
