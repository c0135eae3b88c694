// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/backends.h"
#include "bench/hook/payload.h"
#include "bench/measure/plan_names.h"
#include "workloads/workload.h"

static struct plan plan;

static void assert_backends(const char *list, const char *expected)
{
	char got[PLAN_MAX_BACKENDS * NAME_SIZE] = "";

	assert_int_equal(plan__set_backends(&plan, list), 0);
	for (size_t i = 0; i < plan.n_backends; i++) {
		strcat(got, i ? "," : "");
		strcat(got, plan.backends[i]);
	}
	assert_string_equal(got, expected);
}

static void test_backends_begin_with_none_once(void **state)
{
	(void)state;
	assert_backends("none", "none");
	assert_backends("kprobe", "none,kprobe");
	assert_backends("fentry,kprobe", "none,fentry,kprobe");
	assert_backends("fexit,none,kprobe", "none,fexit,kprobe");
	assert_backends("kprobe,kprobe,none,none,kprobe", "none,kprobe");
}

/* Those for the kind of function that the workload calls. */
static void test_all_backends(void **state)
{
	size_t n[] = { 0, 0 };

	(void)state;
	for (int is_user = 0; is_user < 2; is_user++) {
		strcpy(plan.workload, is_user ? "user-call" : "rename");
		assert_int_equal(plan__set_backends(&plan, "fexit,all"), 0);
		for (const struct backend *b = backends; b->name; b++) {
			bool fits = !backend__is_hook(b) || b->is_user == is_user;

			assert_int_equal(plan__has_backend(&plan, b->name),
					 fits || !strcmp(b->name, "fexit"));
			n[is_user] += fits;
		}
		assert_int_equal(plan.n_backends, n[is_user] + (size_t)is_user);
		assert_string_equal(plan.backends[1], "fexit");
	}
	assert_in_range(n[1], 6, n[0]);
}

static void test_backends_that_do_not_exist(void **state)
{
	static const char *const lists[] = {
		"",	   ",",	    "kprobe,", ",kprobe", "kprobe,,fentry", " kprobe",
		"kprobes", "kprob", "KPROBE",  "al",	  "none,x",	    "kprobe;fentry"
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		log_begin();
		assert_int_equal(plan__set_backends(&plan, lists[i]), -EINVAL);
		assert_int_equal(caught.n[LOG_ERROR], 1);
	}
	plan__set_backends(&plan, "kprobe,strange");
	assert_logs("\"strange\"");
	/* The message names what there is. */
	for (const struct backend *b = backends; b->name; b++)
		assert_logs(b->name);
}

static void test_every_backend_fits(void **state)
{
	char list[PLAN_MAX_BACKENDS * NAME_SIZE] = "none";
	size_t n = 0;

	(void)state;
	for (const struct backend *b = backends; b->name; b++, n++) {
		strcat(list, ",");
		strcat(list, b->name);
	}
	assert_int_equal(plan__set_backends(&plan, list), 0);
	assert_int_equal(plan.n_backends, n);
}

static void test_workload_and_payload(void **state)
{
	(void)state;
	log_begin();
	for (const struct workload *w = workloads; w->name; w++) {
		assert_int_equal(plan__set_workload(&plan, w->name), 0);
		assert_string_equal(plan.workload, w->name);
	}
	for (const struct payload *p = payloads; p->name; p++) {
		assert_int_equal(plan__set_payload(&plan, p->name), 0);
		assert_string_equal(plan.payload, p->name);
	}
	assert_int_equal(caught.n[LOG_ERROR], 0);
	assert_int_equal(plan__set_workload(&plan, "strange"), -EINVAL);
	assert_logs(workloads[0].name);
	assert_int_equal(plan__set_payload(&plan, ""), -EINVAL);
	assert_logs(payloads[0].name);
}

static void test_beside(void **state)
{
	(void)state;
	log_begin();
	assert_int_equal(plan__set_beside(&plan, "fentry"), 0);
	assert_string_equal(plan.beside, "fentry");
	assert_int_equal(plan__set_beside(&plan, "none"), 0);
	assert_string_equal(plan.beside, "");
	assert_int_equal(plan__set_beside(&plan, "ftrace"), 0);
	assert_string_equal(plan.beside, "ftrace");
	assert_int_equal(plan__set_beside(&plan, "livepatch"), 0);
	assert_string_equal(plan.beside, "livepatch");
	assert_int_equal(caught.n[LOG_ERROR], 0);
	assert_int_equal(plan__set_beside(&plan, "ftrace:10"), -EINVAL);
	assert_logs("without a number: --beside ftrace; --elsewhere ftrace:10 is on other");
	assert_int_equal(plan__set_beside(&plan, "strange"), -EINVAL);
	assert_logs("unknown backend \"strange\" beside; use one of: none, ");
	assert_logs(", ftrace, livepatch");
}

static void test_elsewhere(void **state)
{
	(void)state;
	log_begin();
	assert_int_equal(plan__set_elsewhere(&plan, "fentry.multi:5"), 0);
	assert_string_equal(plan.elsewhere, "fentry.multi:5");
	assert_int_equal(plan__set_elsewhere(&plan, "none"), 0);
	assert_string_equal(plan.elsewhere, "");
	assert_int_equal(plan__set_elsewhere(&plan, PLAN_ELSEWHERE_BACKEND ":all"), 0);
	assert_int_equal(plan__set_elsewhere(&plan, "ftrace:5"), 0);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	assert_int_equal(plan__set_elsewhere(&plan, "kprobe:5"), -EINVAL);
	assert_logs("not one with a link for many functions");
	assert_int_equal(plan__set_elsewhere(&plan, "strange:5"), -EINVAL);
	assert_int_equal(plan__set_elsewhere(&plan, "0"), -EINVAL);
	assert_logs("or none, with 1 to ");
	assert_int_equal(plan__set_elsewhere(&plan, "many"), -EINVAL);
	assert_logs("fentry.multi");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backends_begin_with_none_once),
		cmocka_unit_test(test_all_backends),
		cmocka_unit_test(test_backends_that_do_not_exist),
		cmocka_unit_test(test_every_backend_fits),
		cmocka_unit_test(test_workload_and_payload),
		cmocka_unit_test(test_beside),
		cmocka_unit_test(test_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
