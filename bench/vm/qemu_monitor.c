// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/qemu_monitor.h"

#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/machine/clock.h"

/* A greeting waits in the socket once the guest has booted; what is no QEMU does not send one. */
#define GREETING_MS 500
#define ANSWER_MS   30000
#define POLL_US	    10000
/* An answer is shorter; what is not cannot be QEMU's. */
#define LINE_SIZE 65536

/* Waits until the socket is readable. 0 or -errno. */
static int wait_for_input(int monitor, uint64_t until_ns, const volatile sig_atomic_t *stop)
{
	struct pollfd input = { monitor, POLLIN, 0 };

	while (clock__monotonic_ns() < until_ns) {
		if (*stop)
			return -EINTR;
		if (poll(&input, 1, 50) > 0)
			return 0;
	}
	return -ETIMEDOUT;
}

/*
 * Reads one message of QEMU, byte by byte: there are a dozen short ones in all. 0 with an object
 * for the caller to free, or -errno.
 */
static int receive(int monitor, int most_ms, const volatile sig_atomic_t *stop, json_t **message)
{
	uint64_t until_ns = clock__monotonic_ns() + (uint64_t)most_ms * 1000000;
	char *line = malloc(LINE_SIZE);
	size_t n = 0;
	int err = line ? 0 : -ENOMEM;

	while (!err && (!n || line[n - 1] != '\n')) {
		err = n == LINE_SIZE ? -EMSGSIZE : wait_for_input(monitor, until_ns, stop);
		if (!err && read(monitor, line + n, 1) != 1)
			err = -EPIPE;
		n++;
	}
	*message = err ? NULL : json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);
	free(line);
	return err ? err : *message ? 0 : -EPROTO;
}

/* Sends all of it; with `pass` >= 0, also that descriptor. 0 or -errno. */
static int send_text(int monitor, const char *text, int pass)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { .space = "" };
	char copy[512]; /* as sendmsg takes no constant */
	struct iovec bytes = { copy, (size_t)snprintf(copy, sizeof(copy), "%s", text) };
	struct msghdr message = { .msg_iov = &bytes, .msg_iovlen = 1 };

	if (pass >= 0) {
		message.msg_control = control.space;
		message.msg_controllen = sizeof(control.space);
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		control.header.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.header), &pass, sizeof(int));
	}
	return sendmsg(monitor, &message, MSG_NOSIGNAL) == (ssize_t)bytes.iov_len ? 0 : -EPIPE;
}

/* Has QEMU carry out a command. 0 with what it returned, for the caller to free; or -errno. */
static int execute(int monitor, const char *command, int pass, const volatile sig_atomic_t *stop,
		   json_t **returned)
{
	int err = send_text(monitor, command, pass);

	*returned = NULL;
	while (!err && !*returned) {
		json_t *message;

		err = receive(monitor, ANSWER_MS, stop, &message);
		if (err)
			break;
		/* Events come in between. */
		if (json_object_get(message, "error"))
			err = -EPROTO;
		*returned = json_incref(json_object_get(message, "return"));
		json_decref(message);
	}
	return err;
}

static int execute_all(int monitor, const char *const *commands, int pass,
		       const volatile sig_atomic_t *stop)
{
	int err = 0;

	for (; !err && *commands; commands++) {
		json_t *returned;

		err = execute(monitor, *commands, strstr(*commands, "getfd") ? pass : -1, stop,
			      &returned);
		json_decref(returned);
	}
	return err;
}

static const char negotiate[] = "{\"execute\": \"qmp_capabilities\"}\n";
/* The descriptor that is passed with it is QEMU's. */
static const char take[] = "{\"execute\": \"getfd\", \"arguments\": {\"fdname\": \"state\"}}\n";
/* The memory is a file of its own. */
static const char leave_memory_out[] =
	"{\"execute\": \"migrate-set-capabilities\", \"arguments\": {\"capabilities\": [{\"capability\": \"x-ignore-shared\", \"state\": true}]}}\n";

/* Waits for QEMU's greeting first. */
static int begin(int monitor, int greeting_ms, const char *const *commands, int pass,
		 const volatile sig_atomic_t *stop)
{
	json_t *greeting;
	int err = receive(monitor, greeting_ms, stop, &greeting);

	if (err)
		return err == -EINTR ? err : -ENOTSUP;
	json_decref(greeting);
	return execute_all(monitor, commands, pass, stop);
}

int qemu_monitor__load(int monitor, int from, const volatile sig_atomic_t *stop)
{
	static const char *const commands[] = {
		negotiate,
		leave_memory_out,
		take,
		"{\"execute\": \"migrate-incoming\", \"arguments\": {\"uri\": \"fd:state\"}}\n",
		NULL,
	};

	/* It is still starting, which takes long on a busy machine. */
	return begin(monitor, ANSWER_MS, commands, from, stop);
}

int qemu_monitor__begin_save(int monitor, int to, const volatile sig_atomic_t *stop)
{
	static const char *const commands[] = {
		negotiate,
		leave_memory_out,
		/* Bytes a second: as fast as it can, as the guest waits. */
		"{\"execute\": \"migrate-set-parameters\", \"arguments\": {\"max-bandwidth\": 100000000000}}\n",
		take,
		/*
		 * QEMU would save a guest that runs, too. But where it emulates the CPU, the
		 * memory and the CPU of such a state were seen to be of different moments: the
		 * guest that continued had lost its timer.
		 */
		"{\"execute\": \"stop\"}\n",
		"{\"execute\": \"migrate\", \"arguments\": {\"uri\": \"fd:state\"}}\n",
		NULL,
	};

	return begin(monitor, GREETING_MS, commands, to, stop);
}

int qemu_monitor__end_save(int monitor, const volatile sig_atomic_t *stop)
{
	static const char query[] = "{\"execute\": \"query-migrate\"}\n";
	uint64_t until_ns = clock__monotonic_ns() + (uint64_t)ANSWER_MS * 1000000;
	json_t *answer;
	int err;

	while (!(err = execute(monitor, query, -1, stop, &answer))) {
		const char *text = json_string_value(json_object_get(answer, "status"));
		bool saved = text && !strcmp(text, "completed");
		bool failed = !text || !strcmp(text, "failed") || !strcmp(text, "cancelled");

		json_decref(answer);
		if (saved)
			return 0;
		if (failed)
			return -EIO;
		if (clock__monotonic_ns() > until_ns)
			return -ETIMEDOUT;
		usleep(POLL_US);
	}
	return err;
}

int qemu_monitor__go_on(int monitor, const volatile sig_atomic_t *stop)
{
	static const char *const go_on[] = { "{\"execute\": \"cont\"}\n", NULL };

	return execute_all(monitor, go_on, -1, stop);
}
