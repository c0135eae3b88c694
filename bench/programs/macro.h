/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Times a command under each hook with hyperfine, on the running kernel and in the guest alike. The
 * result is a run like that of a workload; a cycle, and an operation, is one run of the command.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_MACRO_H
#define HOOKBENCH_BENCH_PROGRAMS_MACRO_H

#include "bench/measure/session.h"
#include "bench/model/run.h"
#include "bench/programs/hyperfine.h"

/*
 * Fills in the parts of a plan that describe the command: workload, command, hyperfine. `plan`
 * already has the backends, payload, target or workload to hook, rounds, cycles (runs), warm-up
 * runs and seed. 0 or -errno, logged.
 */
int macro__complete_plan(const struct macro *macro, struct plan *plan);

/*
 * Tries each backend with one run of the command, which shows how often the command hits the hook,
 * then measures the rounds. `setup` has the user that runs the command, and the callback for signs
 * of life; the command's output is kept here. Returns as run__measure; -ECANCELED, logged, if the
 * command fails. Always free `run`.
 */
int macro__measure(const struct macro *macro, const struct plan *plan,
		   const struct command_setup *setup, const struct run_context *context,
		   struct run *run);

/* To the guest, and back, without the place that is hooked. The strings belong to the JSON; free
 * the words with strings__free. */
json_t *macro__to_json(const struct macro *macro);
int macro__from_json(const json_t *json, struct macro *macro, char ***words);

#endif
