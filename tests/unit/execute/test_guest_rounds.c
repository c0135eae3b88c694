// SPDX-License-Identifier: GPL-2.0-or-later
/* Rounds as a guest sends them, one after the other. */
#include "tests/unit/support.h"

#include "bench/execute/guest_rounds.h"
#include "bench/model/run_json.h"

static size_t asked, trials_seen;

static bool is_enough(const struct run *run)
{
	asked++;
	trials_seen = run->n_trials;
	return asked == 3;
}

/* The trials of one round of a run that has several. */
static json_t *round_of(unsigned int round)
{
	struct run run, part;
	json_t *json;

	make_run(&run, 3);
	part = run;
	part.trials = run.trials + 4 * (round - 1);
	part.n_trials = 4;
	json = run__to_json(&part);
	run__free(&run);
	return json;
}

static bool take(struct guest_rounds *rounds, json_t *json)
{
	bool goes_on = guest_rounds__take(json, rounds);

	json_decref(json);
	return goes_on;
}

static void test_rounds_add_up(void **state)
{
	struct guest_rounds rounds = { .is_enough = is_enough };

	(void)state;
	asked = 0;
	assert_true(take(&rounds, round_of(1)));
	assert_int_equal(trials_seen, 4);
	assert_true(take(&rounds, round_of(2)));
	assert_int_equal(trials_seen, 8);
	assert_false(take(&rounds, round_of(3)));
	assert_int_equal(trials_seen, 12);
	assert_int_equal(rounds.run.trials[11].round, 3);
	assert_close(rounds.run.trials[1].operation.figures.mode, 2400, 0);
	guest_rounds__free(&rounds);
}

static bool never_enough(const struct run *run)
{
	asked++;
	trials_seen = run->n_trials;
	return false;
}

/* The first trial again, of one more round. */
static void append_next(json_t *trials)
{
	json_t *trial = json_deep_copy(json_array_get(trials, 0));
	json_t *last = json_array_get(trials, json_array_size(trials) - 1);

	json_object_set_new(trial, "round",
			    json_integer(json_integer_value(json_object_get(last, "round")) + 1));
	json_array_append_new(trials, trial);
}

/* A guest may not go on for ever, nor may a round be of any size. */
static void test_more_than_a_run_has(void **state)
{
	struct guest_rounds rounds = { .is_enough = never_enough };
	json_t *round = round_of(1), *trials = json_object_get(round, "trials");

	(void)state;
	log_begin();
	rounds.n = PLAN_MAX_ROUNDS - 1;
	assert_true(take(&rounds, round_of(1)));
	assert_false(take(&rounds, round_of(1)));
	assert_logs("more rounds, or more trials in one, than a run has");
	assert_int_equal(trials_seen, 4);
	rounds.n = 1;
	while (json_array_size(trials) <= PLAN_MAX_BACKENDS + 1)
		append_next(trials);
	log_begin();
	assert_false(take(&rounds, round));
	assert_logs("more rounds, or more trials in one, than a run has");
	guest_rounds__free(&rounds);
}

/* Medians are estimated with histograms; but not so many of them that they fill the memory. */
static void test_histograms_are_kept_up_to_a_limit(void **state)
{
	struct guest_rounds rounds = { .is_enough = never_enough };

	(void)state;
	assert_true(take(&rounds, round_of(1)));
	assert_int_not_equal(rounds.run.trials[0].operation.cells.n, 0);
	assert_int_not_equal(rounds.n_cells, 0);
	rounds.n_cells = GUEST_ROUNDS_MAX_CELLS;
	assert_true(take(&rounds, round_of(2)));
	for (size_t i = 0; i < rounds.run.n_trials; i++)
		assert_int_equal(rounds.run.trials[i].operation.cells.n, 0);
	guest_rounds__free(&rounds);
}

static void test_what_is_no_round_ends_it(void **state)
{
	struct guest_rounds rounds = { .is_enough = is_enough };

	(void)state;
	asked = 0;
	log_begin();
	assert_false(take(&rounds, json_object()));
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_int_equal(asked, 0);
	guest_rounds__free(&rounds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounds_add_up),
		cmocka_unit_test(test_more_than_a_run_has),
		cmocka_unit_test(test_histograms_are_kept_up_to_a_limit),
		cmocka_unit_test(test_what_is_no_round_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
