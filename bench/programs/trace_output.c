// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/trace_output.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/print.h"
#include "bench/base/progress.h"

#define HEX_SHOWN 200 /* characters of an event whose type is not known */

int trace_output__open(struct trace_output *o, bool json)
{
	int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

	*o = (struct trace_output){ .json = json };
	o->file = fd < 0 ? NULL : fdopen(fd, "w");
	if (o->file && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0)
		return 0;
	log__error("cannot write to stdout: %s", strerror(errno));
	return -EIO;
}

static void note_error(struct trace_output *o)
{
	if (!o->err)
		o->err = errno ? -errno : -EIO;
}

int trace_output__close(struct trace_output *o)
{
	errno = 0;
	if (fclose(o->file))
		note_error(o);
	o->file = NULL;
	if (!o->err || o->err == -EPIPE)
		return 0;
	machine_failure__note_errno(o->err);
	log__error("cannot write the results to stdout: %s", strerror(-o->err));
	return o->err;
}

/* ---- for people ---- */

/* "0", "ENOENT", or the number. */
static void format_result(const struct hit_event *event, char *text, size_t size)
{
	const char *name = NULL;

	if (event->result < 0 && event->result > -4096)
		name = strerrorname_np((int)-event->result);
	if (!event->has_result)
		snprintf(text, size, "-");
	else if (name)
		snprintf(text, size, "%s", name);
	else
		snprintf(text, size, "%lld", event->result);
}

static bool is_cut(const struct hit_event *event)
{
	return event->has_name && strnlen(event->name, HIT_NAME_SIZE) >= HIT_NAME_SIZE - 1;
}

static void print_row(struct trace_output *o, const struct hit_event *event)
{
	char result[32], name[4 * HIT_NAME_SIZE + 1] = "(unknown)";

	if (!o->has_header)
		fputs("PID     COMM             RESULT    FILE\n", o->file);
	o->has_header = true;
	format_result(event, result, sizeof(result));
	/* Reversible, so that a name with a newline and one with a backslash differ. */
	if (event->has_name)
		encode__text_bytes(name, sizeof(name), TO_TERMINAL_NAME, event->name,
				   sizeof(event->name));
	print__terminal(o->file, "%-7u %-16.*s %-9s %s%s\n", event->pid,
			(int)sizeof(event->command), event->command, result, name,
			is_cut(event) ? "..." : "");
}

/* ---- for programs ---- */

/* UTC, from this machine's clock. */
static void format_now(char *text, size_t size)
{
	struct timespec now;
	struct tm utc;
	size_t n = 0;

	clock_gettime(CLOCK_REALTIME, &now);
	if (gmtime_r(&now.tv_sec, &utc))
		n = strftime(text, size, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(text + n, size - n, ".%03ldZ", now.tv_nsec / 1000000);
}

static void print_json(struct trace_output *o, const struct hit_event *event)
{
	char now[32];
	json_t *object;

	format_now(now, sizeof(now));
	object = json_pack("{s:s, s:I, s:I, s:o, s:o, s:o, s:b}", "time", now, "pid",
			   (json_int_t)event->pid, "tid", (json_int_t)event->tid, "comm",
			   encode__json_bytes(event->command, sizeof(event->command)), "file",
			   event->has_name ? encode__json_bytes(event->name, sizeof(event->name))
					   : json_null(),
			   "result", event->has_result ? json_integer(event->result) : json_null(),
			   "truncated", is_cut(event));
	print__json(o->file, object, JSON_COMPACT);
	fputc('\n', o->file);
	json_decref(object);
}

/* ---- a user's program ---- */

/* As many as there is room for. */
static void format_hex(const struct trace_data *data, char *text, size_t size)
{
	const unsigned char *bytes = data->bytes;
	size_t most = size / 3 - 2, n = data->size < most ? data->size : most, length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < n; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%02x", i ? " " : "",
					   bytes[i]);
	if (n < data->whole)
		snprintf(text + length, size - length, " ...");
}

/* "ring: pid=7 comm="rm" at={"line":1}" */
static void print_members(struct trace_output *o, const char *map, json_t *value)
{
	const char *key;
	json_t *member;

	print__terminal(o->file, "%s:", map);
	json_object_foreach (value, key, member) {
		char *text = json_dumps(member, JSON_ENCODE_ANY | JSON_COMPACT);

		print__terminal(o->file, " %s=%s", key, text ? text : "?");
		free(text);
	}
	fputc('\n', o->file);
}

static void print_data(struct trace_output *o, const struct trace_data *data, json_t *value)
{
	char hex[HEX_SHOWN];

	if (json_object_size(value)) {
		print_members(o, data->map, value);
		return;
	}
	format_hex(data, hex, sizeof(hex));
	print__terminal(o->file, "%s: %zu bytes: %s\n", data->map, data->whole, hex);
}

static void print_data_json(struct trace_output *o, const struct trace_data *data, const char *type,
			    json_t *value)
{
	char now[32], *hex = NULL;
	size_t room = 3 * data->size + 16;
	json_t *object;

	if (!value)
		hex = malloc(room);
	if (hex)
		format_hex(data, hex, room);
	format_now(now, sizeof(now));
	object = json_pack(
		"{s:s, s:o, s:o, s:I, s:o, s:s?}", "time", now, "map", encode__json(data->map),
		"type", value ? encode__json(type) : json_null(), "size", (json_int_t)data->whole,
		"event", value ? json_incref(value) : json_null(), "hex", hex);
	print__json(o->file, object, JSON_COMPACT);
	fputc('\n', o->file);
	json_decref(object);
	free(hex);
}

static void take_data(const struct trace_data *data, void *context)
{
	struct trace_output *o = context;
	const char *type = "";
	json_t *value = o->decode ? o->decode(data, &type, o->decode_context) : NULL;

	progress__clear();
	errno = 0;
	if (o->json)
		print_data_json(o, data, type, value);
	else
		print_data(o, data, value);
	if (ferror(o->file))
		note_error(o);
	json_decref(value);
}

static void print_line_json(struct trace_output *o, const char *line)
{
	char now[32];
	json_t *object;

	format_now(now, sizeof(now));
	object = json_pack("{s:s, s:o}", "time", now, "line", encode__json(line));
	print__json(o->file, object, JSON_COMPACT);
	fputc('\n', o->file);
	json_decref(object);
}

/* ---- of any kind ---- */

static void take_event(const struct hit_event *event, void *context)
{
	struct trace_output *o = context;

	progress__clear();
	errno = 0;
	if (o->json)
		print_json(o, event);
	else
		print_row(o, event);
	if (ferror(o->file))
		note_error(o);
}

static void take_line(const char *line, void *context)
{
	struct trace_output *o = context;

	progress__clear();
	errno = 0;
	if (o->json)
		print_line_json(o, line);
	else
		print__terminal(o->file, "%s\n", line);
	if (ferror(o->file))
		note_error(o);
}

/* Notices that the pipe's reader has gone, even if there is nothing to write. */
static bool flush(void *context)
{
	struct trace_output *o = context;
	struct pollfd fd = { fileno(o->file), 0, 0 };

	errno = 0;
	if (fflush(o->file))
		note_error(o);
	if (poll(&fd, 1, 0) > 0 && (fd.revents & POLLERR) && !o->err)
		o->err = -EPIPE;
	return !o->err;
}

struct trace_sink trace_output__sink(struct trace_output *o)
{
	return (struct trace_sink){ .event = take_event,
				    .data = take_data,
				    .line = take_line,
				    .flush = flush,
				    .context = o };
}
