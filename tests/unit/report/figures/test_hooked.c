// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/figures/hooked.h"

static struct run run;

static int setup(void **state)
{
	(void)state;
	memset(&run, 0, sizeof(run));
	strcpy(run.target.symbol, "do_unlinkat");
	strcpy(run.plan.backends[0], "none");
	run.plan.n_backends = 1;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	program_facts__free(&run.facts);
	return 0;
}

static void add_backend(const char *name)
{
	strcpy(run.plan.backends[run.plan.n_backends++], name);
}

static void add_program(const char *arm, const char *twin)
{
	struct plan_program *p = &run.plan.programs[run.plan.n_programs++];

	strcpy(p->arm, arm);
	strcpy(p->twin, twin);
	add_backend(arm);
	add_backend(twin);
}

static void add_fact(const char *target, bool attached)
{
	struct program_fact fact;

	program_fact__init(&fact, "own");
	snprintf(fact.target, sizeof(fact.target), "%s", target);
	fact.attached = attached;
	assert_int_equal(program_facts__add(&run.facts, &fact, 1), 0);
}

static void assert_hooked(const char *expected)
{
	char text[HOOKED_SIZE];

	hooked__format(&run, text);
	assert_string_equal(text, expected);
}

static void test_backends(void **state)
{
	(void)state;
	assert_hooked("do_unlinkat");
	add_backend("kprobe");
	assert_hooked("do_unlinkat");
	run.target.symbol[0] = '\0';
	assert_hooked("no function to hook");
}

static void test_programs(void **state)
{
	(void)state;
	add_program("own", "own-twin");
	assert_hooked("do_unlinkat");
	add_fact("", true);
	add_fact("./none:work", false);
	assert_hooked("do_unlinkat");
	add_fact("libc.so.6:malloc", true);
	add_fact("libc.so.6:malloc", true);
	assert_hooked("libc.so.6:malloc");
	add_backend("kprobe");
	assert_hooked("do_unlinkat, libc.so.6:malloc");
	add_fact("a", true);
	add_fact("b", true);
	add_fact("c", true);
	assert_hooked("do_unlinkat, libc.so.6:malloc, a and 2 more");
}

static void test_functions_of_a_workload(void **state)
{
	(void)state;
	strcpy(run.target.symbol, "user-call:nop");
	add_program("own", "");
	add_fact("/proc/self/exe:user_call_nop", true);
	assert_hooked("user-call:nop");
}

static void test_long_names(void **state)
{
	char name[PROGRAM_TARGET_SIZE];

	(void)state;
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	add_program("own", "");
	add_fact("f", true);
	add_fact(name, true);
	assert_hooked("f and 1 more");
	name[HOOKED_SIZE / 2] = '\0';
	add_fact(name, true);
	name[HOOKED_SIZE / 2 - 1] = '\0';
	add_fact(name, true);
	name[HOOKED_SIZE / 2 - 1] = 'x';
	strcat(name, " and 2 more");
	memmove(name + 3, name, strlen(name) + 1);
	memcpy(name, "f, ", 3);
	assert_hooked(name);
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_backends),
		on_run(test_programs),
		on_run(test_functions_of_a_workload),
		on_run(test_long_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
