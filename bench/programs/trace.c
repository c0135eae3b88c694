// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/maybe_count.h"
#include "bench/base/number.h"
#include "bench/hook/backends.h"
#include "bench/hook/events.h"
#include "bench/hook/hook.h"
#include "bench/machine/clock.h"
#include "bench/machine/process.h"
#include "bench/measure/plan_names.h"
#include "bench/measure/session.h"
#include "bench/model/run.h"
#include "bench/programs/attached_programs.h"
#include "bench/programs/program_arm.h"
#include "bench/programs/program_reader.h"
#include "workloads/workload.h"

#define DRAIN_US       5000
#define REPORT_LOST_NS UINT64_C(1000000000)

struct trace {
	const struct trace_plan *plan;
	const struct trace_sink *sink;
	const struct backend *backend; /* the one that is attached */
	struct target target;
	struct hook hook;
	struct hook_memory memory;
	/* One of the three is open. */
	struct event_reader events;
	struct line_reader lines;
	struct program_reader program; /* of a user's program */
	bool is_int;		       /* the result */
	uint64_t n, n_lines;	       /* events and lines shown; lines of a user's program */
	int64_t reported;	       /* lost events, as trace__lost */
	uint64_t due_ns;	       /* when to report again */
	pthread_t thread;
	bool stop, ended; /* stop: set for the thread; ended: set by it */
};

/* ---- what comes ---- */

static bool trace__wants(struct trace *t, const struct hit_event *event)
{
	if (t->plan->pid && event->pid != t->plan->pid)
		return false;
	if (t->plan->count && t->n == t->plan->count)
		return false;
	t->n++;
	return true;
}

static void take_event(const struct hit_event *event, void *context)
{
	struct trace *t = context;
	struct hit_event shown = *event;

	if (!trace__wants(t, event))
		return;
	if (t->is_int)
		shown.result = (int32_t)event->result;
	t->sink->event(&shown, t->sink->context);
}

static void take_line(const char *line, const struct hit_event *event, void *context)
{
	struct trace *t = context;

	if (trace__wants(t, event))
		t->sink->line(line, t->sink->context);
}

static bool trace__takes_more(const struct trace *t)
{
	return !t->ended && !(t->plan->count && t->n == t->plan->count);
}

static void take_program_line(const char *line, const struct hit_event *event, void *context)
{
	struct trace *t = context;

	(void)event;
	if (!trace__takes_more(t))
		return;
	t->n++;
	t->n_lines++;
	t->sink->line(line, t->sink->context);
}

static void take_program_event(const char *map, const void *data, size_t size, void *context)
{
	struct trace *t = context;

	if (!trace__takes_more(t))
		return;
	t->n++;
	t->sink->data(&(struct trace_data){ map, data, size, size }, t->sink->context);
}

static int64_t trace__lost(struct trace *t)
{
	if (t->backend->user)
		return program_reader__lost(&t->program);
	return (int64_t)(t->plan->printk ? t->lines.lost : event_reader__lost(&t->events));
}

/* Reports lost events at once, but not many times a second. */
static void trace__tell_lost(struct trace *t)
{
	int64_t lost = trace__lost(t);
	uint64_t now = clock__monotonic_ns();

	if (lost == t->reported || now < t->due_ns)
		return;
	if (lost == COUNT_UNKNOWN)
		log__warning("a ring buffer was more than half full: events may have been lost");
	else
		log__warning("%" PRId64 " event%s lost: more arrived than could be read",
			     lost - t->reported, lost - t->reported == 1 ? " was" : "s were");
	t->reported = lost;
	t->due_ns = now + REPORT_LOST_NS;
}

static void trace__flush(struct trace *t)
{
	if (!t->sink->flush(t->sink->context) || (t->plan->count && t->n == t->plan->count))
		__atomic_store_n(&t->ended, true, __ATOMIC_RELAXED);
}

static void trace__drain(struct trace *t)
{
	if (t->backend->user) {
		program_reader__drain(&t->program);
		trace__tell_lost(t);
		/* The thread of the buffers uses the sink, too. */
		pthread_mutex_lock(&t->program.lock);
		trace__flush(t);
		pthread_mutex_unlock(&t->program.lock);
		return;
	}
	if (t->plan->printk)
		line_reader__drain(&t->lines);
	else
		event_reader__drain(&t->events);
	trace__tell_lost(t);
	trace__flush(t);
}

