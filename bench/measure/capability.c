// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/capability.h"
#include "bench/hook/backends.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/hook/output_kind.h"
#include "bench/machine/arch.h"
#include "bench/measure/trial_run.h"

#define USER_REMEDY "choose another --workload, or attach to another function with --retarget"

static const char *why_it_varies(const struct backend *backend, const struct payload *payload,
				 const struct workload *workload)
{
	if (workload && workload->varies)
		return workload->varies;
	if (backend->varies)
		return backend->varies;
	if (ARCH_TRAMPOLINES_VARY && backend->calls_function)
		return "its trampoline is two instructions shorter at some addresses";
	if (!payload->varies || !backend__is_hook(backend))
		return "";
	if (!payload->varies_for || payload->varies_for == backend->name_source ||
	    backend__runs_of_call(backend) > 1)
		return payload->varies;
	return "";
}

void capability__init(struct capability *c, const struct backend *backend,
		      const struct payload *payload, const struct workload *workload)
{
	*c = (struct capability){ .is_filtered = backend->is_filtered,
				  .command_hits = COUNT_UNKNOWN };
	snprintf(c->backend, sizeof(c->backend), "%s", backend->name);
	snprintf(c->varies, sizeof(c->varies), "%s", why_it_varies(backend, payload, workload));
	c->varies_by = workload ? workload->varies_by : 0;
	if (backend->must_be)
		snprintf(c->must_be, sizeof(c->must_be), "%s", backend->must_be);
}

/* The first unmet requirement that explains the error (-errno), or NULL. */
static const struct requirement *find_missing(const struct backend *backend,
					      const struct payload *payload, int err,
					      bool only_silent)
{
	return requirement__find_missing(backend->requires, payload->output, err, only_silent);
}

static void set_missing(struct capability *c, const struct requirement *missing)
{
	snprintf(c->reason, sizeof(c->reason), "%s", missing->reason);
	snprintf(c->remedy, sizeof(c->remedy), "%s", missing->remedy);
}

bool capability__can_fire(struct capability *c, const struct backend *backend,
			  const struct payload *payload)
{
	const struct requirement *missing = find_missing(backend, payload, 0, true);

	if (missing)
		set_missing(c, missing);
	return !missing;
}

/* Reports a function that BTF lacks. */
static bool is_unknown_to_btf(const struct backend *backend, const struct target *target, int err)
{
	return backend->needs_function && err == -ESRCH && target->parameters == TARGET_UNKNOWN;
}

/* Of probes inside a function: every place was tried, and the error is not the kernel's. */
static bool found_no_place(const struct backend *backend, int err)
{
	return backend->must_be && err == -EILSEQ;
}

void capability__explain(struct capability *c, const struct backend *backend,
			 const struct payload *payload, const struct target *target, int err)
{
	const struct requirement *missing = find_missing(backend, payload, err, false);

	if (!missing && is_unknown_to_btf(backend, target, err)) {
		snprintf(c->reason, sizeof(c->reason),
			 "%s is not in this kernel's BTF, which this hook needs for the arguments",
			 target->symbol);
		snprintf(c->remedy, sizeof(c->remedy),
			 "kprobes can hook it: --backends kprobe,kretprobe");
		return;
	}
	if (missing) {
		set_missing(c, missing);
		return;
	}
	if (found_no_place(backend, err)) {
		snprintf(c->reason, sizeof(c->reason),
			 "no place inside %s takes a probe that is placed as %s", target->symbol,
			 backend->must_be);
		snprintf(c->remedy, sizeof(c->remedy), "hook another function with --target");
		return;
	}
	/* The reason of a program that is alone; or what the verifier says. */
	if (backend->user) {
		snprintf(c->reason, sizeof(c->reason), "%s",
			 hook__last_message()[0] ? hook__last_message() : strerror(-err));
		return;
	}
	if (payload->asks) {
		snprintf(c->reason, sizeof(c->reason),
			 "the kernel rejects it (%s): the payload needs %s", strerror(-err),
			 payload->asks);
		return;
	}
	snprintf(c->reason, sizeof(c->reason), "the kernel rejects it: %s%s%.150s", strerror(-err),
		 hook__last_message()[0] ? ": " : "", hook__last_message());
	snprintf(c->remedy, sizeof(c->remedy), "try another kernel: --kernel IMAGE");
}

bool capability__can_carry(struct capability *c, const struct backend *backend,
			   const struct payload *payload, const struct target *target,
			   const struct workload *workload)
{
	hook__explain_payload(backend, payload, target, workload, c->reason, sizeof(c->reason));
	if (!c->reason[0])
		return true;
	backends__list_carriers(payload, target, workload, c->remedy, sizeof(c->remedy));
	return false;
}

