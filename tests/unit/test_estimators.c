// SPDX-License-Identifier: GPL-2.0-or-later
/* What calibrate compares: figures of made-up trials, ways to pair them, power, and peers. */
#include "tests/unit/support.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "tests/bench/estimator.h"
#include "tests/bench/peers.h"
#include "tests/bench/power.h"

#define ROUNDS 30

static void set_cells(struct recorded_trial *t, const struct histogram_cell *cells, size_t n)
{
	t->cells = (struct histogram_cells){ true, n, calloc(n, sizeof(*cells)) };
	assert_non_null(t->cells.v);
	memcpy(t->cells.v, cells, n * sizeof(*cells));
	t->operations = 0;
	for (size_t i = 0; i < n; i++)
		t->operations += cells[i].count;
}

/* A step stands for what lies within half a step of it. */
static void test_figures_of_one_cell(void **state)
{
	struct recorded_trial t = { 0 };

	(void)state;
	set_cells(&t, (const struct histogram_cell[]){ { 300, 100 } }, 1);
	assert_float_equal(trial_value__median_read(&t), 300, 1e-9);
	assert_float_equal(trial_value__median(&t), 300, 1e-9);
	assert_float_equal(trial_value__mean(&t), 300, 1e-9);
	assert_float_equal(trial_value__p10(&t), 299.6, 1e-9);
	assert_float_equal(trial_value__p25(&t), 299.75, 1e-9);
	assert_float_equal(trial_value__fastest_quarter(&t), 299.625, 1e-9);
	histogram_cells__free(&t.cells);
}

/* Two values next to each other, and a hump of a little more than half. */
static void test_figures_of_humps(void **state)
{
	static const struct histogram_cell cells[] = { { 300, 24 }, { 310, 24 }, { 400, 52 } };
	struct recorded_trial t = { 0 };

	(void)state;
	set_cells(&t, cells, COUNT_OF(cells));
	assert_float_equal(trial_value__mean(&t), 354.4, 1e-3);
	/* One of those at 310, the fastest. */
	assert_float_equal(trial_value__fastest_quarter(&t), (24 * 300 + 309.5 + 0.5 / 24) / 25,
			   1e-3);
	assert_float_equal(trial_value__fastest_half(&t),
			   (24 * 300 + 24 * 310 + 2 * (399.5 + 1.0 / 52)) / 50, 1e-3);
	assert_float_equal(trial_value__median(&t), 399.5 + 2.0 / 52, 1e-3);
	assert_float_equal(trial_value__half_sample_mode(&t), 400, 1);
	assert_float_equal(trial_value__lower_hump(&t), 305, 1);
	histogram_cells__free(&t.cells);
}

/* Trials of two humps of noise; the slot `slower` takes that many steps more. */
static void make_set(struct recording *r, size_t slower, unsigned int steps)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	struct recorded_set *set = recording__add(r, 200, ROUNDS);

	assert_non_null(set);
	gsl_rng_set(rng, r->n);
	for (size_t i = 0; i < ROUNDS * SLOTS; i++) {
		struct recorded_trial *t = &set->trials[i];
		unsigned int counts[600] = { 0 };

		*t = (struct recorded_trial){ .start_us = 1000 * i, .spin_ns = { 2, 2 } };
		for (int k = 0; k < 200; k++) {
			double x = 300 + gsl_ran_gaussian(rng, 6);

			x += gsl_rng_uniform(rng) < 0.3 ? 60 : 0;
			x += i % SLOTS == slower ? steps : 0;
			counts[(int)x]++;
			t->sum_ns += (uint64_t)(10 * x);
		}
		t->cells = (struct histogram_cells){ true, 0, calloc(600, sizeof(*t->cells.v)) };
		assert_non_null(t->cells.v);
		for (unsigned int k = 0; k < 600; k++)
			if (counts[k])
				t->cells.v[t->cells.n++] = (struct histogram_cell){ k, counts[k] };
		t->operations = 200;
	}
	gsl_rng_free(rng);
}

/* Power is told from equal trials: that needs every estimate to move by what is added. */
static void test_each_estimate_moves_by_what_is_added(void **state)
{
	(void)state;
	for (const struct estimator *e = estimators; e->name; e++) {
		double values[2];

		for (unsigned int k = 0; k < 2; k++) {
			struct recording r = { .machine.step_ps = 10000 };
			struct estimate estimate;

			make_set(&r, 1, 20 * k);
			assert_int_equal(estimator__estimate(e, &r.sets[0], 1, 0, 10, 1, &estimate),
					 0);
			values[k] = estimate.value;
			estimate__free(&estimate);
			recording__free(&r);
		}
		if (fabs(values[1] - values[0] - 200) > 0.5)
			fail_msg("%s: %g ns, not 200", e->name, values[1] - values[0]);
	}
}

