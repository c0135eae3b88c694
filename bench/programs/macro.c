// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/macro.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/machine/environment.h"
#include "bench/machine/process.h"
#include "bench/machine/settle_slab.h"
#include "bench/measure/capability.h"
#include "bench/measure/plan_arms.h"
#include "bench/measure/rounds.h"
#include "bench/measure/trial_run.h"
#include "bench/programs/hooked_files.h"

struct session {
	const struct macro *macro;
	const struct command_setup *setup;
	const struct run_context *context;
	const struct workload *workload; /* whose function or system call is hooked */
	const struct payload *payload;
	struct hook_memory memory;
	struct plan_arms arms;
	struct hooked_files files;
	struct run *run;
};

/* Stored in the place of a workload. No code asks for it: see plan__is_macro. */
#define STORED_WORKLOAD "macro"

int macro__complete_plan(const struct macro *macro, struct plan *plan)
{
	int err = hyperfine__format_command(macro, plan->command, sizeof(plan->command));

	if (!err)
		err = hyperfine__format_options(macro, plan->hyperfine, sizeof(plan->hyperfine));
	snprintf(plan->hooked, sizeof(plan->hooked), "%s", plan->workload);
	snprintf(plan->workload, sizeof(plan->workload), STORED_WORKLOAD);
	plan->unit = CLOCK_NANOSECONDS;
	return err;
}

/* ---- how commands end ---- */

/* Processes that hyperfine left behind, and that are now children of this process. */
static void end_orphans(void)
{
	struct process *list;
	size_t n = process__list("", &list);

	for (size_t i = 0; i < n; i++)
		if (list[i].parent == getpid())
			kill(list[i].pid, SIGTERM);
	free(list);
}

/* The status of a shell that does not find its command. */
#define STATUS_NOT_FOUND 127
#define NOT_FOUND_HINT	 " (is a program missing? --add NAME puts one into a VM)"

static void log_failure(struct hyperfine_end *end, const char *what, const char *hint)
{
	const struct command_end *command = &end->command;
	const char *output = hyperfine__output(end);
	char how[128], text[sizeof(end->text) + 512];

	if (command->signal)
		snprintf(how, sizeof(how), "was killed by signal %d (%s)", command->signal,
			 strsignal(command->signal));
	else
		snprintf(how, sizeof(how), "failed with status %d%s", command->status,
			 command->status == STATUS_NOT_FOUND ? NOT_FOUND_HINT : "");
	/* The output has lines. */
	snprintf(text, sizeof(text), "%s %s%s%s%s", what, how, hint, output[0] ? ":\n" : "",
		 output);
	log__write_lines(LOG_ERROR, text);
}

/*
 * err: the error of running it. 0; -EINTR if a signal arrived meanwhile; -ECANCELED, logged with
 * the hint, if the command failed.
 */
static int judge(int err, struct hyperfine_end *end, const char *what, const char *hint)
{
	const struct command_end *command = &end->command;

	if (err)
		return err;
	if (command->received) {
		end_orphans();
		/* Its handler records it for the end of this process. */
		raise(command->received);
		return -EINTR;
	}
	if (command->error)
		return -ECANCELED;
	if (command->status)
		log_failure(end, what, hint);
	return command->status ? -ECANCELED : 0;
}

static int run_line(struct session *s, const char *line, const char *what)
{
	struct hyperfine_end end;
	int err = hyperfine__run_line(s->macro, line, s->setup, &end);

	return judge(err, &end, what, "");
}

/* Runs the command once, alone. As with hyperfine, a failure stops the measurement. */
static int run_command(struct session *s)
{
	struct hyperfine_end end;
	int err = hyperfine__run_once(s->macro, s->setup, &end);

	if (s->macro->ignore_failure && !end.command.error && !end.command.received)
		end.command.status = end.command.signal = 0;
	return judge(err, &end, "the command", "; --ignore-failure times it anyway");
}

/* ---- hooks ---- */

static void report_progress(const struct session *s, const struct progress *progress)
{
	if (s->context->progress)
		s->context->progress(progress, s->context->progress_context);
}

static int open_and_attach(struct session *s, const struct backend *backend,
			   struct watched_hook *hook, struct trial *trial)
{
	int err;

	trial__init(trial, backend->name);
	err = watched_hook__open(hook, backend, s->payload, &s->run->target, s->workload,
				 &s->memory);
	if (err)
		return err;
	err = hooked_files__add_of(&s->files, &hook->hook);
	if (!err)
		err = hook__attach(&hook->hook);
	trial->attached = !err;
	if (err)
		watched_hook__close(hook);
	else if (backend__is_hook(backend))
		trial->attach_ns = hook->hook.attach_ns;
	return err;
}

