// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/guest_trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/guest/guest_command.h"
#include "bench/guest/host.h"
#include "bench/programs/trace.h"
#include "workloads/workload.h"

/* ---- to the host ---- */

static void send_event(const struct hit_event *event, void *context)
{
	(void)context;
	host__send_output(WIRE_EVENT, event, sizeof(*event));
}

static void send_line(const char *line, void *context)
{
	(void)context;
	host__send_output(WIRE_LINE, line, strlen(line));
}

static void send_data(const struct trace_data *data, void *context)
{
	size_t sent = data->size < WIRE_DATA_MOST ? data->size : WIRE_DATA_MOST;
	struct wire_data *message = calloc(1, sizeof(*message) + sent);

	(void)context;
	if (!message)
		return;
	snprintf(message->map, sizeof(message->map), "%s", data->map);
	message->size = (uint32_t)data->whole;
	memcpy(message + 1, data->bytes, sent);
	host__send_output(WIRE_DATA, message, sizeof(*message) + sent);
	free(message);
}

static bool never_ends(void *context)
{
	(void)context;
	return true;
}

/* ---- what is traced ---- */

static int run_command(void *context)
{
	struct guest_command *c = context;
	struct command_end end;
	int err = wrapper__run(&c->line, &c->setup, &end);

	return err ? err : end.status;
}

/* In a separate process, since the first one does the tracing. */
static void demonstrate(void)
{
	static const char *const files[] = { "hello", "two words",
					     "gr\xc3\xbc\xc3\x9f"
					     "e",
					     "tab\there" };

	prctl(PR_SET_NAME, "demonstration");
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		close(openat(AT_FDCWD, files[i], O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
		unlinkat(AT_FDCWD, files[i], 0);
	}
	unlinkat(AT_FDCWD, "missing", 0);
	unlinkat(AT_FDCWD, "/tmp", 0);
	_exit(0);
}

static int run_demonstration(void *context)
{
	pid_t pid = fork();

	(void)context;
	if (!pid)
		demonstrate();
	if (pid < 0 || waitpid(pid, NULL, 0) < 0)
		return log__fail(-errno, "cannot start a process: %s", strerror(errno));
	return 0;
}

/* ---- the answer ---- */

static int read_plan(const json_t *request, const struct backend *backend, struct trace_plan *plan)
{
	const char *workload;
	int printk;
	json_int_t pid;

	if (json_unpack((json_t *)request, "{s:s, s:b, s:I}", "workload", &workload, "printk",
			&printk, "pid", &pid))
		return -EINVAL;
	*plan = (struct trace_plan){
		.backend = backend,
		.workload = workload__find(workload),
		.printk = printk,
		.pid = (unsigned int)pid,
	};
	return plan->workload ? 0 : -EINVAL;
}

static json_t *end_to_json(const struct trace_end *end)
{
	struct utsname name;

	uname(&name);
	return json_pack("{s:s, s:s, s:s, s:I, s:I, s:o, s:i, s:s}", "backend", end->backend,
			 "function", end->function, "placement", end->placement, "events",
			 (json_int_t)end->events, "lines", (json_int_t)end->lines, "lost",
			 json_value__count(end->lost), "status", end->status, "release",
			 name.release);
}

static int answer(const json_t *request, const struct backend *backend, json_t **reply)
{
	static const volatile sig_atomic_t never_stop;
	const struct trace_sink sink = {
		.event = send_event, .data = send_data, .line = send_line, .flush = never_ends
	};
	struct guest_command command;
	struct trace_plan plan;
	struct trace_end end;
	int err = read_plan(request, backend, &plan);

	if (!err)
		err = guest_command__open(request, &command);
	if (err)
		return err;
	err = trace__run(&plan, &sink, command.line.n ? run_command : run_demonstration, &command,
			 &never_stop, &end);
	guest_command__close(&command);
	if (!err)
		*reply = end_to_json(&end);
	return err;
}

int guest_trace__answer(const json_t *request, json_t **reply)
{
	return guest_command__with_backend(request, answer, reply);
}
