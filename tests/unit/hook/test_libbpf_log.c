// SPDX-License-Identifier: GPL-2.0-or-later
/* With messages that libbpf itself makes of bytes that are no object. */
#include "tests/unit/support.h"

#include <bpf/libbpf.h>

#include "bench/hook/libbpf_log.h"

static void provoke(void)
{
	assert_null(bpf_object__open_mem("no ELF file", 11, NULL));
}

static void test_last(void **state)
{
	(void)state;
	libbpf_log__start();
	assert_string_equal(libbpf_log__last(), "");
	provoke();
	assert_non_null(strstr(libbpf_log__last(), "libbpf: "));
	assert_null(strchr(libbpf_log__last(), '\n'));
	libbpf_log__set("%s: again\nand again", "mine");
	assert_string_equal(libbpf_log__last(), "mine: again");
	libbpf_log__set("<%s>", libbpf_log__last());
	assert_string_equal(libbpf_log__last(), "<mine: again>");
	libbpf_log__start();
	assert_string_equal(libbpf_log__last(), "");
}

static void test_captured(void **state)
{
	struct load_log log = { .message = "" };

	(void)state;
	libbpf_log__start();
	libbpf_log__capture(&log);
	provoke();
	libbpf_log__capture(NULL);
	assert_true(log.message[0]);
	assert_null(strstr(log.message, "libbpf: "));
	assert_null(log.verifier);
	assert_string_equal(log.program, "");
	log.message[0] = '\0';
	provoke();
	assert_string_equal(log.message, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_last),
		cmocka_unit_test(test_captured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