static void *drain_all(void *context)
{
	struct trace *t = context;

	while (!__atomic_load_n(&t->stop, __ATOMIC_RELAXED) && !t->ended) {
		usleep(DRAIN_US);
		trace__drain(t);
	}
	return NULL;
}

/* Signals belong to the thread that waits for them: on this one, a SIGCHLD would be lost. */
static int trace__start_thread(struct trace *t)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = -pthread_create(&t->thread, NULL, drain_all, t);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

/* ---- the hook ---- */

/*
 * Tries the hook as `list` does. 0 with the target filled in; -ENOTSUP or another -errno, logged.
 */
static int trace__probe(struct trace *t, const struct payload *payload)
{
	struct plan plan = { .rounds = 1, .threads = 1, .copies = 1, .cycles = 1, .seed = 1 };
	struct run_context context = { .stop = &(const volatile sig_atomic_t){ 0 } };
	const struct capability *c;
	struct run run;
	int err = plan__set_backends(&plan, t->backend->name);

	snprintf(plan.workload, sizeof(plan.workload), "%s", t->plan->workload->name);
	snprintf(plan.payload, sizeof(plan.payload), "%s", payload->name);
	plan.unit = CLOCK_NANOSECONDS;
	if (!err)
		err = run__probe(&plan, &context, &run);
	if (err)
		return err;
	c = &run.capabilities[run.n_capabilities - 1];
	if (!c->available) {
		log__error("%s cannot be attached: %s", t->backend->name, c->reason);
		if (c->remedy[0])
			log__info("  %s", c->remedy);
		err = -ENOTSUP;
	}
	t->target = run.target;
	run__free(&run);
	return err;
}

static int trace__open_reader(struct trace *t)
{
	if (t->backend->user)
		return program_reader__open(&t->program, t->hook.object, take_program_line,
					    take_program_event, t);
	return t->plan->printk ? line_reader__open(&t->lines, take_line, t)
			       : event_reader__open(&t->events, t->hook.object, take_event, t);
}

static void trace__close_reader(struct trace *t)
{
	if (t->backend->user)
		program_reader__close(&t->program);
	else if (t->plan->printk)
		line_reader__close(&t->lines);
	else
		event_reader__close(&t->events);
}

static int trace__attach(struct trace *t, const struct payload *payload)
{
	int err = hook__open(&t->hook, t->backend, payload, &t->target, t->plan->workload,
			     &t->memory);

	if (err)
		return err;
	err = trace__open_reader(t);
	if (!err) {
		err = hook__attach(&t->hook);
		if (err)
			trace__close_reader(t);
	}
	if (err)
		hook__close(&t->hook);
	return err;
}

static void trace__detach(struct trace *t, struct trace_end *end)
{
	hook__detach(&t->hook);
	if (!t->ended)
		trace__drain(t);
	end->events = t->n;
	end->lines = t->n_lines;
	end->lost = trace__lost(t);
	trace__close_reader(t);
	hook__close(&t->hook);
}

/* ---- while it is there ---- */

static void trace__wait(struct trace *t, const volatile sig_atomic_t *stop)
{
	uint64_t start_ns = clock__monotonic_ns();

	while (!*stop && !__atomic_load_n(&t->ended, __ATOMIC_RELAXED) &&
	       (!t->plan->duration_ns || clock__monotonic_ns() - start_ns < t->plan->duration_ns))
		usleep(DRAIN_US);
}

static void trace__describe(struct trace *t, struct trace_end *end)
{
	bool is_lsm = t->backend->name_source == NAME_OF_LSM_HOOK;
	const char *function = is_lsm			    ? t->plan->workload->lsm_hook.name
			       : t->backend->needs_function ? t->target.symbol
							    : "";

	hook__read_placement(&t->hook);
	snprintf(end->backend, sizeof(end->backend), "%s", t->backend->name);
	if (t->backend->user)
		attached_programs__list(&t->hook, end->function, sizeof(end->function));
	else
		snprintf(end->function, sizeof(end->function), "%s", function);
	snprintf(end->placement, sizeof(end->placement), "%s",
		 t->hook.placement ? t->hook.placement : "");
}

static const char *what_is_hooked(const struct trace_plan *plan, const struct trace_end *end)
{
	return end->function[0] ? end->function : plan->workload->system_call.name;
}

