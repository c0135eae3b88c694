// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/payload_output.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/hook/hook.h"
#include "bench/kernel/kernel_code.h"
#include "bench/machine/fifo_priority.h"

/*
 * How often events are taken: a thousand of them come in this time on a fast machine. Where there
 * is one CPU, as in exact mode, the trace buffer has room for some hundred lines.
 */
#define DRAIN_US	 2000
#define DRAIN_ONE_CPU_US 500

/* ---- memory that programs fill ---- */

static const void *map_section(const struct hook *hook, const char *name, size_t size)
{
	void *data = mmap(NULL, size, PROT_READ, MAP_SHARED, bpf_map__fd(hook__map(hook, name)), 0);

	return data == MAP_FAILED ? NULL : data;
}

static void unmap_section(const void *data, size_t size)
{
	if (data)
		munmap((void *)data, size);
}

#define SLOTS_SIZE     (HIT_SLOTS * sizeof(struct hit_slot))
#define DURATIONS_SIZE (DURATION_BUCKETS * sizeof(unsigned long long))

/* ---- count ---- */

static int count__open(struct payload_output *p)
{
	p->slots = map_section(p->hook, ".bss", SLOTS_SIZE);
	return p->slots ? 0 : -errno;
}

static void count__close(struct payload_output *p)
{
	unmap_section(p->slots, SLOTS_SIZE);
}

static int64_t count__hits(struct payload_output *p)
{
	int64_t hits = 0;

	for (size_t i = 0; i < HIT_SLOTS; i++)
		hits += (int64_t)__atomic_load_n(&p->slots[i].hits, __ATOMIC_RELAXED);
	return hits;
}

const struct output_kind output_count = {
	.open = count__open,
	.close = count__close,
	.hits = count__hits,
};

/* ---- args ---- */

/* Of the last hit on each CPU, for the caller to free; NULL if they cannot be read. */
static struct args_slot *read_args(const struct payload_output *p, int *n)
{
	int map = bpf_map__fd(hook__map(p->hook, "args_of_cpu"));
	struct args_slot *slots;
	uint32_t first = 0;

	*n = libbpf_num_possible_cpus();
	slots = *n > 0 ? calloc((size_t)*n, sizeof(*slots)) : NULL;
	if (slots && bpf_map_lookup_elem(map, &first, slots))
		*n = 0;
	return slots;
}

/* Those of this process must be of the workload's file. */
static void args__check(struct payload_output *p, const struct output_span *span, char *text,
			size_t size)
{
	const char *wanted = p->truth.file_name;
	/* Somebody else's may have been the last. */
	bool seen = !p->truth.pid || span->hits > span->expected;
	int n;
	struct args_slot *slots = read_args(p, &n);

	for (int i = 0; slots && i < n; i++) {
		if (!slots[i].pid || slots[i].pid != p->truth.pid)
			continue;
		seen = true;
		if (wanted && strcmp(slots[i].name, wanted) != 0)
			snprintf(text, size, "the program read the file name \"%.80s\", not \"%s\"",
				 slots[i].name, wanted);
	}
	free(slots);
	if (!seen)
		snprintf(text, size, "the program has never read the pid of the workload");
}

const struct output_kind output_args = {
	.by_pid = true,
	.open = count__open,
	.close = count__close,
	.hits = count__hits,
	.check = args__check,
};

/* ---- hash ---- */

static uint64_t hash__hits_of(int map, uint32_t pid)
{
	uint64_t hits;

	return bpf_map_lookup_elem(map, &pid, &hits) ? 0 : hits;
}

static int64_t hash__hits(struct payload_output *p)
{
	int map = bpf_map__fd(hook__map(p->hook, "hits_of_pid"));
	uint32_t pid, *last = NULL;
	uint64_t hits = 0;

	for (; !bpf_map_get_next_key(map, last, &pid); last = &pid)
		hits += hash__hits_of(map, pid);
	return (int64_t)hits;
}

static int64_t hash__own(struct payload_output *p)
{
	int map = bpf_map__fd(hook__map(p->hook, "hits_of_pid"));

	return (int64_t)hash__hits_of(map, p->truth.pid);
}

