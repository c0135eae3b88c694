// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/watched_hook.h"

#include <unistd.h>

#include "bench/base/log.h"
#include "bench/hook/output_kind.h"
#include "bench/machine/process.h"

/*
 * The pid as the kernel and the programs see it. In the pid namespace of a container, a process
 * does not know it; then the owner of hits is not checked. 0: unknown; logged once.
 */
static unsigned int pid_of_machine(struct hook_memory *memory)
{
	if (!process__is_in_pid_namespace())
		return (unsigned int)getpid();
	if (!memory->warned_of_namespace)
		log__warning(
			"hookbench is in a pid namespace (a container?) and does not know its pid outside: it cannot check that hits are its own");
	memory->warned_of_namespace = true;
	return 0;
}

/*
 * A workload does not know the file name and result of a function that is not one of its targets.
 */
static bool is_own_target(const struct hook *hook)
{
	return !hook->backend->needs_function ||
	       workload__has_target(hook->workload, hook->target->symbol);
}

static struct event_truth truth_of(const struct hook *hook)
{
	const struct output_kind *kind = output_kind__of(hook->payload->output);
	const struct workload *w = hook->workload;
	bool knows = w && is_own_target(hook), whole = !kind->of_each_hook;

	return (struct event_truth){
		.pid = w && kind->by_pid ? pid_of_machine(hook->memory) : 0,
		.file_name = knows ? w->file_name : NULL,
		.has_other_names = knows && w->is_everywhere,
		/* Only BTF has the width of a result. */
		.knows_result = knows && w->knows_result && hook->target->return_type[0],
		.result = w ? w->result : 0,
		.is_int = target__returns_int(hook->target),
		.wants_name = whole && hook__has_name(hook),
		.wants_result = whole && backend__sees_return(hook->backend),
	};
}

static int watched_hook__open_user(struct watched_hook *w)
{
	const struct hook_memory *memory = w->hook.memory;
	int err = user_output__open(&w->user, w->hook.object, memory->take_event,
				    memory->take_event_context);

	if (err)
		hook__close(&w->hook);
	return err;
}

int watched_hook__open(struct watched_hook *w, const struct backend *backend,
		       const struct payload *payload, const struct target *target,
		       const struct workload *workload, struct hook_memory *memory)
{
	int err = hook__open(&w->hook, backend, payload, target, workload, memory);

	w->output = (struct payload_output){ .kind = NULL };
	w->user = (struct user_output){ .n = 0 };
	if (err || !backend__is_hook(backend))
		return err;
	if (backend->user || w->hook.payload->is_price)
		return watched_hook__open_user(w);
	if (!w->hook.payload->output)
		return 0;
	err = payload_output__open(&w->output, w->hook.payload->output, w->hook.object,
				   &(struct output_truth){ .events = truth_of(&w->hook),
							   .function = target->symbol,
							   .is_user = target->is_user,
							   .code = &memory->code });
	if (err)
		hook__close(&w->hook);
	return err;
}

void watched_hook__rest(struct watched_hook *w, bool rests)
{
	drain_thread__rest(&w->output.thread, rests);
	drain_thread__rest(&w->user.thread, rests);
}

void watched_hook__read_counts(struct watched_hook *w, struct hook_counts *counts)
{
	hook__read_counts(&w->hook, counts);
	counts->hits = payload_output__hits(&w->output, &counts->lost);
	if (w->user.n)
		counts->lost = user_output__lost(&w->user);
}

void watched_hook__close(struct watched_hook *w)
{
	hook__detach(&w->hook);
	payload_output__close(&w->output);
	user_output__close(&w->user);
	hook__close(&w->hook);
}
