// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/vm.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/base/base64.h"
#include "bench/base/log.h"
#include "bench/machine/clock.h"
#include "bench/vm/guest_program.h"
#include "bench/vm/initramfs.h"
#include "bench/vm/qemu.h"

#define CONSOLE_LINES 16
#define POLL_MS	      200

/* ---- the process ---- */

struct guest {
	struct vm *vm;
	pid_t pid;
	int console, channel; /* read ends */
	char *line;	      /* of the channel, not complete yet */
	size_t line_size, line_capacity;
	char lines[CONSOLE_LINES][256]; /* the end of the console, a ring */
	size_t n_lines;
	size_t column;
	char panic[256]; /* the console's line that says why the kernel panicked; or "" */
	json_t *reply;
};

/*
 * What QEMU opens by number. Everything is closed on exec otherwise: a pipe whose other end a
 * second VM had inherited would not end with the first one.
 */
static void keep_open(int fd)
{
	fcntl(fd, F_SETFD, 0);
}

/* In the child. QEMU's own messages go where the console goes. */
static void run_child(const struct vm *vm, pid_t parent, int initramfs, int console, int channel)
{
	int null = open("/dev/null", O_RDONLY);

	/* Ends with this process; and if that has ended by now, at once. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	setsid(); /* the terminal's signals are for the parent */
	keep_open(initramfs);
	keep_open(console);
	keep_open(channel);
	if (vm->plugin)
		keep_open(vm->plugin_output);
	dup2(null, STDIN_FILENO);
	dup2(console, STDOUT_FILENO);
	dup2(console, STDERR_FILENO);
	qemu__exec(vm, initramfs, console, channel);
	dprintf(STDERR_FILENO, "cannot start " QEMU ": %s\n", strerror(errno));
	_exit(127);
}

static int guest__start(struct guest *g, int initramfs)
{
	int console[2] = { -1, -1 }, channel[2] = { -1, -1 };
	pid_t parent = getpid();

	if (pipe2(console, O_CLOEXEC) || pipe2(channel, O_CLOEXEC) || (g->pid = fork()) < 0) {
		log__error("cannot start " QEMU ": %s", strerror(errno));
		return -errno;
	}
	if (!g->pid) {
		close(console[0]);
		close(channel[0]);
		run_child(g->vm, parent, initramfs, console[1], channel[1]);
	}
	close(console[1]);
	close(channel[1]);
	g->console = console[0];
	g->channel = channel[0];
	return 0;
}

/* Ends QEMU if it still runs, and waits for it. */
static int guest__stop(struct guest *g)
{
	int status = 0;

	if (g->pid > 0) {
		kill(g->pid, SIGKILL);
		waitpid(g->pid, &status, 0);
	}
	g->pid = 0;
	if (g->console >= 0)
		close(g->console);
	if (g->channel >= 0)
		close(g->channel);
	g->console = g->channel = -1;
	free(g->line);
	g->line = NULL;
	return status;
}

/* ---- console ---- */

static void guest__end_console_line(struct guest *g)
{
	const char *line = g->lines[g->n_lines % CONSOLE_LINES],
		   *panic = strstr(line, "Kernel panic");

	if (panic && !g->panic[0])
		snprintf(g->panic, sizeof(g->panic), "%s", panic);
	/* Blank lines tell nothing: their place is used again. */
	if (line[strspn(line, " ")])
		g->n_lines++;
	g->lines[g->n_lines % CONSOLE_LINES][0] = '\0';
	g->column = 0;
}

static void guest__keep_console(struct guest *g, const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		char *line = g->lines[g->n_lines % CONSOLE_LINES];

		if (data[i] == '\n') {
			guest__end_console_line(g);
		} else if ((unsigned char)data[i] >= ' ' && g->column < sizeof(g->lines[0]) - 1) {
			line[g->column++] = data[i];
			line[g->column] = '\0';
		}
	}
}