const struct output_kind output_hash = {
	.by_pid = true,
	.hits = hash__hits,
	.own = hash__own,
};

/* ---- events, and lines ---- */

static void event_truth__tell(struct event_truth *t, const struct hit_event *event, int64_t result)
{
	if (!t->wrong++)
		snprintf(t->first_wrong, sizeof(t->first_wrong),
			 "an event has the file name \"%.60s\" and the result %" PRId64
			 ", not \"%.60s\" and %" PRId64,
			 event->has_name ? event->name : "", event->has_result ? result : t->result,
			 t->file_name ? t->file_name : "", t->result);
}

static bool is_right(const struct event_truth *t, const struct hit_event *event, int64_t result)
{
	if ((t->wants_name && !event->has_name) || (t->wants_result && !event->has_result))
		return false;
	if (event->has_name && t->file_name && strcmp(event->name, t->file_name) != 0)
		return false;
	return !event->has_result || !t->knows_result || result == t->result;
}

void event_truth__add(struct event_truth *t, const struct hit_event *event)
{
	int64_t result = t->is_int ? (int32_t)event->result : event->result;

	if (!t->pid || event->pid != t->pid)
		t->others++;
	else if (is_right(t, event, result))
		t->right++;
	else
		event_truth__tell(t, event, result);
}

static void take_event(const struct hit_event *event, void *context)
{
	event_truth__add(context, event);
}

static void take_line(const char *line, const struct hit_event *event, void *context)
{
	(void)line;
	event_truth__add(context, event);
}

static int64_t truth__hits(struct payload_output *p)
{
	return (int64_t)(p->truth.others + p->truth.right + p->truth.wrong);
}

static int64_t truth__own(struct payload_output *p)
{
	return (int64_t)p->truth.right;
}

static void truth__check(struct payload_output *p, const struct output_span *span, char *text,
			 size_t size)
{
	const struct event_truth *t = &p->truth;

	(void)span;
	if (t->wrong)
		snprintf(text, size, "%" PRIu64 " events are wrong: %s", t->wrong, t->first_wrong);
}

static int events__open(struct payload_output *p)
{
	return event_reader__open(&p->events, p->hook, take_event, &p->truth);
}

static void events__close(struct payload_output *p)
{
	event_reader__close(&p->events);
}

static void events__drain(struct payload_output *p)
{
	event_reader__drain(&p->events);
}

const struct output_kind output_events = {
	.by_pid = true,
	.open = events__open,
	.close = events__close,
	.drain = events__drain,
	.hits = truth__hits,
	.own = truth__own,
	.check = truth__check,
};

static int lines__open(struct payload_output *p)
{
	int err = line_reader__open(&p->lines, take_line, &p->truth);

	if (!err)
		p->lost = &p->lines.lost;
	return err;
}

static void lines__close(struct payload_output *p)
{
	line_reader__close(&p->lines);
}

static void lines__drain(struct payload_output *p)
{
	line_reader__drain(&p->lines);
}

const struct output_kind output_lines = {
	.by_pid = true,
	.of_each_hook = true,
	.open = lines__open,
	.close = lines__close,
	.drain = lines__drain,
	.hits = truth__hits,
	.own = truth__own,
	.check = truth__check,
};

/* ---- stacks ---- */

/* A stack is true if it comes from a system call, or goes through the target. */
static bool stack__is_true(const struct payload_output *p, const uint64_t *frames)
{
	for (size_t i = 0; i < STACK_DEPTH && frames[i]; i++)
		if (kernel_code__is_in(p->hook->target->symbol, frames[i]) ||
		    kernel_code__is_in(KERNEL_CODE_SYSTEM_CALL, frames[i]))
			return true;
	return false;
}

