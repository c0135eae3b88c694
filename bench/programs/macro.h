/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A command under each hook, timed by hyperfine: a run like that of a workload, on the running
 * kernel and in the guest alike. A cycle, and an operation, is one run of the command.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_MACRO_H
#define HOOKBENCH_BENCH_PROGRAMS_MACRO_H

#include "bench/measure/session.h"
#include "bench/model/run.h"
#include "bench/programs/hyperfine.h"

/*
 * Fills in what a plan says of the command: workload, command, hyperfine. `plan` names backends,
 * payload, target or the workload that is hooked, rounds, cycles (runs), warm-ups and seed. 0 or
 * -errno, logged.
 */
int macro__complete_plan(const struct macro *macro, struct plan *plan);

/*
 * Tries each backend with one run of the command, which tells how often that hits, then measures
 * the rounds. `setup`: who the command runs as, and where its life is told; its output is kept
 * here. As run__measure; -ECANCELED if the command fails, logged. Free `run` in every case.
 */
int macro__measure(const struct macro *macro, const struct plan *plan,
		   const struct command_setup *setup, const struct run_context *context,
		   struct run *run);

/* For the guest, and back. The strings are of the JSON; free words with strings__free. */
json_t *macro__to_json(const struct macro *macro);
int macro__from_json(const json_t *json, struct macro *macro, char ***words);

#endif
