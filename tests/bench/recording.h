/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A recording: sets of rounds of trials as a run has them, with the noise of one machine, in which
 * nothing differs, or a delay is added to what is timed. Ways to estimate are compared on the same
 * recordings, so these are kept as files (recording_file.h).
 *
 * What a delay takes is measured in the very operations that it delays: a clock read before it
 * splits each of them into the system call and the delay. Measured on its own, back to back, the
 * same loop takes 20 to 130 ns less: there, its first turns run beside the rest of a clock read,
 * and the code and the predicted branches, which a system call displaces, are still at hand.
 */
#ifndef HOOKBENCH_TESTS_BENCH_RECORDING_H
#define HOOKBENCH_TESTS_BENCH_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/machine/clock.h"
#include "bench/model/histogram.h"

/* The first trials of a round, in which nothing differs: pairs of them are compared. */
#define PAIRS 4
/* The others. Each has its own reference: the first of the equal trials, the second, and so on. */
#define DELAYS 6
#define SLOTS  (2 * PAIRS + DELAYS)
_Static_assert(DELAYS <= 2 * PAIRS, "each delay has a reference of its own");

#define RECORDING_MAX_SETS   10000
#define RECORDING_MAX_ROUNDS 1000
#define RECORDING_MAX_CYCLES 1000000
#define RECORDING_MAX_TRIALS 2000000
/* Of all trials: 128 MB, and fifteen times what 18 minutes have. A file of 5 MB may claim more. */
#define RECORDING_MAX_CELLS 8000000

/* Whose noise it is. A text is printable, and has no more than this. */
#define RECORDING_TEXT 128
struct recorded_machine {
	char cpu[RECORDING_TEXT], kernel[RECORDING_TEXT], clock[RECORDING_TEXT];
	uint64_t cpus;
	uint64_t step_ps; /* by which the clock advances */
};

struct recorded_trial {
	uint64_t start_us;   /* since the recording began */
	uint64_t spin_ns[2]; /* what a loop of always the same turns took, before and after */
	uint64_t steal_ns;   /* by the hypervisor, from the worker's CPU */
	uint64_t switches;   /* of the worker, voluntary or not */
	uint64_t interrupts; /* on its CPU */
	uint64_t sum_ns;     /* of all operations */
	uint64_t delay_ps;   /* the mean of the operation's part after the system call */
	uint64_t operations; /* the cells' together */
	struct histogram_cells cells; /* their values are steps of the clock, not ticks */
};

struct recorded_set {
	uint64_t cycles; /* of each trial */
	size_t rounds;
	struct recorded_trial *trials; /* rounds * SLOTS: round by round, in the order of slots */
};

struct recording {
	struct recorded_machine machine;
	size_t n;
	struct recorded_set *sets;
};

/* The trial of a slot. */
static inline const struct recorded_trial *recorded_set__trial(const struct recorded_set *set,
							       size_t round, size_t slot)
{
	return &set->trials[round * SLOTS + slot];
}

/*
 * Adds a set of that many rounds of empty trials; NULL, logged, when out of memory. Pointers to
 * earlier sets are no longer valid.
 */
struct recorded_set *recording__add(struct recording *recording, uint64_t cycles, size_t rounds);
/* A round of empty trials more. 0 or -ENOMEM, logged. */
int recorded_set__add_round(struct recorded_set *set);
/*
 * Whether its rounds, which took elapsed_ns, are enough: another would end further away from
 * allowed_ns than the last one did. That may be negative, but intervals need ESTIMATE_MIN_ROUNDS.
 */
bool recorded_set__is_full(const struct recorded_set *set, uint64_t elapsed_ns, int64_t allowed_ns);
/*
 * How many rounds the sets of that many cycles have: the fewest, the median, and the most. Zeroes
 * if there are no such sets.
 */
struct recorded_rounds {
	size_t least, median, most;
};
struct recorded_rounds recording__rounds(const struct recording *recording, uint64_t cycles);
/* "20", or "18 to 21". */
void recorded_rounds__format(const struct recorded_rounds *rounds, char text[48]);
void recording__free(struct recording *recording);

/* The machine that runs this, and its clock. */
void recorded_machine__read(struct recorded_machine *machine, const struct clock *clock);
/*
 * What distinguishes two machines: "its CPU is …, not …"; NULL if their noise may be judged
 * together. In `text`, of `size` bytes.
 */
const char *recorded_machine__difference(const struct recorded_machine *machine,
					 const struct recorded_machine *other, char *text,
					 size_t size);

#endif
