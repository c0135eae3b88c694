// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/events.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/hook/object_map.h"
#include "bench/machine/sysfile.h"

/* ---- the ring buffer ---- */

static int take_event(void *context, void *data, size_t size)
{
	struct event_reader *r = context;

	if (size >= sizeof(struct hit_event))
		r->take(data, r->context);
	return 0;
}

int event_reader__open(struct event_reader *r, const struct bpf_object *object, event_fn take,
		       void *context)
{
	int err;

	*r = (struct event_reader){ .take = take, .context = context };
	r->lost = object_map__read_section(object, ".data.lost", sizeof(*r->lost));
	if (!r->lost)
		return -errno;
	r->ring = ring_buffer__new(object_map__fd(object, "events"), take_event, r, NULL);
	if (r->ring)
		return 0;
	err = -errno;
	object_map__unmap(r->lost, sizeof(*r->lost));
	return err;
}

void event_reader__drain(struct event_reader *r)
{
	ring_buffer__consume(r->ring);
}

uint64_t event_reader__lost(const struct event_reader *r)
{
	return __atomic_load_n(r->lost, __ATOMIC_RELAXED);
}

void event_reader__close(struct event_reader *r)
{
	ring_buffer__free(r->ring);
	object_map__unmap(r->lost, sizeof(*r->lost));
	r->ring = NULL;
}

/* ---- the trace pipe ---- */

#define NAME_KEY   "filename = "
#define RESULT_KEY "ret = "

/* "  COMMAND-TID [CPU] FLAGS TIME: bpf_trace_printk: fentry: pid = 1, filename = a, ret = 0" */
int line__parse(const char *line, struct hit_event *event)
{
	const char *text = strstr(line, "bpf_trace_printk: "), *pid, *name, *result;

	*event = (struct hit_event){ 0 };
	pid = text ? strstr(text, "pid = ") : NULL;
	if (!pid)
		return -EINVAL;
	event->pid = (unsigned int)strtoul(pid + strlen("pid = "), NULL, 10);
	name = strstr(pid, NAME_KEY);
	/* The last match: a file name may contain "ret = ". */
	result = NULL;
	for (const char *next = pid; (next = strstr(next, RESULT_KEY)); next++)
		result = next;
	if (result) {
		event->has_result = 1;
		event->result = strtoll(result + strlen(RESULT_KEY), NULL, 10);
	}
	if (name) {
		int length = (int)(result ? result - strlen(", ") - name : (ssize_t)strlen(name)) -
			     (int)strlen(NAME_KEY);

		event->has_name = 1;
		snprintf(event->name, sizeof(event->name), "%.*s", length < 0 ? 0 : length,
			 name + strlen(NAME_KEY));
	}
	return 0;
}

/*
 * "CPU:1 [LOST 9 EVENTS]", all of it: a line may also begin with the part of a command's name that
 * follows a newline, for which that is too long.
 */
static bool line__is_lost(const char *line, unsigned long long *lost)
{
	char *end;

	if (strncmp(line, "CPU:", 4) != 0)
		return false;
	strtoul(line + 4, &end, 10);
	if (end == line + 4 || strncmp(end, " [LOST ", 7) != 0)
		return false;
	line = end + 7;
	*lost = strtoull(line, &end, 10);
	return end != line && !strcmp(end, " EVENTS]");
}

/* "[003]" and a space: the CPU, in each line that the kernel begins. */
static bool names_cpu(const char *line)
{
	for (const char *c = line; (c = strchr(c, '[')); c++) {
		size_t digits = strspn(c + 1, "0123456789");

		if (digits >= 3 && !strncmp(c + 1 + digits, "] ", 2))
			return true;
	}
	return false;
}

bool line__is_printed(const char *line, bool is_within)
{
	return names_cpu(line) ? strstr(line, ": bpf_trace_printk: ") != NULL : is_within;
}

/* An empty line is that after a newline of the program's own, which the kernel adds anyway. */
static void line_reader__take_any(struct line_reader *r, const char *line)
{
	r->is_within = line__is_printed(line, r->is_within);
	if (r->is_within && line[0])
		r->take(line, NULL, r->context);
}

static void line_reader__take(struct line_reader *r, const char *line)
{
	struct hit_event event;
	unsigned long long lost;

	if (line__is_lost(line, &lost))
		r->lost += lost;
	else if (r->any)
		line_reader__take_any(r, line);
	else if (r->take && !line__parse(line, &event))
		r->take(line, &event, r->context);
}

/* Takes complete lines and keeps the rest. */
static void line_reader__split(struct line_reader *r)
{
	char *line = r->text, *end = r->text + r->size, *newline;

	while ((newline = memchr(line, '\n', (size_t)(end - line)))) {
		*newline = '\0';
		line_reader__take(r, line);
		line = newline + 1;
	}
	r->size = (size_t)(end - line);
	/* No line is this long: drop text without a line end. */
	if (r->size == sizeof(r->text) - 1)
		r->size = 0;
	memmove(r->text, line, r->size);
}

void line_reader__drain(struct line_reader *r)
{
	ssize_t n;
	int most = 1000; /* limits the reads: others may print faster than this reads */

	while (most-- && (n = read(r->fd, r->text + r->size, sizeof(r->text) - 1 - r->size)) > 0) {
		r->size += (size_t)n;
		line_reader__split(r);
	}
}

int line_reader__open(struct line_reader *r, line_fn take, void *context)
{
	FILE *pipe = sysfile__open_detached("tracefs", "trace_pipe");

	*r = (struct line_reader){ .fd = -1 };
	if (!pipe)
		return -errno;
	r->fd = fcntl(fileno(pipe), F_DUPFD_CLOEXEC, 0);
	fclose(pipe);
	if (r->fd < 0 || fcntl(r->fd, F_SETFL, O_NONBLOCK)) {
		line_reader__close(r);
		return -errno;
	}
	line_reader__drain(r);
	r->size = 0;
	r->lost = 0;
	r->take = take;
	r->context = context;
	return 0;
}

void line_reader__close(struct line_reader *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
}
