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
		cmocka_unit_test(test_what_is_no_round_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
