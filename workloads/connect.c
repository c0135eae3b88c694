// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Opens a TCP connection over the loopback to its own listening socket, and resets it from both
 * sides: nothing is left in TIME_WAIT, however many cycles there are. It times connect(2),
 * including the whole handshake. It always connects from the same port, as the time to find a free
 * one varies; an idle socket reserves the port against other processes.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "workloads/workload.h"

WORKLOAD_DECLARE_STATE(connect);

struct connect_state {
	int listener, holder;
	struct sockaddr_in server, client;
};

/* ---- state ---- */

/*
 * Creates a stream socket on the loopback, bound to `address`, whose port may be 0. Returns -1 with
 * errno on failure.
 */
static int open_socket(const struct sockaddr_in *address)
{
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };
	const int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (!setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)) &&
	    !setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) &&
	    !bind(fd, (const struct sockaddr *)address, sizeof(*address)))
		return fd;
	close(fd);
	return -1;
}

/* Binds to a free port and stores it in `address`. */
static int open_on_free_port(struct sockaddr_in *address)
{
	socklen_t size = sizeof(*address);
	int fd;

	*address = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	fd = open_socket(address);
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
		log__error(
			"workload connect: no loopback at 127.0.0.1: bring it up (ip link set lo up), or leave the network namespace that lacks it");
		break;
	case EAFNOSUPPORT:
		log__error(
			"workload connect: this kernel has no TCP over IPv4 (CONFIG_INET is not set): use another kernel or workload");
		break;
	default:
		log__error("workload connect: cannot create sockets on the loopback: %s",
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

	close_if_open(state->listener);
	close_if_open(state->holder);
	free(state);
}

/* 0, or -1 with errno. */
static int open_sockets(struct connect_state *state)
{
	state->listener = open_on_free_port(&state->server);
	if (state->listener < 0 || listen(state->listener, 1))
		return -1;
	state->holder = open_on_free_port(&state->client);
	return state->holder < 0 ? -1 : 0;
}

/* ---- the cycle ---- */

/* Accepts the connection, and resets it from both sides. 0, or -1 with errno. */
static int reset_connection(const struct connect_state *state, int fd)
{
	int peer = accept4(state->listener, NULL, NULL, SOCK_CLOEXEC), error = errno;

	close(fd);
	close_if_open(peer);
	errno = error;
	return peer < 0 ? -1 : 0;
}

/* Checks that a connection is possible, before anything is measured. 0, or -1 with errno. */
static int try_connection(const struct connect_state *state)
{
	int fd = open_socket(&state->client);

	if (fd < 0)
		return -1;
	if (connect(fd, (const struct sockaddr *)&state->server, sizeof(state->server))) {
		close(fd);
		return -1;
	}
	return reset_connection(state, fd);
}

int connect__open(struct worker *worker)
{
	struct connect_state *state = malloc(sizeof(*state));
	int error;

	if (!state)
		return log__out_of_memory();
	memset(state, 0xff, sizeof(*state)); /* no descriptor is open */
	worker->state = state;
	if (!open_sockets(state) && !try_connection(state))
		return 0;
	error = errno;
	connect__close(worker);
	return log_failure(error);
}

/*
 * A signal that ends the loop may also interrupt a call: the cycle then does not count, and nothing
 * has failed.
 */
static int fail_unless_stopped(struct worker *worker, const char *call, int error)
{
	return error == EINTR && *worker->stop ? -1 : worker__fail(worker, call, error);
}

WORKLOAD_CYCLE connect__cycle(struct worker *worker, enum clock_source source)
{
	struct connect_state *state = worker->state;
	const struct sockaddr *server = (const struct sockaddr *)&state->server;
	uint64_t start, end;
	int fd, err;

	fd = open_socket(&state->client);
	if (fd < 0)
		return worker__fail(worker, "socket", errno);
	start = worker__begin(worker, source);
	err = connect(fd, server, sizeof(state->server));
	end = worker__end(worker, source);
	if (err) {
		err = errno;
		close(fd);
		return fail_unless_stopped(worker, "connect", err);
	}
	if (reset_connection(state, fd))
		return fail_unless_stopped(worker, "accept4", errno);
	worker__record(worker->operation, start, end, source);
	return 0;
}

WORKLOAD_LOOP(connect, connect__cycle)
