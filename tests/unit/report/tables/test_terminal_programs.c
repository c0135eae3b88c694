// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/tables/terminal_programs.h"

static struct run run;
static struct summary summary;
static char *text;

/* kprobe stands for a program, fentry for its twin. */
static int setup(void **state)
{
	struct program_fact fact;

	(void)state;
	make_run(&run, 6);
	run.plan.n_programs = 1;
	strcpy(run.plan.programs[0].arm, "kprobe");
	strcpy(run.plan.programs[0].twin, "fentry");
	strcpy(run.plan.programs[0].source, "mine\033.bpf.c");
	program_fact__init(&fact, "kprobe");
	strcpy(fact.name, "enter");
	strcpy(fact.section, "fentry/do_unlinkat");
	strcpy(fact.target, "do_unlinkat");
	fact.attached = true;
	fact.runs = 250;
	fact.operations = 100;
	fact.instructions = 17;
	assert_int_equal(program_facts__add(&run.facts, &fact, 1), 0);
	fact.attached = false;
	strcpy(fact.name, "leave");
	strcpy(fact.reason, "this kernel lacks gone");
	strcpy(fact.remedy, "use --retarget gone=OTHER");
	assert_int_equal(program_facts__add(&run.facts, &fact, 1), 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	run__free(&run);
	return 0;
}

static void print(void)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	summary__make(&run, &summary);
	terminal_programs__print(&run, &summary, 9, file);
	fclose(file);
}

static void assert_says(const char *words)
{
	if (!strstr(text, words))
		fail_msg("there is no \"%s\" in:\n%s", words, text);
}

static void test_parts_and_facts(void **state)
{
	(void)state;
	print();
	assert_says("kprobe            +400 =         +100 +         +300\n");
	assert_says("\nkprobe (mine\\x1b.bpf.c):\n");
	assert_says("  enter (fentry/do_unlinkat) at do_unlinkat, 2.5 runs per operation, 17 BPF "
		    "instructions\n");
	assert_says("  leave (fentry/do_unlinkat) not attached: this kernel lacks gone\n"
		    "    use --retarget gone=OTHER\n");
	assert_null(strchr(text, '\033'));
}

static void test_a_full_ring_buffer(void **state)
{
	struct map_fact map;

	(void)state;
	map_fact__init(&map, "kprobe");
	strcpy(map.type, "ringbuf");
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].lost = strcmp(run.trials[i].backend, "kprobe") ? COUNT_UNKNOWN : 0;
	assert_int_equal(map_facts__add(&run.maps, &map), 0);
	print();
	assert_null(strstr(text, "half full"));
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].lost = COUNT_UNKNOWN;
	print();
	assert_says("  A ring buffer was more than half full: events may have been lost, ");
	/* Without such a buffer, nothing can be lost. */
	strcpy(run.maps.v[0].type, "hash");
	print();
	assert_null(strstr(text, "half full"));
}

static void test_nothing_without_programs(void **state)
{
	(void)state;
	run.plan.n_programs = 0;
	print();
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_parts_and_facts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_full_ring_buffer, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_without_programs, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
