// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "bench/base/base64.h"
#include "bench/base/log.h"
#include "bench/base/print.h"
#include "bench/guest/firmware.h"
#include "bench/machine/arch.h"

/* Global, because the log's sink has no context. A guest has only one host. */
static int channel = -1;
static struct wire_lines lines;
static pthread_mutex_t sending = PTHREAD_MUTEX_INITIALIZER;

static void send_log(enum log_level level, const char *text)
{
	host__send("log", json_pack("{s:i, s:o}", "level", (int)level, "text", encode__json(text)));
}

void host__use(int fd)
{
	channel = fd;
	wire_lines__free(&lines);
	log__set_sink(fd >= 0 ? send_log : NULL);
}

int host__open(void)
{
	struct termios settings;
	int fd = open(ARCH_HOST_LINE, O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd < 0 || tcgetattr(fd, &settings)) {
		print__terminal(stderr, "hookbench-guest: %s: %s\n", ARCH_HOST_LINE,
				strerror(errno));
		return -ENODEV;
	}
	cfmakeraw(&settings);
	cfsetspeed(&settings, B115200);
	tcsetattr(fd, TCSANOW, &settings);
	host__use(fd);
	return 0;
}

void host__drain(void)
{
	tcdrain(channel);
}

/* ---- sending ---- */

static void write_all(const char *data, size_t size)
{
	while (size) {
		ssize_t n = write(channel, data, size);

		if (n < 0 && errno != EINTR)
			return;
		if (n > 0) {
			data += n;
			size -= (size_t)n;
		}
	}
}

void host__send(const char *name, json_t *fields)
{
	size_t size;
	char *line = wire__write(name, fields, &size);

	if (!line)
		return;
	pthread_mutex_lock(&sending);
	write_all(line, size);
	pthread_mutex_unlock(&sending);
	free(line);
}

void host__send_output(enum wire_stream stream, const void *data, size_t size)
{
	char *text = base64__encode(data, size);

	if (text)
		host__send("output", json_pack("{s:i, s:s}", "stream", (int)stream, "data", text));
	free(text);
}

void host__send_alive(void)
{
	host__send("alive", NULL);
}

void host__send_progress(const struct progress *p, void *context)
{
	(void)context;
	host__send("progress",
		   json_pack("{s:i, s:i, s:i, s:i, s:s, s:I, s:I}", "trial", (int)p->trial,
			     "trials", (int)p->trials, "round", (int)p->round, "rounds",
			     (int)p->rounds, "backend", p->backend, "done", (json_int_t)p->done,
			     "cycles", (json_int_t)p->cycles));
}

/* ---- receiving ---- */

static int read_more(int fd)
{
	char data[4096];
	ssize_t n = read(fd, data, sizeof(data));

	if (n < 0 && errno == EINTR)
		return 0;
	return n <= 0 ? -EPIPE : wire_lines__add(&lines, &wire_to_guest, data, (size_t)n);
}

bool host__can_fetch(void)
{
	return firmware__is_readable();
}

int host__fetch(void)
{
	size_t size;
	char *line = firmware__read(WIRE_KEPT_REQUEST, WIRE_KEPT_REQUEST_MOST, &size);
	int err;

	if (!line)
		return log__fail(-ENOENT,
				 "the guest cannot read its request in QEMU's configuration");
	err = wire_lines__add(&lines, &wire_to_guest, line, size);
	free(line);
	return err;
}

bool host__wait(int ms)
{
	struct pollfd input = { channel, POLLIN, 0 };

	return poll(&input, 1, ms) > 0;
}

void host__preload(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	while (!read_more(fd))
		;
	close(fd);
	/* Commands see a system without it. */
	unlink(path);
}

int host__receive(const struct wire_message **message, json_t **fields)
{
	const char *line;
	size_t size;
	int err = 0;

	while (!err && !(line = wire_lines__next(&lines, &size)))
		err = read_more(channel);
	if (err == -EMSGSIZE)
		wire_lines__free(&lines);
	if (err)
		return err == -EPIPE ? err : -EPROTO;
	return wire__read(&wire_to_guest, line, size, message, fields);
}