/* All trials drift alike, whatever slot they are of: between neighbours, that cancels out. */
static void test_neighbours_see_no_drift(void **state)
{
	struct recording r = { .machine.step_ps = 10000 };
	struct recorded_set *set = recording__add(&r, 1, ROUNDS);
	struct estimate e;

	(void)state;
	assert_non_null(set);
	for (size_t round = 0; round < ROUNDS; round++)
		for (size_t slot = 0; slot < SLOTS; slot++) {
			struct recorded_trial *t = &set->trials[round * SLOTS + slot];
			/* Slot 1 is sometimes before slot 0, and sometimes after it. */
			uint64_t start = round * SLOTS + (slot * 5 + round * 3) % SLOTS;

			t->start_us = start;
			set_cells(t,
				  (const struct histogram_cell[]){
					  { 1000 + 10 * start + (slot == 1 ? 50 : 0), 1 } },
				  1);
		}
	assert_int_equal(estimator__estimate(estimator__find("median by neighbours"), &r.sets[0], 1,
					     0, 10, 1, &e),
			 0);
	assert_close(e.value, 500, 1e-6);
	assert_close(e.resampled[ESTIMATE_RESAMPLES / 10], 500, 1e-6);
	estimate__free(&e);
	assert_int_equal(
		estimator__estimate(estimator__find("median"), &r.sets[0], 1, 0, 10, 1, &e), 0);
	assert_true(fabs(e.value - 500) > 1);
	estimate__free(&e);
	recording__free(&r);
}

static void test_estimators_are_found_by_name(void **state)
{
	(void)state;
	assert_ptr_equal(estimator__find("p25")->value, trial_value__p25);
	assert_null(estimator__find("p26"));
}

static void make_sets(struct recording *r, size_t n)
{
	*r = (struct recording){ .machine.step_ps = 10000 };
	for (size_t i = 0; i < n; i++)
		make_set(r, SLOTS, 0);
}

static void test_power_of_noise(void **state)
{
	struct recording r;
	struct power p;

	(void)state;
	make_sets(&r, 10);
	assert_int_equal(power__make(&r, estimator__find("mean of the fastest quarter"), 200, &p),
			 0);
	assert_int_equal(p.n, 10 * PAIRS);
	assert_int_equal(p.delays, 10 * DELAYS);
	assert_true(p.alarms <= 6);
	assert_true(p.held >= 50);
	assert_true(p.half > 0 && p.half < p.seen && p.seen < 50);
	assert_true(power__of_delay(&p, 0) <= 0.1);
	assert_true(power__of_delay(&p, p.seen + 0.1) >= 0.95);
	assert_float_equal(power__of_delay(&p, 1000), 1, 1e-9);
	free(p.needed);
	/* No set has trials of this length. */
	assert_int_equal(power__make(&r, &estimators[0], 100, &p), 0);
	assert_int_equal(p.n, 0);
	free(p.needed);
	recording__free(&r);
}

static void test_what_a_delay_took(void **state)
{
	struct recorded_trial trials[9 * SLOTS] = { { 0 } };
	const struct recorded_set set = { 10, 9, trials };

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		trials[i * SLOTS + 2 * PAIRS + 1].delay_ps = i == 4 ? 400000 : 90000;
		trials[i * SLOTS + 1].delay_ps = i % 2 ? 20000 : 30000;
	}
	/* Once, the machine was slow. */
	assert_float_equal(power__true_delay(&set, 1), 65, 1e-9);
}

/* On noise that does not drift, all of them are right about what is far larger than it. */
static void test_peers(void **state)
{
	struct recording r;

	(void)state;
	make_sets(&r, 10);
	for (const struct peer *peer = peers; peer->name; peer++) {
		struct peer_count c;

		peer__count(peer, &r, 200, 2000, &c);
		assert_int_equal(c.n, 10 * PAIRS);
		assert_int_equal(c.right, c.n);
		assert_int_equal(c.seen, peer->sees ? c.n : 0);
		peer__count(peer, &r, 200, 0, &c);
		assert_true(c.right > 5 && c.right < 35);
		assert_true(c.seen <= 10);
	}
	recording__free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures_of_one_cell),
		cmocka_unit_test(test_figures_of_humps),
		cmocka_unit_test(test_each_estimate_moves_by_what_is_added),
		cmocka_unit_test(test_neighbours_see_no_drift),
		cmocka_unit_test(test_estimators_are_found_by_name),
		cmocka_unit_test(test_power_of_noise),
		cmocka_unit_test(test_what_a_delay_took),
		cmocka_unit_test(test_peers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
