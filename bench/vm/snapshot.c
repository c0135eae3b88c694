// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/machine/clock.h"
#include "bench/vm/guest_memory.h"
#include "bench/vm/kernel_image.h"
#include "bench/vm/qemu_monitor.h"

/* More than the state of a guest's devices takes. */
#define STATE_MOST	(64 << 20)
#define NEVER_LONGER_NS UINT64_C(30000000000)

#define DAMAGED "it is damaged, or something else"

/* ---- which one ---- */

/* Guests that wait for a request and have nothing of one user's command in them. */
static bool can_have_one(const struct vm *vm)
{
	return vm->accelerator == ACCEL_EXACT && !vm->files && !vm->boots;
}

static size_t memory_size(const struct vm *vm)
{
	return (size_t)vm__memory_mib(vm) << 20;
}

/* Everything that the state depends on. NULL if it cannot be found out. */
static json_t *facts_of(const struct vm *vm, const char *guest)
{
	uint32_t image = 0, program = 0, qemu = 0;
	char path[PATH_MAX], line[GUEST_ARCH_COMMAND_LINE_MOST + 1];

	qemu__command_line(vm, line, sizeof(line));
	if (qemu__find(vm__arch(vm), path, sizeof(path)) || checksum__add_file(&qemu, path) ||
	    checksum__add_file(&image, vm->image) || checksum__add_file(&program, guest))
		return NULL;
	return json_pack("{s:s, s:s, s:I, s:I, s:I, s:s, s:o, s:i, s:i}", "schema",
			 "hookbench-snapshot/7", "architecture", vm__arch(vm)->name, "image",
			 (json_int_t)image, "guest", (json_int_t)program, "qemu", (json_int_t)qemu,
			 "cpu_model", vm__cpu_model(vm), "command_line", json_value__text(line),
			 "cpus", (int)vm->cpus, "memory_mib", (int)vm__memory_mib(vm));
}

void snapshot__open(struct snapshot *s, const struct vm *vm, const char *guest)
{
	char release[128];
	int err;

	*s = (struct snapshot){ .memory = -1, .here = -1, .there = -1 };
	if (!can_have_one(vm))
		return;
	kernel_image__release(vm->image, release, sizeof(release));
	keyed_cache__open(&s->place, "snapshots", release, facts_of(vm, guest));
	if (vm->renews) {
		unlink(s->place.path);
		return;
	}
	err = keyed_cache__read_behind(&s->place, memory_size(vm), STATE_MOST, &s->state, &s->size,
				       &s->memory);
	if (!err)
		err = snapshot_facts__read(s->state, s->size, time(NULL), &s->facts);
	/* What is no snapshot is in the way of one. */
	if (err == -EINVAL)
		snapshot__remove(s, DAMAGED);
}

/* ---- continuing ---- */

