// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/vm.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/base/base64.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/machine/clock.h"
#include "bench/vm/qemu.h"
#include "bench/vm/vm_guest.h"

#define POLL_MS	 200
#define SHOWN_NS UINT64_C(1000000000)

/* ---- messages of the guest ---- */

/* Rejects a message that came at the wrong time. */
static int refuse(const char *name, const char *why)
{
	return log__fail(-EPROTO, "the guest sent a message \"%s\" %s", name, why);
}

static json_int_t integer_of(const json_t *fields, const char *key)
{
	return json_integer_value(json_object_get(fields, key));
}

static int take_hello(struct guest *g, json_t *fields)
{
	if (g->vm->has_reported)
		return refuse("hello", "twice");
	g->fetches = json_is_true(json_object_get(fields, "fetches"));
	g->vm->has_reported = true;
	guest_limits__hear(&g->limits);
	return 0;
}

static int take_ready(struct guest *g, json_t *fields)
{
	(void)fields;
	if (g->is_ready)
		return refuse("ready", "twice");
	g->is_ready = true;
	return 0;
}

static int take_log(struct guest *g, json_t *fields)
{
	enum log_level level = (enum log_level)integer_of(fields, "level");

	g->has_complained |= level == LOG_ERROR;
	return guest_log__add(&g->log, level, json_string_value(json_object_get(fields, "text")));
}

/* What it reported last, or how long it has been booting. */
static void guest__show_progress(struct guest *g)
{
	g->shown_ns = clock__monotonic_ns();
	if (g->boot.began_ns)
		boot_time__show(&g->boot, g->vm);
	else if (g->vm->progress && g->shown.backend)
		g->vm->progress(&g->shown, g->vm->progress_context);
}

static int take_progress(struct guest *g, json_t *fields)
{
	const struct progress p = {
		.trial = (unsigned int)integer_of(fields, "trial"),
		.trials = (unsigned int)integer_of(fields, "trials"),
		.round = (unsigned int)integer_of(fields, "round"),
		.rounds = (unsigned int)integer_of(fields, "rounds"),
		.backend = json_string_value(json_object_get(fields, "backend")),
		.done = (uint64_t)integer_of(fields, "done"),
		.cycles = (uint64_t)integer_of(fields, "cycles"),
	};

	snprintf(g->vm->measured, sizeof(g->vm->measured), "%s", p.backend);
	g->shown = p;
	g->shown.backend = g->vm->measured;
	guest__show_progress(g);
	return 0;
}

static int take_output(struct guest *g, json_t *fields)
{
	size_t size;
	void *data = base64__decode(json_string_value(json_object_get(fields, "data")), &size);

	if (!data)
		return log__out_of_memory();
	g->vm->has_answered = true;
	g->shown.backend = NULL; /* what is printed now is not to be drawn over */
	if (g->vm->output)
		g->vm->output((enum wire_stream)integer_of(fields, "stream"), data, size,
			      g->vm->output_context);
	free(data);
	return 0;
}

static int take_file(struct guest *g, json_t *fields)
{
	size_t size, i = (size_t)integer_of(fields, "index");
	void *data;
	int err;

	if (!g->vm->fetch || i >= fetched_files__count(g->vm->fetch))
		return refuse("file", "whose \"index\" is not that of a requested file");
	data = base64__decode(json_string_value(json_object_get(fields, "data")), &size);
	if (!data)
		return log__out_of_memory();
	g->vm->has_answered = true;
	err = fetched_files__take(g->vm->fetch, i, data, size, vm__memory_mib(g->vm));
	free(data);
	return err;
}

/* It is a sign of life, and nothing else. */
static int take_alive(struct guest *g, json_t *fields)
{
	(void)g;
	(void)fields;
	return 0;
}

static int take_round(struct guest *g, json_t *fields)
{
	bool goes_on;

	if (g->has_enough)
		return refuse("round", "after the last one");
	goes_on =
		!g->vm->round || g->vm->round(json_object_get(fields, "run"), g->vm->round_context);
	g->has_enough = !goes_on;
	g->vm->has_answered = true;
	return guest__send(g, "verdict", json_pack("{s:b}", "continue", goes_on));
}

static int take_reply(struct guest *g, json_t *fields)
{
	int err = wire__check_reply(g->request, fields);

	if (!err)
		g->reply = json_incref(fields);
	return err;
}

/* A guest logs the reason before: only if it did not, its error is all that is known. */
static int take_failed(struct guest *g, json_t *fields)
{
	if (!g->has_complained)
		log__error("the guest on %s failed and did not say why: %s", g->vm->image,
			   strerror((int)integer_of(fields, "error")));
	g->reply = json_incref(fields);
	return 0;
}

/* When a message is allowed. */
enum phase { ONCE_BOOTED, ALWAYS_LATER, WHILE_ASKED };