static void guest__log_console(const struct guest *g)
{
	size_t last = g->n_lines + (g->column ? 1 : 0);
	/* One place of the ring is being filled. */
	size_t kept = CONSOLE_LINES - (g->column ? 0 : 1);
	size_t first = last > kept ? last - kept : 0;

	if (last > first)
		log__info("The end of the guest's console:");
	for (size_t i = first; i < last; i++)
		log__info("  | %s", g->lines[i % CONSOLE_LINES]);
}

/* ---- channel ---- */

static void take_progress(const struct guest *g, json_t *json)
{
	struct progress p = { 0 };
	json_int_t done, cycles;
	int trial, trials, round, rounds;

	if (!g->vm->progress ||
	    json_unpack(json, "{s:i, s:i, s:i, s:i, s:s, s:I, s:I}", "trial", &trial, "trials",
			&trials, "round", &round, "rounds", &rounds, "backend", &p.backend, "done",
			&done, "cycles", &cycles))
		return;
	p.trial = (unsigned int)trial;
	p.trials = (unsigned int)trials;
	p.round = (unsigned int)round;
	p.rounds = (unsigned int)rounds;
	p.done = (uint64_t)done;
	p.cycles = (uint64_t)cycles;
	g->vm->progress(&p, g->vm->progress_context);
}

static void take_output(const struct guest *g, const json_t *json)
{
	const char *base64;
	size_t size;
	void *data;
	int fd;

	if (!g->vm->output || json_unpack((json_t *)json, "[i,s]", &fd, &base64))
		return;
	data = base64__decode(base64, &size);
	if (data)
		g->vm->output(fd, data, size);
	free(data);
}

static void take_file(const struct guest *g, const json_t *json)
{
	const char *base64;
	json_int_t i;
	size_t size;
	void *data;

	if (!g->vm->fetch || json_unpack((json_t *)json, "[I,s]", &i, &base64) || i < 0)
		return;
	data = base64__decode(base64, &size);
	if (data)
		fetched_files__take(g->vm->fetch, (size_t)i, data, size);
	free(data);
}

static void guest__take_message(struct guest *g, const char *line, size_t size)
{
	json_t *message = json_loadb(line, size, 0, NULL), *value;
	const char *text;
	int level;

	if ((value = json_object_get(message, "reply")))
		g->reply = json_incref(value);
	else if ((value = json_object_get(message, "progress")))
		take_progress(g, value);
	else if ((value = json_object_get(message, "output")))
		take_output(g, value);
	else if ((value = json_object_get(message, "file")))
		take_file(g, value);
	else if (!json_unpack(message, "{s:[i,s]}", "log", &level, &text) && level >= LOG_ERROR &&
		 level <= LOG_INFO)
		log__write((enum log_level)level, "%s", text);
	g->vm->has_reported = true;
	json_decref(message);
}

static int guest__take_channel(struct guest *g, const char *data, size_t size)
{
	char *newline, *start;

	if (g->line_size + size > g->line_capacity) {
		size_t capacity = 2 * (g->line_size + size);
		char *line = realloc(g->line, capacity);

		if (!line)
			return -ENOMEM;
		g->line = line;
		g->line_capacity = capacity;
	}
	memcpy(g->line + g->line_size, data, size);
	g->line_size += size;
	for (start = g->line;
	     (newline = memchr(start, '\n', g->line_size - (size_t)(start - g->line)));
	     start = newline + 1)
		guest__take_message(g, start, (size_t)(newline - start));
	g->line_size -= (size_t)(start - g->line);
	memmove(g->line, start, g->line_size);
	return 0;
}

/* ---- waiting ---- */

/* Reads what is there. 1: something was read, 0: it has ended; or -errno. */
static int guest__read(struct guest *g, int fd)
{
	char data[65536];
	ssize_t n = read(fd, data, sizeof(data));
	int err = 0;

	if (n <= 0)
		return n < 0 && errno != EINTR ? -errno : n < 0;
	if (fd == g->console)
		guest__keep_console(g, data, (size_t)n);
	else
		err = guest__take_channel(g, data, (size_t)n);
	return err ? err : 1;
}

