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
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/base/log.h"
#include "bench/machine/clock.h"
#include "bench/vm/cache_file.h"
#include "bench/vm/qemu_monitor.h"

#define SUFFIX ".snapshot"
/* A state is not larger than the guest's memory, and a little for its devices. */
#define DEVICES_SIZE	(64 << 20)
#define NEVER_LONGER_NS UINT64_C(30000000000)

/* ---- which one ---- */

/* Guests that wait for a request and have nothing of one user's command in them. */
static bool can_have_one(const struct vm *vm)
{
	return vm->accelerator == ACCEL_EXACT && !vm->files && !vm->boots;
}

static size_t most_of_state(const struct vm *vm)
{
	return ((size_t)vm__memory_mib(vm) << 20) + DEVICES_SIZE;
}

/* Everything that the state depends on, as a line. NULL if it cannot be found out. */
static char *describe(const struct vm *vm, const char *guest)
{
	uint32_t image = 0, program = 0, qemu = 0;
	char path[PATH_MAX], *text, *line = NULL;
	json_t *object;

	if (qemu__find(path, sizeof(path)) || checksum__add_file(&qemu, path) ||
	    checksum__add_file(&image, vm->image) || checksum__add_file(&program, guest))
		return NULL;
	object = json_pack("{s:s, s:I, s:I, s:I, s:s, s:s, s:i, s:i}", "schema",
			   "hookbench-snapshot/1", "image", (json_int_t)image, "guest",
			   (json_int_t)program, "qemu", (json_int_t)qemu, "cpu_model",
			   vm__cpu_model(vm), "append", vm->append ? vm->append : "", "cpus",
			   (int)vm->cpus, "memory_mib", (int)vm__memory_mib(vm));
	text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	if (!text || asprintf(&line, "%s\n", text) < 0)
		line = NULL;
	free(text);
	json_decref(object);
	return line;
}

void snapshot__open(struct snapshot *s, const struct vm *vm, const char *guest)
{
	char folder[PATH_MAX];
	int err;

	*s = (struct snapshot){ .here = -1, .there = -1 };
	if (!can_have_one(vm) || cache_file__folder("snapshots", folder, sizeof(folder)))
		return;
	s->header = describe(vm, guest);
	if (!s->header ||
	    (size_t)snprintf(s->path, sizeof(s->path), "%s/%08x" SUFFIX, folder,
			     checksum__add(0, s->header, strlen(s->header))) >= sizeof(s->path)) {
		s->path[0] = '\0';
		return;
	}
	err = cache_file__read(s->path, s->header, most_of_state(vm), &s->state, &s->size);
	/* What is no snapshot is in the way of one. */
	if (err == -EINVAL)
		snapshot__remove(s);
}

/* ---- continuing ---- */

int snapshot__connect(struct snapshot *s, struct qemu_inputs *inputs)
{
	int ends[2];

	if (!s->path[0])
		return 0;
	if (s->state ? pipe2(ends, O_CLOEXEC)
		     : socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return -errno;
	s->there = ends[0];
	s->here = ends[1];
	*(s->state ? &inputs->state : &inputs->monitor) = s->there;
	return 0;
}

static void close_end(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

/* Writes all of it to the pipe. QEMU reads it at once, or not at all. */
static int feed(const struct snapshot *s, const volatile sig_atomic_t *stop)
{
	uint64_t until_ns = clock__monotonic_ns() + NEVER_LONGER_NS;
	const char *next = s->state, *end = next + s->size;
	struct pollfd pipe = { s->here, POLLOUT, 0 };

	fcntl(s->here, F_SETFL, O_NONBLOCK);
	while (next < end) {
		ssize_t n;

		if (*stop)
			return -EINTR;
		if (clock__monotonic_ns() > until_ns)
			return -ETIMEDOUT;
		if (poll(&pipe, 1, 50) <= 0)
			continue;
		n = write(s->here, next, (size_t)(end - next));
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return -errno;
		next += n > 0 ? n : 0;
	}
	return 0;
}

int snapshot__feed(struct snapshot *s, const struct vm *vm)
{
	int err = 0;

	close_end(&s->there);
	if (!s->state)
		return 0;
	err = feed(s, vm->stop);
	close_end(&s->here);
	return err;
}

/* ---- taking ---- */

/* Reads what QEMU writes, to its end. 0 with the bytes, for the caller to free; or -errno. */
static int read_state(int from, size_t most, const volatile sig_atomic_t *stop, char **state,
		      size_t *size)
{
	uint64_t until_ns = clock__monotonic_ns() + NEVER_LONGER_NS;
	struct pollfd pipe = { from, POLLIN, 0 };
	int err = 0;
	ssize_t n = 1;

	/* The system gives memory only for what is written to. */
	*state = malloc(most);
	*size = 0;
	err = *state ? 0 : -ENOMEM;
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
	int pipe[2], err, ended;

	if (pipe2(pipe, O_CLOEXEC))
		return -errno;
	err = qemu_monitor__begin_save(s->here, pipe[1], vm->stop);
	close(pipe[1]);
	if (!err) {
		err = read_state(pipe[0], most_of_state(vm), vm->stop, state, size);
		/* QEMU's end of a pipe that nobody reads fails, so that it does not wait. */
		close(pipe[0]);
		ended = qemu_monitor__end_save(s->here, vm->stop);
		if (!err && ended) {
			free(*state);
			err = ended;
		}
	} else {
		close(pipe[0]);
	}
	return err;
}

void snapshot__take(struct snapshot *s, const struct vm *vm)
{
	char *state = NULL;
	size_t size = 0;
	int err;

	if (!s->path[0] || s->state)
		return;
	err = save(s, vm, &state, &size);
	if (!err) {
		err = cache_file__write(s->path, s->header, state, size);
		free(state);
	}
	close_end(&s->here);
	if (err && err != -EINTR && err != -ENOTSUP)
		log__warning(
			"cannot store a snapshot of the guest as %s: %s; the next run boots again",
			s->path, strerror(-err));
}

void snapshot__remove(struct snapshot *s)
{
	log__warning("the snapshot %s cannot be used, and was removed; booting instead", s->path);
	unlink(s->path);
	free(s->state);
	s->state = NULL;
	close_end(&s->here);
	close_end(&s->there);
}

void snapshot__close(struct snapshot *s)
{
	close_end(&s->here);
	close_end(&s->there);
	free(s->state);
	free(s->header);
}