static void stacks__check(struct payload_output *p, const struct output_span *span, char *text,
			  size_t size)
{
	int map = bpf_map__fd(hook__map(p->hook, "stacks"));
	uint32_t id, *last = NULL;
	uint64_t frames[STACK_DEPTH];

	(void)span;
	/* Without addresses, nobody can tell. */
	if (!kernel_code__is_known(KERNEL_CODE_SYSTEM_CALL))
		return;
	for (; !bpf_map_get_next_key(map, last, &id); last = &id)
		if (!bpf_map_lookup_elem(map, &id, frames) && stack__is_true(p, frames))
			return;
	snprintf(text, size, "no stack goes through %s or a system call",
		 p->hook->target->symbol[0] ? p->hook->target->symbol : "the target");
}

const struct output_kind output_stacks = {
	.open = count__open,
	.close = count__close,
	.hits = count__hits,
	.check = stacks__check,
};

/* ---- durations ---- */

static int durations__open(struct payload_output *p)
{
	p->durations = map_section(p->hook, ".data.durations", DURATIONS_SIZE);
	return p->durations ? 0 : -errno;
}

static void durations__close(struct payload_output *p)
{
	unmap_section(p->durations, DURATIONS_SIZE);
}

static int64_t durations__hits(struct payload_output *p)
{
	int64_t hits = 0;

	for (size_t i = 0; i < DURATION_BUCKETS; i++)
		hits += (int64_t)__atomic_load_n(&p->durations[i], __ATOMIC_RELAXED);
	return hits;
}

/*
 * All calls lie within the time that the threads had, by the least that each has taken. Those of
 * other processes need not.
 */
static void durations__check(struct payload_output *p, const struct output_span *span, char *text,
			     size_t size)
{
	double least = 0;

	for (size_t i = 1; i < DURATION_BUCKETS; i++)
		least += (double)(p->durations[i] - p->durations_before[i]) *
			 (double)(UINT64_C(1) << i);
	if (least > (double)span->elapsed_ns && span->hits == span->expected)
		snprintf(text, size, "durations of %.0f ms in all do not fit into %.0f ms",
			 least / 1e6, (double)span->elapsed_ns / 1e6);
	else if (least == 0)
		snprintf(text, size, "no call has taken any time");
}

const struct output_kind output_durations = {
	.open = durations__open,
	.close = durations__close,
	.hits = durations__hits,
	.check = durations__check,
};

/* ---- of any kind ---- */

static bool may_lose(const struct payload_output *p)
{
	return hook__map(p->hook, ".data.lost") &&
	       bpf_map__autocreate(hook__map(p->hook, ".data.lost"));
}

static int open_lost(struct payload_output *p)
{
	if (!may_lose(p))
		return 0;
	p->lost = map_section(p->hook, ".data.lost", sizeof(*p->lost));
	return p->lost ? 0 : -errno;
}

static void close_lost(struct payload_output *p)
{
	if (may_lose(p))
		unmap_section(p->lost, sizeof(*p->lost));
	p->lost = NULL;
}

static void *drain_all(void *context)
{
	unsigned int pause_us = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? DRAIN_US : DRAIN_ONE_CPU_US;
	struct payload_output *p = context;

	while (!__atomic_load_n(&p->stop, __ATOMIC_RELAXED)) {
		usleep(pause_us);
		pthread_mutex_lock(&p->lock);
		p->kind->drain(p);
		pthread_mutex_unlock(&p->lock);
	}
	return NULL;
}

/*
 * The thread takes no signals: SIGCHLD, which the caller may wait for with a signalfd, would be
 * lost on it.
 */
static int start_thread(struct payload_output *p)
{
	struct fifo_priority own;
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	fifo_priority__take(&own);
	err = pthread_create(&p->thread, NULL, drain_all, p);
	fifo_priority__give_back(&own);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -err;
}

/*
 * As the kernel counts, and so the programs. In a container's namespace a process does not know it:
 * then whose hits these are is not checked. 0: unknown; said once.
 */
static unsigned int pid_of_machine(void)
{
	static const char first[] = "pid:[4026531836]"; /* the kernel's PROC_PID_INIT_INO */
	static bool said;
	char link[32] = "";
	ssize_t n = readlink("/proc/self/ns/pid", link, sizeof(link) - 1);

	if (n > 0 && !strcmp(link, first))
		return (unsigned int)getpid();
	if (!said)
		log__warning("hookbench is in a pid namespace (a container's?), and does not know "
			     "its pid outside: whether hits are its own is not checked");
	said = true;
	return 0;
}

