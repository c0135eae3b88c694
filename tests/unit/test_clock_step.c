// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * calibrate on made-up recordings of a clock that advances in steps: where lengths differ by more
 * than a step, intervals hold the truth as often as they should; where they do not, the step limits
 * them, and they say so.
 */
#include "tests/unit/support.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "tests/bench/drawn_pairs.h"
#include "tests/bench/power.h"
#include "tests/bench/share.h"

#define SETS	   30
#define ROUNDS	   20
#define OPERATIONS 150
#define CELLS	   64
#define STEP_NS	   10

/* All in steps of the clock. */
struct lengths {
	double within, between; /* how much operations differ within a trial, and trials */
	bool is_locked;		/* operations begin at the same place within a step, always */
};

/* What the slots of a delay take longer: not whole steps. */
static double delay_of(size_t slot)
{
	return slot < 2 * PAIRS ? 0 : 0.3 + 0.61 * (double)(slot - 2 * PAIRS);
}

static void fill(struct recorded_trial *t, size_t slot, const struct lengths *l, gsl_rng *rng)
{
	double length = 20.2 + delay_of(slot) + gsl_ran_gaussian(rng, l->between);
	unsigned int counts[CELLS] = { 0 };

	*t = (struct recorded_trial){
		.operations = OPERATIONS,
		.delay_ps = (uint64_t)lround(1000 * STEP_NS * delay_of(slot)),
		.cells = { true, 0, calloc(CELLS, sizeof(*t->cells.v)) },
	};
	assert_non_null(t->cells.v);
	for (int i = 0; i < OPERATIONS; i++) {
		double begin = l->is_locked ? 0.5 : gsl_rng_uniform(rng);

		counts[(int)(begin + length + gsl_ran_gaussian(rng, l->within))]++;
	}
	for (unsigned int i = 0; i < CELLS; i++)
		if (counts[i])
			t->cells.v[t->cells.n++] = (struct histogram_cell){ i, counts[i] };
}

static void make(struct recording *r, const struct lengths *lengths)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	*r = (struct recording){ .machine.step_ps = 1000 * STEP_NS };
	for (size_t i = 0; i < SETS; i++) {
		struct recorded_set *set = recording__add(r, OPERATIONS, ROUNDS);

		assert_non_null(set);
		for (size_t k = 0; k < ROUNDS * SLOTS; k++)
			fill(&set->trials[k], k % SLOTS, lengths, rng);
	}
	gsl_rng_free(rng);
}

/* How many intervals of delays hold the truth, and how many are limited by the step. */
struct held {
	unsigned int held, limited, n;
};

static struct held count_held(const struct recording *r, const char *estimator, bool ignores_limit)
{
	struct held h = { 0 };

	for (size_t i = 0; i < r->n; i++)
		for (size_t d = 0; d < DELAYS; d++, h.n++) {
			double truth = power__true_delay(&r->sets[i], d);
			struct interval interval;
			struct estimate e;

			assert_int_equal(estimator__estimate(estimator__find(estimator),
							     &r->sets[i], 2 * PAIRS + d, d, STEP_NS,
							     i + 1, &e),
					 0);
			h.limited += e.resolution > 0;
			if (ignores_limit)
				e.resolution = 0;
			interval = estimate__interval(&e, 0.95);
			h.held += interval.low <= truth && truth <= interval.high;
			estimate__free(&e);
		}
	return h;
}

static const char *const products[] = { "median", "mean of the fastest quarter" };

/* As a clock of 10 ns has it on a quiet machine. */
static void test_lengths_of_several_steps(void **state)
{
	const struct lengths lengths = { .within = 1.3, .between = 0.4 };
	struct recording r;
	struct held h;

	(void)state;
	make(&r, &lengths);
	for (size_t i = 0; i < COUNT_OF(products); i++) {
		struct drawn_alarms alarms;

		h = count_held(&r, products[i], false);
		assert_int_equal(h.limited, 0);
		assert_true(share__is_coverage(share__interval(h.held, h.n), false));
		assert_int_equal(drawn_pairs__alarms(&r, estimator__find(products[i]), 1, &alarms),
				 0);
		assert_true(share__is_of_alarms(alarms.interval));
		assert_true(alarms.share > 0.02);
	}
	/* Whole steps, with a step on either side: these are too wide, which is not accepted. */
	h = count_held(&r, "median as read", false);
	assert_false(share__is_coverage(share__interval(h.held, h.n), false));
	recording__free(&r);
}

