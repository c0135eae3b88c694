// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Begins a TCP connection over the loopback, to a socket of its own that listens, and takes it
 * back.
 *
 * Nobody accepts there and its queue is full, so that it drops what comes in: nothing stays behind
 * in TIME_WAIT, however many cycles there are, and what is timed is connect(2) and the sending of
 * one packet. To answer, the kernel would copy sockets and draw random numbers, whose making ahead
 * shows in every eighth operation. It connects from one port, as looking for a free one takes
 * another time each time; a socket that does nothing holds it against other processes.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/log.h"
#include "workloads/workload.h"

WORKLOAD_DECLARE_STATE(connect);

/* One more than the listener has room for. */
#define FILLERS 2

struct connect_state {
	int listener, fillers[FILLERS];
	struct sockaddr_in server;
	unsigned int turn; /* 0 or 1: of the two below */
	int holders[2], sockets[2];
	struct sockaddr_in clients[2];
};

/* ---- state ---- */

/* A stream socket on the loopback, bound to `address`, whose port may be 0. -1 with errno. */
static int open_socket(const struct sockaddr_in *address, int flags)
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };
	const int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);

	if (fd < 0)
		return -1;
	if (!setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) &&
	    !setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) &&
	    !bind(fd, (const struct sockaddr *)address, sizeof(*address)))
		return fd;
	close(fd);
	return -1;
}

/* On a port that is free, which is then in `address`. */
static int open_on_free_port(struct sockaddr_in *address)
{
	socklen_t size = sizeof(*address);
	int fd;

	*address = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	fd = open_socket(address, 0);
	if (fd >= 0 && getsockname(fd, (struct sockaddr *)address, &size)) {
		close(fd);
		return -1;
	}
	return fd;
}

static int log_failure(int error)
{
	switch (error) {
	case EADDRNOTAVAIL:
	case ENETUNREACH:
		log__error("workload connect: there is no loopback at 127.0.0.1: bring it up "
			   "(ip link set lo up), or leave the network namespace that lacks it");
		break;
	case EAFNOSUPPORT:
		log__error("workload connect: this kernel has no TCP over IPv4 (CONFIG_INET is not "
			   "set): take another kernel or workload");
		break;
	default:
		log__error("workload connect: cannot make sockets on the loopback: %s",
			   strerror(error));
	}
	return -error;
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void connect__close(struct worker *worker)
{
	struct connect_state *state = worker->state;

	for (size_t i = 0; i < FILLERS; i++)
		close_if_open(state->fillers[i]);
	for (size_t i = 0; i < 2; i++) {
		close_if_open(state->sockets[i]);
		close_if_open(state->holders[i]);
	}
	close_if_open(state->listener);
	free(state);
}

/* 0, or -1 with errno. */
static int fill_listener(struct connect_state *state)
{
	for (size_t i = 0; i < FILLERS; i++) {
		struct sockaddr_in address;

		state->fillers[i] = open_on_free_port(&address);
		if (state->fillers[i] < 0 ||
		    connect(state->fillers[i], (const struct sockaddr *)&state->server,
			    sizeof(state->server)))
			return -1;
	}
	return 0;
}

static int open_sockets(struct connect_state *state)
{
	state->listener = open_on_free_port(&state->server);
	if (state->listener < 0 || listen(state->listener, FILLERS - 1))
		return -1;
	for (size_t i = 0; i < 2; i++) {
		state->holders[i] = open_on_free_port(&state->clients[i]);
		if (state->holders[i] < 0)
			return -1;
	}
	return fill_listener(state);
}

int connect__open(struct worker *worker)
{
	struct connect_state *state = malloc(sizeof(*state));
	int error;

	if (!state)
		return log__out_of_memory();
	memset(state, 0xff, sizeof(*state)); /* no descriptor is open */
	state->turn = 0;
	worker->state = state;
	if (!open_sockets(state))
		return 0;
	error = errno;
	connect__close(worker);
	return log_failure(error);
}

/* ---- the cycle ---- */

WORKLOAD_CYCLE connect__cycle(struct worker *worker, enum clock_source source)
{
	struct connect_state *state = worker->state;
	const struct sockaddr *server = (const struct sockaddr *)&state->server;
	unsigned int turn = state->turn;
	uint64_t start, end;
	int fd, err;

	fd = state->sockets[turn] = open_socket(&state->clients[turn], SOCK_NONBLOCK);
	if (fd < 0)
		return worker__fail(worker, "socket", errno);
	start = clock__begin(source);
	err = connect(fd, server, sizeof(state->server));
	end = clock__end(source);
	/* It waits for an answer, which does not come. */
	if (!err || errno != EINPROGRESS)
		return worker__fail(worker, "connect", err ? errno : 0);
	worker__record(worker->operation, start, end, source);
	state->turn = !turn;
	close_if_open(state->sockets[!turn]);
	state->sockets[!turn] = -1;
	return 0;
}

WORKLOAD_LOOP(connect, connect__cycle)