static const struct {
	const char *name;
	enum phase phase;
	int (*take)(struct guest *g, json_t *fields);
} takers[] = {
	{ "hello", ONCE_BOOTED, take_hello },	{ "ready", ALWAYS_LATER, take_ready },
	{ "log", ALWAYS_LATER, take_log },	{ "progress", WHILE_ASKED, take_progress },
	{ "output", WHILE_ASKED, take_output }, { "file", WHILE_ASKED, take_file },
	{ "alive", ALWAYS_LATER, take_alive },	{ "round", WHILE_ASKED, take_round },
	{ "reply", WHILE_ASKED, take_reply },	{ "failed", WHILE_ASKED, take_failed },
};

/* It may have a request before it is ready. */
static bool guest__is_asked(const struct guest *g)
{
	return g->request && g->is_ready;
}

static int guest__take(struct guest *g, const char *name, json_t *fields)
{
	size_t i = 0;

	while (i + 1 < sizeof(takers) / sizeof(*takers) && strcmp(takers[i].name, name) != 0)
		i++;
	if (takers[i].phase != ONCE_BOOTED && !g->vm->has_reported)
		return refuse(name, "before \"hello\"");
	if (takers[i].phase == WHILE_ASKED && (!guest__is_asked(g) || g->reply))
		return refuse(name, "without a request");
	return takers[i].take(g, fields);
}

static int guest__take_line(struct guest *g, const char *line, size_t size)
{
	const struct wire_message *message;
	json_t *fields;
	int err = wire__read(&wire_to_host, line, size, &message, &fields);

	if (err)
		return err;
	err = guest__take(g, message->name, fields);
	json_decref(fields);
	return err;
}

static int guest__take_bytes(struct guest *g, const char *data, size_t size)
{
	int err = wire_lines__add(&g->lines, &wire_to_host, data, size);
	const char *line;
	size_t length;

	while (!err && (line = wire_lines__next(&g->lines, &length)))
		err = guest__take_line(g, line, length);
	return err;
}

/* ---- messages to the guest ---- */

int guest__send(struct guest *g, const char *name, json_t *fields)
{
	free(g->outgoing);
	g->sent = 0;
	g->outgoing = wire__write(name, fields, &g->outgoing_size);
	return g->outgoing ? 0 : log__out_of_memory();
}

/* QEMU has it already, if the guest can read it there: on the line, a byte takes 10 us. */
static int guest__send_request(struct guest *g, const struct wire_message *request, json_t *fields)
{
	if (!g->fetches || g->vm->kept.message != request)
		return guest__send(g, request->name, fields);
	json_decref(fields);
	return guest__send(g, "fetch", NULL);
}

int guest__resume(struct guest *g)
{
	char *line = NULL;
	int n;

	if (guest__send(g, "resume", NULL))
		return -ENOMEM;
	n = asprintf(&line, "\n%s", g->outgoing);
	free(g->outgoing);
	g->outgoing = n < 0 ? NULL : line;
	g->outgoing_size = n < 0 ? 0 : (size_t)n;
	return n < 0 ? log__out_of_memory() : 0;
}

/* Sends as much as fits. If the guest has ended, drops the rest: its end is noticed elsewhere. */
static void guest__send_more(struct guest *g)
{
	ssize_t n = send(g->process.requests, g->outgoing + g->sent, g->outgoing_size - g->sent,
			 MSG_NOSIGNAL);

	if (n > 0)
		g->sent += (size_t)n;
	if (g->sent < g->outgoing_size && (n > 0 || errno == EAGAIN || errno == EINTR))
		return;
	free(g->outgoing);
	g->outgoing = NULL;
}

/* ---- waiting ---- */

/* Reads what is available. 1: something was read; 0: it has ended; or -errno. */
static int guest__read(struct guest *g, int fd)
{
	char data[65536];
	ssize_t n = read(fd, data, sizeof(data));
	int err = 0;

	if (n <= 0)
		return n < 0 && errno != EINTR ? -errno : n < 0;
	if (fd == g->process.console)
		console__add(&g->console, data, (size_t)n);
	else
		err = guest__take_bytes(g, data, (size_t)n);
	return err ? err : 1;
}

/* What may be wrong, if the guest has said nothing of it. */
static const char *guess_why_ended(const struct guest *g, bool rebooted)
{
	if (g->vm->accelerator == ACCEL_KVM)
		return "; KVM may not work on this machine, --accel exact works without it";
	if (rebooted && g->was_packed && !g->vm->has_reported && !g->console.panic[0])
		return "; the image may be damaged: its compressed kernel could not be unpacked";
	return "";
}