static int trace__watch(struct trace *t, trace_work work, void *work_context,
			const volatile sig_atomic_t *stop, struct trace_end *end)
{
	int err = trace__start_thread(t);

	if (err) {
		log__error("cannot start a thread: %s", strerror(-err));
		return err;
	}
	if (work)
		end->status = work(work_context);
	else
		trace__wait(t, stop);
	__atomic_store_n(&t->stop, true, __ATOMIC_RELAXED);
	pthread_join(t->thread, NULL);
	return end->status < 0 ? end->status : 0;
}

/* Of a user's program, the kernel's error may be any. */
static int trace__fail_to_attach(const struct trace *t, int err)
{
	bool is_known = t->backend->user && hook__last_message()[0];

	log__error("%s cannot be attached: %s", t->backend->name,
		   is_known ? hook__last_message() : strerror(-err));
	return t->backend->user ? -ENOTSUP : err;
}

static int trace__attach_and_watch(struct trace *t, const struct payload *payload, trace_work work,
				   void *work_context, const volatile sig_atomic_t *stop,
				   struct trace_end *end)
{
	const struct trace_plan *plan = t->plan;
	int err = trace__attach(t, payload);

	if (err)
		return trace__fail_to_attach(t, err);
	if (t->backend->user)
		attached_programs__warn(&t->hook);
	trace__describe(t, end);
	if (!work)
		log__info("%s on %s: every call%s", t->backend->name, what_is_hooked(plan, end),
			  plan->duration_ns || plan->count ? "" : ", until ^C");
	err = trace__watch(t, work, work_context, stop, end);
	trace__detach(t, end);
	return err;
}

/*
 * In a pid namespace, events have the pids of the machine. The kernel does not tell a process there
 * which of them is whose.
 */
static int check_pids(const struct trace_plan *plan)
{
	if (!process__is_in_pid_namespace())
		return 0;
	if (plan->pid)
		return log__fail(
			-EINVAL,
			"--pid %u: hookbench is in a pid namespace (a container?), and events have the pids of the machine outside: leave out --pid, or run hookbench outside",
			plan->pid);
	log__info("hookbench is in a pid namespace: the pids are those of the machine outside");
	return 0;
}

int trace__run(const struct trace_plan *plan, const struct trace_sink *sink, trace_work work,
	       void *work_context, const volatile sig_atomic_t *stop, struct trace_end *end)
{
	const struct payload *payload =
		payload__with_output(plan->printk ? OUTPUT_LINES : OUTPUT_EVENTS);
	const char *by = plan->backend->traced_by;
	struct trace t = { .plan = plan,
			   .sink = sink,
			   .memory.user_files = USER_FILES_OF_COMMAND,
			   .backend = by ? backend__find(by) : plan->backend };
	int err = check_pids(plan);

	*end = (struct trace_end){ 0 };
	if (!err && !t.backend->user)
		err = trace__probe(&t, payload);
	if (err)
		return err;
	t.is_int = target__returns_int(&t.target);
	err = trace__attach_and_watch(&t, payload, work, work_context, stop, end);
	hook_memory__close(&t.memory);
	return err;
}

static void format_count(char *text, size_t size, uint64_t n, const char *what)
{
	snprintf(text, size, "%" PRIu64 " %s%s", n, what, number__s(n));
}

void trace__print_end(const struct trace_plan *plan, const struct trace_end *end,
		      const char *release)
{
	char events[64], lines[64] = "", lost[32] = "unknown how many";

	format_count(events, sizeof(events), end->events - end->lines,
		     plan->printk ? "line" : "event");
	if (plan->backend->user)
		format_count(lines, sizeof(lines), end->lines, "line");
	if (end->lost != COUNT_UNKNOWN)
		snprintf(lost, sizeof(lost), "%" PRId64, end->lost);
	log__info("hookbench: %s%s%s, %s lost; %s on %s%s%s%s%s%s", lines, lines[0] ? ", " : "",
		  events, lost, end->backend, end->function[0] ? "" : "the system call ",
		  what_is_hooked(plan, end), end->placement[0] ? " by " : "", end->placement,
		  release ? ", in a VM with " : "", release ? release : "");
}

json_t *trace_plan__to_json(const struct trace_plan *plan)
{
	json_t *request = json_pack("{s:s, s:b, s:I}", "workload", plan->workload->name, "printk",
				    plan->printk, "pid", (json_int_t)plan->pid);

	program_arm__add_to(request, plan->backend);
	return request;
}
