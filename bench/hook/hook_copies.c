// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/hook_copies.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/hook/libbpf_log.h"

/* Of several, the message says which one it was. */
static int fail(const struct hook_copies *c, size_t i, const char *what, int err)
{
	char message[256];

	if (c->n == 1)
		return err;
	snprintf(message, sizeof(message), "%s", hook__last_message());
	libbpf_log__set("copy %zu of %zu cannot be %s%s%s", i + 1, c->n, what,
			message[0] ? ": " : "", message);
	return err;
}

int hook_copies__open(struct hook_copies *c, size_t n, const struct backend *backend,
		      const struct payload *payload, const struct target *target,
		      const struct workload *workload, struct hook_memory *memory)
{
	size_t wanted = backend__is_hook(backend) ? n : 1;
	int err = 0;

	*c = (struct hook_copies){ .v = calloc(wanted, sizeof(*c->v)),
				   .counts = calloc(wanted, sizeof(*c->counts)) };
	if (!c->v || !c->counts)
		err = -ENOMEM;
	for (size_t i = 0; i < wanted && !err; i++) {
		err = watched_hook__open(&c->v[i], backend, payload, target, workload, memory);
		if (err && i)
			fail(&(struct hook_copies){ .n = wanted }, i, "loaded", err);
		c->n += !err;
	}
	if (err)
		hook_copies__close(c);
	return err;
}

void hook_copies__rest(struct hook_copies *c, bool rests)
{
	for (size_t i = 0; i < c->n; i++)
		watched_hook__rest(&c->v[i], rests);
}

int hook_copies__attach(struct hook_copies *c, pid_t only)
{
	for (size_t i = 0; i < c->n; i++) {
		int err;

		c->v[i].hook.only = only;
		err = hook__attach(&c->v[i].hook);
		if (!err)
			continue;
		fail(c, i, "attached", err);
		while (i-- > 0)
			hook__detach(&c->v[i].hook);
		return err;
	}
	return 0;
}

int64_t hook_copies__attach_ns(const struct hook_copies *c)
{
	int64_t ns = 0;

	for (size_t i = 0; i < c->n; i++)
		ns += c->v[i].hook.attach_ns;
	return ns;
}

int64_t hook_copies__detach_ns(const struct hook_copies *c)
{
	int64_t ns = 0;

	for (size_t i = 0; i < c->n; i++)
		ns += c->v[i].hook.detach_ns;
	return ns;
}

void hook_copies__start_counting(struct hook_copies *c)
{
	for (size_t i = 0; i < c->n; i++) {
		payload_output__begin(&c->v[i].output);
		watched_hook__read_counts(&c->v[i], &c->counts[i]);
	}
}

static void subtract(struct hook_counts *after, const struct hook_counts *before)
{
	after->hits = maybe_count__difference(after->hits, before->hits);
	after->lost = maybe_count__difference(after->lost, before->lost);
	after->runs = maybe_count__difference(after->runs, before->runs);
	after->missed = maybe_count__difference(after->missed, before->missed);
	after->recursion = maybe_count__difference(after->recursion, before->recursion);
}

static void add(struct hook_counts *sum, const struct hook_counts *more)
{
	sum->hits = maybe_count__sum(sum->hits, more->hits);
	sum->lost = maybe_count__sum(sum->lost, more->lost);
	sum->runs = maybe_count__sum(sum->runs, more->runs);
	sum->missed = maybe_count__sum(sum->missed, more->missed);
	sum->recursion = maybe_count__sum(sum->recursion, more->recursion);
}

/* They are at the same place, so that each must be hit as often as the others. */
static void compare(const char *what, int64_t count, int64_t first, size_t i, char *odd,
		    size_t size)
{
	if (count != first)
		snprintf(odd, size, "copy %zu counted %" PRId64 " %s, and the first %" PRId64,
			 i + 1, count, what, first);
}

void hook_copies__count(struct hook_copies *c, struct hook_counts *sum, char *odd, size_t size)
{
	struct hook_counts first = { 0 };

	for (size_t i = 0; i < c->n; i++) {
		struct hook_counts now;

		watched_hook__read_counts(&c->v[i], &now);
		subtract(&now, &c->counts[i]);
		if (!i) {
			first = *sum = now;
			continue;
		}
		compare("hits", now.hits, first.hits, i, odd, size);
		compare("runs", now.runs, first.runs, i, odd, size);
		add(sum, &now);
	}
}

void hook_copies__detach(struct hook_copies *c)
{
	for (size_t i = c->n; i-- > 0;)
		hook__detach(&c->v[i].hook);
}

void hook_copies__close(struct hook_copies *c)
{
	for (size_t i = c->n; i-- > 0;)
		watched_hook__close(&c->v[i]);
	free(c->v);
	free(c->counts);
	*c = (struct hook_copies){ 0 };
}