static int guest__say_ended(struct guest *g)
{
	char why[4 * CONSOLE_LINE_SIZE] = "QEMU closed its lines and went on, and was stopped";
	bool rebooted = false, died = false;
	int status;

	/* The most specific reason first. */
	if (!qemu_process__wait(&g->process, GUEST_END_MS, &status)) {
		qemu_process__describe_end(status, why, sizeof(why));
		rebooted = !status;
		died = qemu_process__has_died(status, &g->console);
	}
	if (g->console.panic[0])
		snprintf(why, sizeof(why), "%s", g->console.panic);
	else if (died)
		machine_failure__note();
	log__error("the guest on %s ended %s: %s%s", g->vm->image,
		   g->vm->has_reported ? "before it answered" : "while booting", why,
		   guess_why_ended(g, rebooted));
	console__log(&g->console);
	return -ECHILD;
}

#define REPLIES	 0
#define CONSOLE	 1
#define REQUESTS 2

/* Reads what is available, and sends what fits. A descriptor that has ended becomes -1. */
static int guest__listen(struct guest *g, struct pollfd fds[3])
{
	fds[REQUESTS].fd = g->outgoing ? g->process.requests : -1;
	if (poll(fds, 3, POLL_MS) <= 0)
		return 0;
	if (g->outgoing && fds[REQUESTS].revents)
		guest__send_more(g);
	for (size_t i = REPLIES; i <= CONSOLE; i++) {
		int n = fds[i].fd >= 0 && fds[i].revents ? guest__read(g, fds[i].fd) : 1;

		if (n < 0)
			return n;
		if (!n)
			fds[i].fd = -1; /* poll leaves it out */
		else if (fds[i].revents && i == REPLIES && guest__is_asked(g))
			guest_limits__hear(&g->limits);
	}
	return 0;
}

/* What to wait for. */
typedef bool (*condition)(const struct guest *g);

/*
 * A guest becomes quiet before it says that it is ready. Where that takes as long as it says, it is
 * asked before.
 */
static bool guest__is_ready(const struct guest *g)
{
	return g->vm->accelerator == ACCEL_EXACT ? g->is_ready : g->vm->has_reported;
}

static bool guest__has_replied(const struct guest *g)
{
	return g->reply != NULL;
}

/*
 * Waits for `reached`, the guest's end, a limit or a signal. NULL: for the end. Only a guest that
 * was asked something gives signs of life by what it sends: one that boots must become ready.
 */
static int guest__wait(struct guest *g, condition reached)
{
	struct pollfd fds[] = { [REPLIES] = { g->process.replies, POLLIN, 0 },
				[CONSOLE] = { g->process.console, POLLIN, 0 },
				[REQUESTS] = { -1, POLLOUT, 0 } };
	int err = 0;

	guest_limits__hear(&g->limits);
	while (!err && !(reached && reached(g))) {
		if (*g->vm->stop)
			return -EINTR;
		if (fds[REPLIES].fd < 0 && (guest_limits__close(&g->limits) || fds[CONSOLE].fd < 0))
			return reached ? guest__say_ended(g) : 0;
		/* Again, so that who waits sees the time go. */
		if (clock__monotonic_ns() - g->shown_ns >= SHOWN_NS)
			guest__show_progress(g);
		err = guest_limits__check(&g->limits, g->vm);
		if (err)
			console__log(&g->console);
		else
			err = guest__listen(g, fds);
	}
	return err;
}

/* ---- from outside ---- */

/* A problem with what the guest sent has been logged; the console may show its cause. */
static int guest__end(struct guest *g, int err)
{
	guest_log__end(&g->log);
	if (err == -EPROTO || err == -EMSGSIZE || err == -EFBIG) {
		log__error("the guest on %s was stopped because of this", g->vm->image);
		console__log(&g->console);
	}
	return err;
}

int guest__wait_until_ready(struct guest *g)
{
	return guest__end(g, guest__wait(g, guest__is_ready));
}

int guest__wait_for_reply(struct guest *g, json_t **reply)
{
	int err = guest__end(g, guest__wait(g, guest__has_replied));

	if (err)
		json_decref(g->reply);
	else
		*reply = g->reply;
	g->reply = NULL;
	g->request = NULL;
	return err;
}

int vm__ask(struct guest *g, const char *request, json_t *fields, json_t **reply)
{
	const struct wire_message *message = wire__find(&wire_to_guest, request);
	int err = guest__send_request(g, message, fields);

	if (err)
		return err;
	g->has_enough = g->has_complained = false;
	g->request = message;
	return guest__wait_for_reply(g, reply);
}

int vm__power_off(struct guest *g)
{
	int err = guest__send(g, "power_off", NULL);

	return err ? err : guest__end(g, guest__wait(g, NULL));
}

void vm__stop(struct guest *g)
{
	qemu_process__stop(&g->process);
	wire_lines__free(&g->lines);
	free(g->outgoing);
	free(g);
}
