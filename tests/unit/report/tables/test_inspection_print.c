// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/tables/inspection_print.h"

static struct run runs[2];
static char *text;

static void add_fact(struct run *run, const char *name, const char *reason)
{
	struct program_fact fact;

	program_fact__init(&fact, "mine");
	snprintf(fact.name, sizeof(fact.name), "%s", name);
	strcpy(fact.section, "fentry/do_unlinkat");
	strcpy(fact.target, "do_unlinkat");
	snprintf(fact.reason, sizeof(fact.reason), "%s", reason);
	fact.attached = !reason[0];
	if (fact.attached) {
		fact.verified = 1234;
		fact.jited_bytes = 321;
		fact.load_ns = 45600;
	}
	assert_int_equal(program_facts__add(&run->facts, &fact, 1), 0);
}

/* Two kernels: the second lacks the function, and its source has another program. */
static int setup(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(runs); i++) {
		make_run(&runs[i], 1);
		runs[i].n_capabilities = 0;
	}
	json_object_set_new(runs[0].environment, "kernel_release", json_string("6.12"));
	json_object_set_new(runs[1].environment, "kernel_release", json_string("7.3\033"));
	add_fact(&runs[0], "enter", "");
	add_fact(&runs[1], "enter", "this kernel lacks, \"do_unlinkat\"");
	add_fact(&runs[1], "newer", "");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	for (size_t i = 0; i < COUNT_OF(runs); i++)
		run__free(&runs[i]);
	return 0;
}

static void print(const char *name)
{
	const struct inspection_format *f = inspection_formats;
	size_t size;
	FILE *file;

	while (strcmp(f->name, name) != 0)
		f++;
	free(text);
	file = open_memstream(&text, &size);
	f->print(runs, COUNT_OF(runs), file);
	fclose(file);
	assert_null(strchr(text, '\033'));
}

static void assert_says(const char *words)
{
	if (!strstr(text, words))
		fail_msg("there is no \"%s\" in:\n%s", words, text);
}

static void test_table(void **state)
{
	(void)state;
	print("table");
	assert_says("\nenter of mine (fentry/do_unlinkat), at do_unlinkat\n");
	assert_says("  6.12   yes      1234      -     -       321     -      46\n");
	assert_says("  7.3\\x1b no  ");
	assert_says("this kernel lacks, \"do_unlinkat\"\n");
	/* A program that only one kernel has is not attached on the other. */
	assert_says("\nnewer of mine");
	assert_says("  6.12   no          -");
}

static void test_an_object_that_does_not_load(void **state)
{
	struct capability *c = &runs[1].capabilities[0];

	(void)state;
	runs[1].n_capabilities = 1;
	c->available = false;
	strcpy(c->backend, "mine");
	strcpy(c->reason, "the verifier refuses enter");
	strcpy(c->remedy, "look at --verbose");
	print("table");
	assert_says(
		"\nmine does not load on 7.3\\x1b: the verifier refuses enter; look at --verbose\n");
	print("json");
	assert_says("\"mine\": \"the verifier refuses enter\"");
}

static void test_json_and_csv(void **state)
{
	json_t *json;

	(void)state;
	print("json");
	json = json_loads(text, 0, NULL);
	assert_int_equal(json_array_size(json), 2);
	assert_int_equal(json_array_size(json_object_get(json_array_get(json, 1), "programs")), 2);
	json_decref(json);
	print("csv");
	assert_says("kernel,arm,name,section,kind,target,attached,reason,");
	assert_says("\n6.12,mine,enter,fentry/do_unlinkat,,do_unlinkat,1,,");
	assert_says(",\"this kernel lacks, \"\"do_unlinkat\"\"\",");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_table, setup, teardown),
		cmocka_unit_test_setup_teardown(test_an_object_that_does_not_load, setup, teardown),
		cmocka_unit_test_setup_teardown(test_json_and_csv, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
