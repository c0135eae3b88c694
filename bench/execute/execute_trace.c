// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/execute_trace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/progress.h"
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

/* A vm_output. */
static void take_output(enum wire_stream stream, const void *data, size_t size, void *context)
{
	struct trace_sink sink = trace_output__sink(context);

	progress__clear();
	if (stream == WIRE_EVENT)
		take_event(&sink, data, size);
	else if (stream == WIRE_LINE)
		take_line(&sink, data, size);
	else
		fwrite(data, 1, size, stderr);
}

static int take_reply(const json_t *reply, struct trace_end *end, char *release, size_t size)
{
	const char *backend, *function, *placement, *name;
	json_int_t events, lost;

	if (json_unpack((json_t *)reply, "{s:s, s:s, s:s, s:s, s:I, s:I, s:i}", "backend", &backend,
			"function", &function, "placement", &placement, "release", &name, "events",
			&events, "lost", &lost, "status", &end->status)) {
		log__error("the guest's reply cannot be parsed");
		return -EINVAL;
	}
	snprintf(end->backend, sizeof(end->backend), "%s", backend);
	snprintf(end->function, sizeof(end->function), "%s", function);
	snprintf(end->placement, sizeof(end->placement), "%s", placement);
	snprintf(release, size, "%s", name);
	end->events = (uint64_t)events;
	end->lost = (uint64_t)lost;
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

/* ---- where ---- */

int execute_trace__run(const struct trace_plan *plan, bool json, char *const *words,
		       const struct attach_where *where, int *status)
{
	static char *const no_words[] = { NULL };
	struct cmdline line = { 0 };
	struct trace_output output;
	struct trace_end end = { 0 };
	char release[128] = "";
	int err = words ? cmdline__split(words, &line) : 0;

	if (err)
		return err;
	err = trace_output__open(&output, json);
	if (!err && where->where->in_vm)
		err = trace_in_vm(plan, &line, words ? words : no_words, where, &output, &end,
				  release, sizeof(release));
	else if (!err)
		err = trace_here(plan, &line, &output, &end);
	if (words)
		cmdline__free(&line);
	if (!err)
		trace__print_end(plan, &end, release[0] ? release : NULL);
	*status = end.status;
	if (output.file && trace_output__close(&output))
		err = -EIO;
	return err;
}