static void detach_and_close(struct watched_hook *hook, struct trial *trial)
{
	hook__read_placement(&hook->hook);
	if (hook->hook.placement)
		snprintf(trial->placement, sizeof(trial->placement), "%s", hook->hook.placement);
	hook__detach(&hook->hook);
	if (backend__is_hook(hook->hook.backend))
		trial->detach_ns = hook->hook.detach_ns;
	watched_hook__close(hook);
}

/* ---- one run of the command, to see what it does ---- */

/* Into the session's facts. */
static void note_runs(const struct hook *hook)
{
	size_t n;

	hook__facts(hook, &n);
}

/*
 * Counts the hits of the command alone, without those of hyperfine. Those of a user's program are
 * counted by the kernel, which then times its runs; it never does while the command is timed.
 */
static int run_counted(struct session *s, struct watched_hook *hook, struct trial *trial)
{
	bool is_own = hook->hook.backend->user;
	struct hook_counts before, after;
	int err = run_line(s, s->macro->setup, "--setup"), statistics = -1;

	if (!err)
		err = run_line(s, s->macro->prepare, "--prepare");
	if (is_own)
		statistics = bpf_enable_stats(BPF_STATS_RUN_TIME);
	watched_hook__read_counts(hook, &before);
	if (!err)
		err = run_command(s);
	trial__take_counts(trial, hook, &before);
	if (statistics >= 0) {
		watched_hook__read_counts(hook, &after);
		trial->hits = maybe_count__difference(after.runs, before.runs);
		note_runs(&hook->hook);
		close(statistics);
	}
	if (!err)
		err = run_line(s, s->macro->cleanup, "--cleanup");
	return err;
}

static int probe_backend(struct session *s, const char *name, struct capability *c)
{
	const struct backend *backend = arms__find(&s->arms.arms, name);
	struct trial trial;
	struct watched_hook hook;
	int err;

	capability__init(c, backend, s->payload, NULL);
	if (backend->needs_function && !s->run->target.symbol[0]) {
		snprintf(c->reason, sizeof(c->reason), "this kernel has no function to hook");
		return 0;
	}
	if (!capability__can_carry(c, backend, s->payload, &s->run->target, s->workload) ||
	    !capability__can_fire(c, backend, s->payload))
		return 0;
	err = open_and_attach(s, backend, &hook, &trial);
	if (err) {
		capability__explain(c, backend, s->payload, &s->run->target, err);
		return 0;
	}
	report_progress(s, &(struct progress){ .backend = name });
	err = run_counted(s, &hook, &trial);
	detach_and_close(&hook, &trial);
	c->command_hits = trial.hits;
	c->available = !err;
	return err;
}

static int choose_target(struct session *s)
{
	const struct target *place = s->macro->place;
	struct run *run = s->run;

	if (!place || !place->file[0])
		return target__choose(run->plan.target, s->workload->targets, &run->target);
	run->target = *place;
	return hooked_files__open_target(&s->files, place);
}

/* Trials before and after a change would have hooked different code. */
static int check_files(const struct hooked_files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		const struct target_file_change *change = hooked_files__change(files, i);

		if (change)
			return log__fail(
				-EBUSY,
				"%s %s while the command was measured, so that not all trials hook the same code: measure again",
				files->v[i].path, change->what);
	}
	return 0;
}

static int probe(struct session *s)
{
	struct run *run = s->run;
	int err = choose_target(s);

	run->n_capabilities = run->plan.n_backends;
	for (size_t i = 0; i < run->plan.n_backends && !err; i++)
		err = probe_backend(s, run->plan.backends[i], &run->capabilities[i]);
	plan_arms__leave_out_twins(run);
	return err ? err : plan_arms__keep_facts(&s->memory, 1, run);
}

/* ---- a trial ---- */

static int record(struct trial *trial, const char *json)
{
	struct histogram *h = histogram__new(true);
	struct hyperfine_times times = { 0 };
	int err = h ? hyperfine__read(json, &times) : log__out_of_memory();

	for (size_t i = 0; !err && i < times.n; i++) {
		histogram__record(h, times.ns[i]);
		trial->elapsed_ns += times.ns[i];
	}
	if (!err) {
		trial->operations = times.n;
		hyperfine__free(&times);
		err = distribution__make(&trial->operation, h, CLOCK_NANOSECONDS, 1);
	}
	histogram__free(h);
	return err;
}

