// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Creates a file and unlinks it through io_uring. The kernel unlinks in a worker thread of the
 * ring; the system call that submits the request and waits for it is timed.
 */
#include <errno.h>
#include <linux/io_uring.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "workloads/workload.h"

WORKLOAD_DECLARE_STATE(io_uring_unlink);

#define FILE_NAME "file"

/*
 * Large, so that the completion queue, twice as long, seldom wraps around: wrapping takes longer.
 */
#define ENTRIES 256

/* Only the first entry is used. */
struct ring {
	bool policy_is_set; /* the members below have the previous policy */
	int policy;
	struct sched_param parameters;
	int fd;
	size_t size, entries_size;
	char *memory;		      /* both queues; MAP_FAILED without */
	struct io_uring_sqe *entries; /* MAP_FAILED without */
	const struct io_uring_cqe *completions;
	unsigned int *submitted; /* the tail of the submission queue */
	/* The completion queue: its tail, its head, and the mask that turns them into an index. */
	const unsigned int *done;
	unsigned int *taken, mask;
};

/* ---- state ---- */

static int log_no_ring(int error)
{
	switch (error) {
	case ENOSYS:
		log__error(
			"workload io_uring-unlink: this kernel has no io_uring (CONFIG_IO_URING is not set): use another kernel or workload");
		break;
	case EPERM:
	case EACCES:
		log__error(
			"workload io_uring-unlink: io_uring is disabled here, by sysctl kernel.io_uring_disabled or by a sandbox: allow it, or use another workload");
		break;
	default: log__error("workload io_uring-unlink: io_uring_setup: %s", strerror(error));
	}
	return -error;
}

static bool has_unlinkat(int fd)
{
	struct {
		struct io_uring_probe probe;
		struct io_uring_probe_op operations[IORING_OP_UNLINKAT + 1];
	} known = { 0 };

	if (syscall(SYS_io_uring_register, fd, IORING_REGISTER_PROBE, &known,
		    IORING_OP_UNLINKAT + 1))
		return false;
	return known.operations[IORING_OP_UNLINKAT].flags & IO_URING_OP_SUPPORTED;
}

static void *map_ring(int fd, size_t size, off_t offset)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, offset);
}

/* Kernels that support the operation have both queues in one mapping. 0 or -errno, logged. */
static int ring__map(struct ring *ring, const struct io_uring_params *p)
{
	size_t sq_size = p->sq_off.array + p->sq_entries * sizeof(unsigned int);
	size_t cq_size = p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe);

	ring->size = sq_size > cq_size ? sq_size : cq_size;
	ring->entries_size = p->sq_entries * sizeof(struct io_uring_sqe);
	ring->memory = map_ring(ring->fd, ring->size, IORING_OFF_SQ_RING);
	ring->entries = map_ring(ring->fd, ring->entries_size, IORING_OFF_SQES);
	if (ring->memory == MAP_FAILED || ring->entries == MAP_FAILED) {
		int error = errno;

		log__error("workload io_uring-unlink: cannot map the ring: %s", strerror(error));
		return -error;
	}
	ring->submitted = (unsigned int *)(ring->memory + p->sq_off.tail);
	ring->done = (const unsigned int *)(ring->memory + p->cq_off.tail);
	ring->taken = (unsigned int *)(ring->memory + p->cq_off.head);
	ring->mask = *(unsigned int *)(ring->memory + p->cq_off.ring_mask);
	ring->completions = (const struct io_uring_cqe *)(ring->memory + p->cq_off.cqes);
	/* Every slot of the queue refers to the single entry. */
	memset(ring->memory + p->sq_off.array, 0, p->sq_entries * sizeof(unsigned int));
	return 0;
}

/*
 * The fair scheduler decides anew each time whether the thread or the worker runs first. Under this
 * policy, each runs until it waits. Threads and workers inherit it; without permission to set it,
 * measurements have more noise.
 */
static void set_scheduler(struct ring *ring)
{
	const struct sched_param parameters = { .sched_priority = 1 };

	ring->policy = sched_getscheduler(0);
	sched_getparam(0, &ring->parameters);
	ring->policy_is_set = !sched_setscheduler(0, SCHED_FIFO, &parameters);
}

void io_uring_unlink__close(struct worker *worker)
{
	struct ring *ring = worker->state;

	if (ring->memory != MAP_FAILED)
		munmap(ring->memory, ring->size);
	if (ring->entries != MAP_FAILED)
		munmap(ring->entries, ring->entries_size);
	if (ring->fd >= 0)
		close(ring->fd);
	if (ring->policy_is_set)
		sched_setscheduler(0, ring->policy, &ring->parameters);
	free(ring);
}

static int ring__open(struct ring *ring)
{
	struct io_uring_params parameters = { 0 };

	ring->fd = (int)syscall(SYS_io_uring_setup, ENTRIES, &parameters);
	if (ring->fd < 0)
		return log_no_ring(errno);
	if (!has_unlinkat(ring->fd)) {
		log__error(
			"workload io_uring-unlink: this kernel's io_uring cannot unlink (IORING_OP_UNLINKAT needs Linux 5.11 or later): use a newer kernel or another workload");
		return -ENOSYS;
	}
	return ring__map(ring, &parameters);
}

int io_uring_unlink__open(struct worker *worker)
{
	struct ring *ring = calloc(1, sizeof(*ring));
	int err;

	if (!ring)
		return log__out_of_memory();
	worker->state = ring;
	ring->fd = -1;
	ring->memory = MAP_FAILED;
	ring->entries = MAP_FAILED;
	err = ring__open(ring);
	if (err) {
		io_uring_unlink__close(worker);
		return err;
	}
	set_scheduler(ring);
	ring->entries[0] = (struct io_uring_sqe){
		.opcode = IORING_OP_UNLINKAT,
		.fd = worker->folder,
		.addr = (uintptr_t)FILE_NAME,
	};
	return 0;
}

/* ---- the cycle ---- */

static long ring__enter(const struct ring *ring, unsigned int submit)
{
	return syscall(SYS_io_uring_enter, ring->fd, submit, 1, IORING_ENTER_GETEVENTS, NULL, 0);
}

/* Waits for the operation's result, 0 or -errno, even if a signal interrupted the system call. */
static int ring__take(struct ring *ring)
{
	unsigned int head = *ring->taken;
	int result;

	while (__atomic_load_n(ring->done, __ATOMIC_ACQUIRE) == head)
		if (ring__enter(ring, 0) < 0 && errno != EINTR)
			return -errno;
	result = ring->completions[head & ring->mask].res;
	__atomic_store_n(ring->taken, head + 1, __ATOMIC_RELEASE);
	return result;
}

WORKLOAD_CYCLE io_uring_unlink__cycle(struct worker *worker, enum clock_source source)
{
	struct ring *ring = worker->state;
	uint64_t start, end;
	int err;
	long n;

	if (worker__create_file(worker, FILE_NAME, source))
		return -1;

	__atomic_store_n(ring->submitted, *ring->submitted + 1, __ATOMIC_RELEASE);
	start = worker__begin(worker, source);
	n = ring__enter(ring, 1);
	end = worker__end(worker, source);
	if (n != 1)
		return worker__fail(worker, "io_uring_enter", n < 0 ? errno : EIO);
	err = ring__take(ring);
	if (err)
		return worker__fail(worker, "IORING_OP_UNLINKAT", -err);
	worker__record(worker->operation, start, end, source);
	return 0;
}

WORKLOAD_LOOP(io_uring_unlink, io_uring_unlink__cycle)