static void close_end(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

int snapshot__connect(struct snapshot *s, const struct vm *vm, struct qemu_inputs *inputs)
{
	int ends[2];

	if (!s->place.path[0])
		return 0;
	if (!s->state)
		s->memory = guest_memory__make(memory_size(vm));
	if (s->memory < 0)
		return s->memory;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return -errno;
	inputs->memory = s->memory;
	inputs->is_resumed = s->state;
	inputs->monitor = s->there = ends[0];
	s->here = ends[1];
	return 0;
}

/* Writes all of it to the socket. QEMU reads it at once, or not at all. */
static int write_state(const struct snapshot *s, int to, const volatile sig_atomic_t *stop)
{
	uint64_t until_ns = clock__monotonic_ns() + NEVER_LONGER_NS;
	const char *next = (const char *)s->state + sizeof(s->facts),
		   *end = (const char *)s->state + s->size;
	struct pollfd socket = { to, POLLOUT, 0 };

	while (next < end) {
		ssize_t n;

		if (*stop)
			return -EINTR;
		if (clock__monotonic_ns() > until_ns)
			return -ETIMEDOUT;
		if (poll(&socket, 1, 50) <= 0)
			continue;
		n = send(to, next, (size_t)(end - next), MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return -errno;
		next += n > 0 ? n : 0;
	}
	return 0;
}

/* QEMU starts meanwhile. */
static int check_memory(const struct snapshot *s, const struct vm *vm)
{
	uint32_t checksum;
	int err = guest_memory__read(s->memory, memory_size(vm), -1, &checksum);

	if (!err && checksum != s->facts.memory)
		err = -EINVAL;
	return err ? log__fail(err, "%s", err == -EINVAL ? DAMAGED : strerror(-err)) : 0;
}

static int feed(const struct snapshot *s, const struct vm *vm)
{
	int ends[2], err = check_memory(s, vm);

	if (err)
		return err;
	/* Not a pipe, which ends the one that writes to it if its reader has gone. */
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return -errno;
	err = qemu_monitor__load(s->here, ends[0], vm->stop);
	close(ends[0]);
	if (!err)
		err = write_state(s, ends[1], vm->stop);
	close(ends[1]);
	return err;
}

int snapshot__feed(struct snapshot *s, const struct vm *vm)
{
	int err = 0;

	close_end(&s->there);
	if (s->state) {
		err = feed(s, vm);
		close_end(&s->here);
	}
	return err;
}

/* ---- taking ---- */

/*
 * The facts, and what QEMU writes, to its end. 0 with the bytes, for the caller to free; or -errno.
 */
static int read_state(int from, size_t most, const struct snapshot_facts *facts,
		      const volatile sig_atomic_t *stop, char **state, size_t *size)
{
	uint64_t until_ns = clock__monotonic_ns() + NEVER_LONGER_NS;
	struct pollfd pipe = { from, POLLIN, 0 };
	int err = 0;
	ssize_t n = 1;

	/* The system gives memory only for what is written to. */
	*state = malloc(most);
	err = *state ? 0 : -ENOMEM;
	if (!err)
		memcpy(*state, facts, sizeof(*facts));
	*size = sizeof(*facts);
	while (!err && n) {
		if (*stop)
			err = -EINTR;
		else if (clock__monotonic_ns() > until_ns)
			err = -ETIMEDOUT;
		else if (*size == most)
			err = -EFBIG;
		else if (poll(&pipe, 1, 50) > 0) {
			n = read(from, *state + *size, most - *size);
			err = n < 0 && errno != EINTR ? -errno : 0;
			*size += n > 0 ? (size_t)n : 0;
		}
	}
	if (err)
		free(*state);
	return err;
}

/* 0 with the state, for the caller to free; -ENOTSUP: there is no QEMU; or another -errno. */
static int save(const struct snapshot *s, const struct vm *vm, char **state, size_t *size)
{
	int pipe[2], err;

	if (pipe2(pipe, O_CLOEXEC))
		return -errno;
	err = qemu_monitor__begin_save(s->here, pipe[1], vm->stop);
	close(pipe[1]);
	if (!err)
		err = read_state(pipe[0], STATE_MOST, &s->facts, vm->stop, state, size);
	/* QEMU's end of a pipe that nobody reads fails, so that it does not wait. */
	close(pipe[0]);
	if (err)
		return err;
	err = qemu_monitor__end_save(s->here, vm->stop);
	if (err)
		free(*state);
	return err;
}

/* What write_memory takes. */
struct memory {
	int fd;
	size_t size;
	struct snapshot_facts *facts;
	char *state; /* which begins with the facts */
};

/* Its checksum is one of the facts. */
static int write_memory(int fd, const void *what)
{
	const struct memory *memory = what;
	int err = guest_memory__read(memory->fd, memory->size, fd, &memory->facts->memory);

	memcpy(memory->state, memory->facts, sizeof(*memory->facts));
	return err;
}

/* What the stopped guest is. */
static int store(struct snapshot *s, const struct vm *vm)
{
	struct memory memory = { s->memory, memory_size(vm), &s->facts, NULL };
	const struct cache_file_before before = { memory.size, write_memory, &memory };
	size_t size = 0;
	int err = save(s, vm, &memory.state, &size);

	if (err || !memory.state)
		return err;
	err = keyed_cache__write_behind(&s->place, &before, memory.state, size);
	free(memory.state);
	return err;
}

void snapshot__take(struct snapshot *s, const struct vm *vm, bool is_elf)
{
	time_t now = time(NULL);
	int err, went_on;

	/* With a clock that is wrong by years, it would be thought to be damaged. */
	if (!s->place.path[0] || s->state || !snapshot_facts__may_be_taken(now, now))
		return;
	/* All of it, as bytes between the members are stored too. */
	memset(&s->facts, 0, sizeof(s->facts));
	s->facts.taken = now;
	s->facts.is_elf = is_elf;
	qemu__version(vm__arch(vm), s->facts.qemu_version);
	err = store(s, vm);
	went_on = err == -ENOTSUP ? 0 : qemu_monitor__go_on(s->here, vm->stop);
	if (!err && went_on)
		err = went_on;
	close_end(&s->here);
	if (err && err != -EINTR && err != -ENOTSUP)
		log__warning(
			"cannot store a snapshot of the guest as %s: %s; the next run boots again",
			s->place.path, strerror(-err));
}

void snapshot__remove(struct snapshot *s, const char *why)
{
	log__warning("the snapshot %s cannot be used, and was removed; booting instead: %s",
		     s->place.path, why[0] ? why : "QEMU could not continue from it");
	unlink(s->place.path);
	free(s->state);
	s->state = NULL;
	close_end(&s->memory);
	close_end(&s->here);
	close_end(&s->there);
}

void snapshot__close(struct snapshot *s)
{
	close_end(&s->memory);
	close_end(&s->here);
	close_end(&s->there);
	free(s->state);
	keyed_cache__close(&s->place);
}
