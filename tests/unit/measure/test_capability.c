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
	assert_string_equal(init("kprobe+kretprobe", "ringbuf", "create-unlink").varies, varies);
	/* On arm64, its trampoline varies anyway. */
	assert_string_equal(init("fentry+fexit", "ringbuf", "create-unlink").varies,
			    ARCH_TRAMPOLINES_VARY ? init("fexit", "count", NULL).varies : varies);
}

/* Of functions in user space only; what has none is not hooked at all. */
static void test_pid_filter(void **state)
{
	static const struct {
		const char *backend;
		bool is_user, may_be;
	} rows[] = { { "none", true, true },
		     { "uprobe", true, true },
		     { "usdt", true, true },
		     { "none", false, true },
		     { "kprobe", false, false } };
	struct plan plan = { .copies = 1, .pid_filter = true };
	struct capability c;
	struct run run = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench = { .plan = &plan, .payload = payload__find("count") };

		bench.workload = workload__find(rows[i].is_user ? "user-call" : "create-unlink");
		run.target = (struct target){ .is_user = rows[i].is_user, .name_parameter = -1 };
		strcpy(run.target.symbol, rows[i].is_user ? "user-call:usdt" : "do_unlinkat");
		plan.pid_filter = true;
		assert_int_equal(
			capability__may_be(&c, backend__find(rows[i].backend), &bench, &run),
			rows[i].may_be);
		assert_string_equal(
			c.reason,
			rows[i].may_be ? "" : "it hooks the kernel, where there is no pid filter");
		plan.pid_filter = false;
		assert_true(capability__may_be(&c, backend__find(rows[i].backend), &bench, &run));
	}
}

/* A text of a table that does not fit would be stored without its end. */
static void test_texts_fit(void **state)
{
	struct capability c;

	(void)state;
	for (const struct backend *b = backends; b->name; b++)
		assert_true(!b->must_be || strlen(b->must_be) < sizeof(c.must_be));
	for (const struct backend *b = backends + 1; b->name; b++)
		for (const struct requirement *const *r = b->requires; *r; r++)
			assert_true(strlen((*r)->reason) < sizeof(c.reason) &&
				    strlen((*r)->remedy) < sizeof(c.remedy));
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
		cmocka_unit_test(test_pid_filter),
		cmocka_unit_test(test_texts_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
