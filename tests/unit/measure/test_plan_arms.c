// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether programs vary. The rest needs a kernel: tests/kernel/program.bats and macro.bats. */
#include "tests/unit/support.h"

#include "bench/measure/plan_arms.h"

#define ROUNDS 2
#define ARMS   2

/* The lengths of all operations of a trial: of none, and of the program, by round. */
static struct run run_with(const double none[ROUNDS], const double program[ROUNDS])
{
	struct run run = { .unit = CLOCK_INSTRUCTIONS, .n_trials = ROUNDS * ARMS };

	run.plan = (struct plan){ .n_backends = ARMS,
				  .backends = { "none", "mine" },
				  .n_programs = 1,
				  .programs = { { .arm = "mine", .twin = "mine.twin" } } };
	run.n_capabilities = ARMS;
	strcpy(run.capabilities[1].backend, "mine");
	run.trials = calloc(run.n_trials, sizeof(*run.trials));
	assert_non_null(run.trials);
	for (size_t i = 0; i < run.n_trials; i++) {
		struct trial *t = &run.trials[i];

		trial__init(t, run.plan.backends[i % ARMS]);
		t->round = (unsigned int)(i / ARMS) + 1;
		t->operation.figures.mode = i % ARMS ? program[i / ARMS] : none[i / ARMS];
		t->operation.figures.count = t->operation.figures.mode_count = 1000;
		t->operation.figures.mode_exact = true;
	}
	return run;
}

static bool varies(const double none[ROUNDS], const double program[ROUNDS])
{
	struct run run = run_with(none, program);
	bool varies;

	plan_arms__note_varying(&run);
	varies = run.capabilities[1].varies[0];
	free(run.trials);
	return varies;
}

static void test_a_program_varies(void **state)
{
	(void)state;
	assert_false(varies((double[]){ 7100, 7100 }, (double[]){ 7240, 7240 }));
	assert_true(varies((double[]){ 7100, 7100 }, (double[]){ 7240, 7241 }));
	/* Where the memory of a boot lies, none differs between rounds, and the program with it. */
	assert_false(varies((double[]){ 7100, 7097 }, (double[]){ 7240, 7237 }));
	assert_true(varies((double[]){ 7100, 7097 }, (double[]){ 7240, 7240 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_a_program_varies) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