/* ROUND-POSITION-BACKEND.json: hyperfine's output. */
static void keep(struct run *run, struct trial_place place, const char *backend, const char *json)
{
	char name[NAME_SIZE + 64];

	snprintf(name, sizeof(name), "%03u-%02u-%s.json", place.round, place.position,
		 place.control ? "control" : backend);
	json_object_set_new(run->hyperfine, name, json_string(json));
}

static int time_it(struct session *s, struct watched_hook *hook, struct trial_place place,
		   struct trial *trial)
{
	const struct plan *plan = &s->run->plan;
	struct hook_counts before;
	struct hyperfine_end end;
	char *json;
	int err;

	watched_hook__read_counts(hook, &before);
	err = hyperfine__run(s->macro, plan->cycles, plan->warmup, s->setup, &end, &json);
	err = judge(err, &end, HYPERFINE, "");
	trial__take_counts(trial, hook, &before);
	if (!err)
		err = record(trial, json);
	if (!err)
		keep(s->run, place, trial->backend, json);
	free(json);
	return err;
}

/* See struct rounds. */
static int measure_trial(void *owner, const struct backend *backend, struct trial_place place,
			 struct progress progress, struct trial *trial)
{
	struct session *s = owner;
	struct watched_hook hook;
	int err;

	report_progress(s, &progress);
	err = open_and_attach(s, backend, &hook, trial);
	if (err)
		return err;
	settle_slab(false);
	err = time_it(s, &hook, place, trial);
	detach_and_close(&hook, trial);
	if (err)
		trial__free(trial);
	return err;
}

/* ---- the run ---- */

static int open_run(struct run *run, const struct plan *plan)
{
	char version[HYPERFINE_VERSION_SIZE];
	int err;

	memset(run, 0, sizeof(*run));
	run->plan = *plan;
	run__set_started(run, time(NULL));
	err = hyperfine__check(version);
	if (err)
		return err;
	snprintf(run->clock_name, sizeof(run->clock_name), HYPERFINE " %s", version);
	run->unit = CLOCK_NANOSECONDS;
	run->units_per_tick = 1;
	run->environment = environment__read("unknown");
	run->programs = run__checksum_programs(plan);
	run->hyperfine = json_object();
	return 0;
}

int macro__measure(const struct macro *macro, const struct plan *plan,
		   const struct command_setup *setup, const struct run_context *context,
		   struct run *run)
{
	struct session s = {
		.macro = macro,
		.setup = setup,
		.context = context,
		.workload = workload__find(plan->hooked),
		.payload = payload__find(plan->payload),
		.memory.user_files = USER_FILES_OF_COMMAND,
		.run = run,
	};
	const struct rounds rounds = { .measure = measure_trial,
				       .owner = &s,
				       .arms = &s.arms.arms,
				       .started_ns = clock__monotonic_ns() };
	int err = open_run(run, plan);

	if (!err)
		err = plan_arms__open(&s.arms, &run->plan, context->objects);
	if (!err)
		err = probe(&s);
	if (!err && rounds__have_no_hook(run))
		err = -ENOTSUP;
	if (!err)
		err = rounds__measure(&rounds, context, run);
	if (!err)
		err = check_files(&s.files);
	hooked_files__free(&s.files);
	hook_memory__close(&s.memory);
	if (run->environment)
		environment__read_again(run->environment);
	run->max_rss_kib = run__max_rss_kib();
	return err;
}

/* ---- for the guest ---- */

json_t *macro__to_json(const struct macro *macro)
{
	return json_pack("{s:o, s:s?, s:s?, s:s?, s:s?, s:b}", "words", strings__pack(macro->words),
			 "setup", macro->setup, "prepare", macro->prepare, "cleanup",
			 macro->cleanup, "shell", macro->shell, "ignore_failure",
			 macro->ignore_failure);
}

int macro__from_json(const json_t *json, struct macro *macro, char ***words)
{
	*words = strings__unpack(json_object_get(json, "words"));
	if (!*words || !(*words)[0])
		return -EINVAL;
	*macro = (struct macro){
		.words = *words,
		.setup = json_string_value(json_object_get(json, "setup")),
		.prepare = json_string_value(json_object_get(json, "prepare")),
		.cleanup = json_string_value(json_object_get(json, "cleanup")),
		.shell = json_string_value(json_object_get(json, "shell")),
		.ignore_failure = json_is_true(json_object_get(json, "ignore_failure")),
	};
	return 0;
}