/* Of another function than its own, a workload knows neither file name nor result. */
static bool is_own_target(const struct workload *workload, const struct hook *hook)
{
	for (const char *const *t = workload->targets; *t; t++)
		if (!strcmp(*t, hook->target->symbol))
			return true;
	return !hook->backend->needs_function;
}

static struct event_truth truth_of(const struct hook *hook)
{
	const struct workload *w = hook->workload;
	bool knows = w && is_own_target(w, hook), whole = !hook->payload->output->of_each_hook;

	return (struct event_truth){
		.pid = w && hook->payload->output->by_pid ? pid_of_machine() : 0,
		.file_name = knows ? w->file_name : NULL,
		/* How wide a result is, only BTF tells. */
		.knows_result = knows && w->knows_result && hook->target->return_type[0],
		.result = w ? w->result : 0,
		.is_int = target__returns_int(hook->target),
		.wants_name = whole && hook__tells_name(hook),
		.wants_result = whole && hook__tells_result(hook),
	};
}

int payload_output__open(struct payload_output *p, const struct hook *hook)
{
	int err;

	*p = (struct payload_output){
		.kind = hook->payload->output,
		.hook = hook,
		.lock = PTHREAD_MUTEX_INITIALIZER,
	};
	if (!p->kind)
		return 0;
	p->truth = truth_of(hook);
	err = open_lost(p);
	if (!err && p->kind->open)
		err = p->kind->open(p);
	if (!err && p->kind->drain) {
		err = start_thread(p);
		p->has_thread = !err;
		if (err)
			p->kind->close(p);
	}
	if (err) {
		close_lost(p);
		p->kind = NULL;
	}
	return err;
}

void payload_output__close(struct payload_output *p)
{
	if (!p->kind)
		return;
	if (p->has_thread) {
		__atomic_store_n(&p->stop, true, __ATOMIC_RELAXED);
		pthread_join(p->thread, NULL);
	}
	if (p->kind->close)
		p->kind->close(p);
	close_lost(p);
	p->kind = NULL;
	p->has_thread = false;
}

/* With what has come by now. */
static void lock(struct payload_output *p)
{
	pthread_mutex_lock(&p->lock);
	if (p->kind->drain)
		p->kind->drain(p);
}

int64_t payload_output__hits(struct payload_output *p, int64_t *lost)
{
	int64_t hits;

	*lost = COUNT_UNKNOWN;
	if (!p->kind)
		return COUNT_UNKNOWN;
	lock(p);
	hits = p->kind->hits(p);
	if (p->lost) {
		*lost = (int64_t)__atomic_load_n(p->lost, __ATOMIC_RELAXED);
		hits += *lost;
	}
	pthread_mutex_unlock(&p->lock);
	return hits;
}

void payload_output__begin(struct payload_output *p)
{
	if (!p->kind)
		return;
	lock(p);
	if (p->kind->own)
		p->own_before = p->kind->own(p);
	if (p->durations)
		memcpy(p->durations_before, p->durations, sizeof(p->durations_before));
	pthread_mutex_unlock(&p->lock);
}

void payload_output__check(struct payload_output *p, const struct output_span *span, char *text,
			   size_t size)
{
	int64_t own, lost = span->lost == COUNT_UNKNOWN ? 0 : span->lost;

	text[0] = '\0';
	if (!p->kind)
		return;
	lock(p);
	if (p->kind->check)
		p->kind->check(p, span, text, size);
	own = p->kind->own && p->truth.pid ? p->kind->own(p) - p->own_before : span->expected;
	if (!text[0] && own + lost < span->expected)
		snprintf(text, size,
			 "%" PRId64 " hits of the workload's process, and %" PRId64
			 " lost, of %" PRId64,
			 own, lost, span->expected);
	pthread_mutex_unlock(&p->lock);
}