/* Nobody knows where in its step a length lies, so an interval without the step would be wrong. */
static void test_lengths_of_one_step(void **state)
{
	const struct lengths lengths = { .within = 0.02, .between = 0.02, .is_locked = true };
	struct recording r;

	(void)state;
	make(&r, &lengths);
	for (size_t i = 0; i < COUNT_OF(products); i++) {
		struct held h = count_held(&r, products[i], false);

		assert_int_equal(h.limited, h.n);
		assert_int_equal(h.held, h.n);
		assert_false(share__is_coverage(share__interval(h.held, h.n), false));
		assert_true(share__is_coverage(share__interval(h.held, h.n), true));
		h = count_held(&r, products[i], true);
		assert_false(share__is_coverage(share__interval(h.held, h.n), true));
	}
	recording__free(&r);
}

static void test_what_shares_should_be(void **state)
{
	(void)state;
	assert_close(share__interval(0, 100).low, 0, 0);
	assert_close(share__interval(0, 100).high, 0.0362, 1e-4);
	assert_close(share__interval(25, 400).low, 0.0408, 1e-4);
	assert_close(share__interval(25, 400).high, 0.0909, 1e-4);
	assert_close(share__interval(100, 100).high, 1, 0);
	assert_true(share__is_of_alarms((struct interval){ 0.03, 0.07 }));
	assert_true(share__is_of_alarms((struct interval){ 0, 0.001 }));
	assert_false(share__is_of_alarms((struct interval){ 0.051, 0.07 }));
	assert_false(share__is_of_alarms((struct interval){ 0.04, 0.09 }));
	assert_true(share__is_coverage((struct interval){ 0.92, 0.96 }, false));
	assert_false(share__is_coverage((struct interval){ 0.90, 0.92 }, false));
	assert_false(share__is_coverage((struct interval){ 0.90, 0.92 }, true));
	assert_false(share__is_coverage((struct interval){ 0.98, 1 }, false));
}

/* Trials that are alike get another pair, and keep what they are: none is lost, none comes twice.
 */
static void test_drawing_changes_no_recording(void **state)
{
	const struct lengths lengths = { .within = 1.3, .between = 0.4 };
	struct drawn_alarms first, second;
	struct recording r;

	(void)state;
	make(&r, &lengths);
	/* All of slot 0 take longer: its recorded pair is an alarm in each set, drawn ones are not.
	 */
	for (size_t i = 0; i < r.n; i++)
		for (size_t k = 0; k < ROUNDS; k++)
			for (size_t c = 0; c < r.sets[i].trials[k * SLOTS].cells.n; c++)
				r.sets[i].trials[k * SLOTS].cells.v[c].value += 3;
	assert_int_equal(drawn_pairs__alarms(&r, estimator__find("median"), 1, &first), 0);
	assert_int_equal(drawn_pairs__alarms(&r, estimator__find("median"), 1, &second), 0);
	assert_close(first.share, second.share, 0);
	assert_true(first.share < 0.1);
	for (size_t i = 0; i < r.n; i++) {
		struct interval interval;
		struct estimate e;

		assert_int_equal(estimator__estimate(estimator__find("median"), &r.sets[i], 0, 1,
						     STEP_NS, 1, &e),
				 0);
		interval = estimate__interval(&e, 0.95);
		assert_true(interval.low > 0);
		estimate__free(&e);
	}
	recording__free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengths_of_several_steps),
		cmocka_unit_test(test_lengths_of_one_step),
		cmocka_unit_test(test_what_shares_should_be),
		cmocka_unit_test(test_drawing_changes_no_recording),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
