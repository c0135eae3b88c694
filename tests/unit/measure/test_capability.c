// SPDX-License-Identifier: GPL-2.0-or-later
/* What is noted of a backend before it is tried. Trying it needs a kernel: tests/kernel. */
#include "tests/unit/support.h"

#include "bench/hook/backends.h"
#include "bench/measure/capability.h"

static struct capability init(const char *backend, const char *payload, const char *workload)
{
	struct capability c;

	capability__init(&c, backend__find(backend), payload__find(payload),
			 workload ? workload__find(workload) : NULL);
	assert_string_equal(c.backend, backend);
	assert_false(c.available);
	return c;
}

static void test_backend_that_is_filtered(void **state)
{
	(void)state;
	assert_true(init("raw_tp", "count", "create-unlink").is_filtered);
	assert_false(init("kprobe", "count", "create-unlink").is_filtered);
}

static void test_backend_that_must_be_somewhere(void **state)
{
	(void)state;
	assert_string_equal(init("kprobe.int3", "count", "create-unlink").must_be, "breakpoint");
	assert_string_equal(init("kprobe", "count", "create-unlink").must_be, "");
}

/* Under each backend, also under none. */
static void test_workload_that_varies(void **state)
{
	(void)state;
	assert_string_equal(init("none", "count", "connect").varies,
			    workload__find("connect")->varies);
	assert_string_equal(init("none", "count", "create-unlink").varies, "");
	/* A command is no workload. */
	assert_string_equal(init("none", "count", NULL).varies, "");
}

/* Under hooks only; and some payloads under those that copy names only. */
static void test_payload_that_varies(void **state)
{
	const char *varies = payload__find("stack")->varies;

	(void)state;
	assert_string_equal(init("none", "stack", "create-unlink").varies, "");
	assert_string_equal(init("kprobe", "stack", "create-unlink").varies, varies);
	varies = payload__find("ringbuf")->varies;
	assert_string_equal(init("kprobe", "ringbuf", "create-unlink").varies, "");
	assert_string_equal(init("tp", "ringbuf", "create-unlink").varies, varies);
	assert_string_equal(init("fentry+fexit", "ringbuf", "create-unlink").varies, varies);
}

/* A text of a table that does not fit would be stored without its end. */
static void test_texts_fit(void **state)
{
	struct capability c;

	(void)state;
	for (const struct backend *b = backends; b->name; b++)
		assert_true(!b->must_be || strlen(b->must_be) < sizeof(c.must_be));
	for (const struct payload *p = payloads; p->name; p++)
		assert_true(!p->varies || strlen(p->varies) < sizeof(c.varies));
	for (const struct workload *w = workloads; w->name; w++)
		assert_true(!w->varies || strlen(w->varies) < sizeof(c.varies));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backend_that_is_filtered),
		cmocka_unit_test(test_backend_that_must_be_somewhere),
		cmocka_unit_test(test_workload_that_varies),
		cmocka_unit_test(test_payload_that_varies),
		cmocka_unit_test(test_texts_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