/* Why a guest ends before its time, most telling first. */
static void guest__explain_end(const struct guest *g, int status, char *why, size_t size)
{
	if (g->panic[0])
		snprintf(why, size, "%s", g->panic);
	else if (WIFSIGNALED(status))
		snprintf(why, size, "QEMU was killed by signal %d (%s)", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status))
		snprintf(why, size, "QEMU ended with status %d", WEXITSTATUS(status));
	else
		snprintf(why, size, "it rebooted or powered off");
}

static int guest__say_ended(struct guest *g)
{
	char why[320];
	int status = 0;

	waitpid(g->pid, &status, 0);
	g->pid = 0;
	guest__explain_end(g, status, why, sizeof(why));
	log__error("the guest on %s ended %s: %s%s", g->vm->image,
		   g->vm->has_reported ? "before it had answered" : "while it booted", why,
		   g->vm->accelerator == ACCEL_KVM ? "; KVM may not work on this machine, --accel "
						     "exact does"
						   : "");
	guest__log_console(g);
	return -ECHILD;
}

static int guest__say_silent(const struct guest *g)
{
	log__error(
		"the guest on %s %s for %u seconds, and was ended; --timeout SECONDS waits longer",
		g->vm->image, g->vm->has_reported ? "has said nothing" : "has not booted",
		vm__timeout_s(g->vm));
	guest__log_console(g);
	return -ETIMEDOUT;
}

/* Reads from both pipes what is there. 0 or -errno; a pipe that has ended gets the descriptor -1.
 */
static int guest__listen(struct guest *g, struct pollfd fds[2], uint64_t *heard_ns)
{
	if (poll(fds, 2, POLL_MS) <= 0)
		return 0;
	for (size_t i = 0; i < 2; i++) {
		int n = fds[i].revents ? guest__read(g, fds[i].fd) : 1;

		if (n < 0)
			return n;
		if (!n)
			fds[i].fd = -1; /* poll leaves it out */
		else if (fds[i].revents && fds[i].fd == g->channel)
			*heard_ns = clock__monotonic_ns();
	}
	return 0;
}

/* Until the reply (and the end, if wanted), silence for too long, or a signal. */
static int guest__wait(struct guest *g, bool until_end)
{
	uint64_t limit_ns = vm__timeout_s(g->vm) * UINT64_C(1000000000);
	uint64_t heard_ns = clock__monotonic_ns();
	struct pollfd fds[2] = { { g->channel, POLLIN, 0 }, { g->console, POLLIN, 0 } };
	int err = 0;

	while (!err && (!g->reply || until_end)) {
		if (*g->vm->stop)
			return -EINTR;
		if (clock__monotonic_ns() - heard_ns > limit_ns)
			return guest__say_silent(g);
		if (fds[0].fd < 0 && fds[1].fd < 0)
			return g->reply ? 0 : guest__say_ended(g);
		err = guest__listen(g, fds, &heard_ns);
	}
	return err;
}

static int make_initramfs(const struct vm *vm, const char *request)
{
	char program[PATH_MAX];
	int err = vm->guest ? 0 : guest_program__find(program, sizeof(program));

	return err ? err : initramfs__make(vm->guest ? vm->guest : program, request, vm->files);
}

int vm__run(struct vm *vm, json_t *request, json_t **reply)
{
	struct guest g = { .vm = vm, .console = -1, .channel = -1 };
	char *text = json_dumps(request, JSON_COMPACT);
	int initramfs = -1, err = text ? 0 : -ENOMEM;

	if (!err)
		err = vm__check(vm);
	if (!err)
		err = initramfs = make_initramfs(vm, text);
	if (initramfs >= 0) {
		err = guest__start(&g, initramfs);
		close(initramfs);
	}
	if (!err)
		err = guest__wait(&g, reply == NULL);
	guest__stop(&g);
	free(text);
	if (err || !reply)
		json_decref(g.reply);
	else
		*reply = g.reply;
	return err;
}
