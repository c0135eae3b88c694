// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sys/socket.h>

#include "bench/machine/kernel_log.h"

/* Each record is one read, as a socket of packets has it too. */
static void test_kernel_log(void **state)
{
	json_t *object = json_object(), *first;
	char record[64];
	int ends[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends), 0);
	for (int i = 1; i <= 7; i++) {
		snprintf(record, sizeof(record), "4,%d,99,-;disk %d fails\n SUBSYSTEM=disk\n", i,
			 i);
		assert_true(write(ends[0], record, strlen(record)) > 0);
	}
	kernel_log__close(ends[1], object);
	close(ends[0]);
	first = json_object_get(object, "kernel_log");
	assert_int_equal(json_integer_value(json_object_get(object, "kernel_log_lines")), 7);
	assert_int_equal(json_array_size(first), 5);
	assert_string_equal(json_string_value(json_array_get(first, 0)), "disk 1 fails");
	assert_string_equal(json_string_value(json_array_get(first, 4)), "disk 5 fails");
	json_decref(object);
}

static void test_kernel_log_that_may_not_be_read(void **state)
{
	json_t *object = json_object();

	(void)state;
	kernel_log__close(-EPERM, object);
	assert_true(json_is_null(json_object_get(object, "kernel_log_lines")));
	assert_true(json_is_null(json_object_get(object, "kernel_log")));
	json_decref(object);
}

static void test_own_kernel_log_begins_at_its_end(void **state)
{
	json_t *object = json_object();
	int fd = kernel_log__open();

	(void)state;
	if (fd < 0) {
		json_decref(object);
		skip_because("the kernel's log may not be read here");
	}
	kernel_log__close(fd, object);
	assert_true(json_integer_value(json_object_get(object, "kernel_log_lines")) < 50);
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kernel_log),
		cmocka_unit_test(test_kernel_log_that_may_not_be_read),
		cmocka_unit_test(test_own_kernel_log_begins_at_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