/* What runs only between operations has no part in their cost. */
static void explain_timed_hits(const struct program_facts *facts, const char *workload,
			       struct capability *c)
{
	if (program_facts__timed_runs(facts, c->backend) != 0)
		return;
	snprintf(
		c->reason, sizeof(c->reason),
		"0 hits in the timed operation: the workload %s runs its programs only between operations",
		workload);
	snprintf(c->remedy, sizeof(c->remedy), USER_REMEDY);
}

/* A hook may attach and never be hit, if the mechanism that runs it is inactive. */
static void explain_hits(const struct trial *trial, const struct backend *backend,
			 const struct payload *payload, const struct program_facts *facts,
			 const struct run *run, struct capability *c)
{
	bool silent = trial->hits <= 0 && trial->proof_hits <= 0;

	trial__hit_problem(trial, c, c->reason, sizeof(c->reason));
	if (backend->user && !c->reason[0])
		explain_timed_hits(facts, run->plan.workload, c);
	if (!c->reason[0] || !silent || !capability__can_fire(c, backend, payload))
		return;
	if (backend->user) {
		snprintf(c->reason, sizeof(c->reason),
			 "0 hits: the workload %s runs none of its programs", run->plan.workload);
		snprintf(c->remedy, sizeof(c->remedy), USER_REMEDY);
		return;
	}
	if (run->plan.target[0] && backend->needs_function) {
		snprintf(c->reason, sizeof(c->reason), "0 hits: the workload %s does not call %s",
			 run->plan.workload, run->target.symbol);
		snprintf(
			c->remedy, sizeof(c->remedy),
			"choose another --target or --workload; hookbench explain shows what an operation calls");
	} else if (find_missing(backend, payload, 0, false)) {
		capability__explain(c, backend, payload, &run->target, 0);
	}
}

static bool has_shared_output(const struct payload *payload)
{
	const struct output_kind *kind = output_kind__of(payload->output);

	return kind && kind->is_shared;
}

/* Whether it can be attached as the plan says. */
static bool can_follow(struct capability *c, const struct backend *backend,
		       const struct bench *bench)
{
	if (!backend__is_hook(backend))
		return true;
	if (bench->plan->copies > 1 && has_shared_output(bench->payload) && !backend->user) {
		snprintf(
			c->reason, sizeof(c->reason),
			"the lines of all copies come through one trace pipe, which does not tell them apart");
		snprintf(c->remedy, sizeof(c->remedy), "measure one copy, or another --payload");
		return false;
	}
	if (bench->plan->pid_filter && backend->user) {
		snprintf(c->reason, sizeof(c->reason),
			 "programs of your own are attached for all processes");
		snprintf(c->remedy, sizeof(c->remedy), "measure it without --pid-filter yes");
		return false;
	}
	if (bench->plan->pid_filter && !backend->is_user) {
		snprintf(c->reason, sizeof(c->reason),
			 "it hooks the kernel, where there is no pid filter");
		snprintf(c->remedy, sizeof(c->remedy),
			 "measure it without --pid-filter yes, or use --workload user-call");
		return false;
	}
	return true;
}

bool capability__may_be(struct capability *c, const struct backend *backend,
			const struct bench *bench, const struct run *run)
{
	capability__init(c, backend, bench->payload, bench->workload);
	if (backend->needs_function && !run->target.symbol[0]) {
		snprintf(c->reason, sizeof(c->reason), "this kernel lacks the function to hook");
		return false;
	}
	if (!can_follow(c, backend, bench))
		return false;
	return capability__can_carry(c, backend, bench->payload, &run->target, bench->workload);
}

int capability__judge(struct capability *c, const struct bench *bench, const struct run *run,
		      const struct trial *trial, int err)
{
	const struct backend *backend = arms__find(bench->arms, c->backend);

	if (!err) {
		/* Disturbance by the machine is not the backend's fault. */
		explain_hits(trial, backend, bench->payload, &bench->memory->facts, run, c);
	} else if (!trial->attached) {
		capability__explain(c, backend, bench->payload, &run->target, err);
		err = 0;
	}
	c->available = !err && !c->reason[0];
	return err;
}

static uint64_t known_ns(int64_t ns)
{
	return ns > 0 ? (uint64_t)ns : 0;
}

static void note_times(struct capability *c, const struct trial *trial)
{
	c->between_ns = known_ns(trial->attach_ns) + known_ns(trial->detach_ns);
	c->cycle_ns = trial->operations ? trial->elapsed_ns / trial->operations : 0;
}

int capability__probe(struct capability *c, const struct bench *bench, const struct run *run,
		      const char *name)
{
	const struct backend *backend = arms__find(bench->arms, name);
	struct trial trial;
	int err;

	if (!capability__may_be(c, backend, bench, run))
		return 0;
	err = trial__run(bench, backend, bench->workload, PROBE_CYCLES, PROBE_CYCLES,
			 (struct progress){ .backend = name }, &trial);
	if (!err)
		note_times(c, &trial);
	err = capability__judge(c, bench, run, &trial, err);
	trial__free(&trial);
	return err;
}
