// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/execute_trace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/maybe_count.h"
#include "bench/base/progress.h"
#include "bench/objects/event_types.h"
#include "bench/programs/trace_output.h"

/* ---- here ---- */

struct command {
	const struct cmdline *line;
	struct command_setup setup;
};

static int run_command(void *context)
{
	const struct command *c = context;
	struct command_end end;
	int err = wrapper__run(c->line, &c->setup, &end);

	return err ? err : end.status;
}

static int trace_here(const struct trace_plan *plan, const struct cmdline *line,
		      struct trace_output *output, struct trace_end *end)
{
	struct trace_sink sink = trace_output__sink(output);
	struct user user;
	struct command command = { line, { .user = &user } };
	int err = user__find(NULL, &user);

	if (err)
		return err;
	err = trace__run(plan, &sink, line->n ? run_command : NULL, &command, interrupt__flag(),
			 end);
	user__free(&user);
	/* A trace normally ends with a signal. */
	if (!err && !line->n)
		interrupt__forget();
	return err;
}

/* ---- in a VM ---- */

/* The strings of an event come from the guest, so they are terminated here. */
static void take_event(const struct trace_sink *sink, const void *data, size_t size)
{
	struct hit_event event;

	if (size != sizeof(event))
		return;
	memcpy(&event, data, size);
	event.command[sizeof(event.command) - 1] = '\0';
	event.name[sizeof(event.name) - 1] = '\0';
	sink->event(&event, sink->context);
	sink->flush(sink->context);
}

static void take_line(const struct trace_sink *sink, const void *data, size_t size)
{
	char line[8192];

	if (size >= sizeof(line))
		return;
	memcpy(line, data, size);
	line[size] = '\0';
	sink->line(line, sink->context);
	sink->flush(sink->context);
}

static void take_data(const struct trace_sink *sink, const void *data, size_t size)
{
	struct wire_data head;

	if (size < sizeof(head))
		return;
	memcpy(&head, data, sizeof(head));
	head.map[sizeof(head.map) - 1] = '\0';
	size -= sizeof(head);
	if (head.size < size)
		return;
	sink->data(&(struct trace_data){ head.map, (const char *)data + sizeof(head), size,
					 head.size },
		   sink->context);
	sink->flush(sink->context);
}

/* A vm_output. */
static void take_output(enum wire_stream stream, const void *data, size_t size, void *context)
{
	struct trace_sink sink = trace_output__sink(context);

	progress__clear();
	if (stream == WIRE_EVENT)
		take_event(&sink, data, size);
	else if (stream == WIRE_LINE)
		take_line(&sink, data, size);
	else if (stream == WIRE_DATA)
		take_data(&sink, data, size);
	else
		fwrite(data, 1, size, stderr);
}

static int take_reply(const json_t *reply, struct trace_end *end, char *release, size_t size)
{
	const char *backend, *function, *placement, *name;
	json_int_t events, lines = json_integer_value(json_object_get(reply, "lines"));
	const json_t *lost = json_object_get(reply, "lost");

	if (json_unpack((json_t *)reply, "{s:s, s:s, s:s, s:s, s:I, s:i}", "backend", &backend,
			"function", &function, "placement", &placement, "release", &name, "events",
			&events, "status", &end->status) ||
	    lines > events) {
		log__error("the guest's reply cannot be parsed");
		return -EINVAL;
	}
	snprintf(end->backend, sizeof(end->backend), "%s", backend);
	snprintf(end->function, sizeof(end->function), "%s", function);
	snprintf(end->placement, sizeof(end->placement), "%s", placement);
	snprintf(release, size, "%s", name);
	end->events = (uint64_t)events;
	end->lines = (uint64_t)lines;
	end->lost = json_is_integer(lost) ? json_integer_value(lost) : COUNT_UNKNOWN;
	return 0;
}

static int trace_in_vm(const struct trace_plan *plan, const struct cmdline *line,
		       char *const *words, const struct attach_where *where,
		       struct trace_output *output, struct trace_end *end, char *release,
		       size_t size)
{
	json_t *request = trace_plan__to_json(plan);
	json_t *reply = NULL;
	int err;

	err = execute_attach__ask("trace", request, line, words, where,
				  (struct attach_output){ take_output, output }, &reply);
	if (!err)
		err = take_reply(reply, end, release, size);
	json_decref(reply);
	return err;
}

/* ---- a user's program ---- */

/* A trace_decode. */
static json_t *decode(const struct trace_data *data, const char **type, void *context)
{
	return event_types__read(context, data->map, data->bytes, data->size, type);
}

struct opened {
	struct program_arm program;
	struct event_types types;
};

/* 0 or -errno, logged, with nothing to close. */
static int open_task(const struct trace_task *task, const struct where *where,
		     struct opened *opened, const struct backend **backend)
{
	const struct arm_object *object = &opened->program.objects.v[0];
	int err = open_program(&task->program, where, &opened->program, backend);

	opened->types = (struct event_types){ 0 };
	if (err || !opened->program.objects.n)
		return err;
	err = event_types__open(&opened->types, task->program.files->v[0].path, object->bytes,
				object->size, task->event);
	if (err)
		program_arm__close(&opened->program);
	return err;
}

static void close_task(struct opened *opened)
{
	event_types__close(&opened->types);
	program_arm__close(&opened->program);
}

/* ---- where ---- */

static int run(const struct trace_plan *plan, struct trace_output *output, char *const *words,
	       const struct attach_where *where, int *status)
{
	static char *const no_words[] = { NULL };
	struct cmdline line = { 0 };
	struct trace_end end = { 0 };
	char release[128] = "";
	int err = words ? cmdline__split(words, &line) : 0;

	if (err)
		return err;
	if (where->where->in_vm)
		err = trace_in_vm(plan, &line, words ? words : no_words, where, output, &end,
				  release, sizeof(release));
	else
		err = trace_here(plan, &line, output, &end);
	if (words)
		cmdline__free(&line);
	if (!err)
		trace__print_end(plan, &end, release[0] ? release : NULL);
	*status = end.status;
	return err;
}

int execute_trace__run(const struct trace_task *task, char *const *words,
		       const struct attach_where *where, int *status)
{
	struct trace_plan plan = task->plan;
	struct attach_where with = *where;
	struct trace_output output;
	struct opened opened;
	int err = open_task(task, where->where, &opened, &plan.backend);

	if (err)
		return err;
	err = trace_output__open(&output, task->json);
	output.decode = decode;
	output.decode_context = &opened.types;
	with.objects = &opened.program.objects;
	with.settings = task->program.settings;
	if (!err)
		err = run(&plan, &output, words, &with, status);
	if (output.file && trace_output__close(&output))
		err = -EIO;
	close_task(&opened);
	return err;
}
