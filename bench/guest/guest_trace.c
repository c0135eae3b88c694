// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/guest_trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/base/base64.h"
#include "bench/base/log.h"
#include "bench/hook/backend.h"
#include "bench/programs/trace.h"
#include "workloads/workload.h"

/* ---- to the host ---- */

struct wire {
	guest_send send;
};

static void send_bytes(const struct wire *wire, int fd, const void *data, size_t size)
{
	char *text = base64__encode(data, size);

	if (text)
		wire->send(json_pack("{s:[i,s]}", "output", fd, text));
	free(text);
}

static void send_event(const struct hit_event *event, void *context)
{
	send_bytes(context, GUEST_TRACE_EVENT, event, sizeof(*event));
}

static void send_line(const char *line, void *context)
{
	send_bytes(context, GUEST_TRACE_LINE, line, strlen(line));
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

/* As a process of its own, since the first one is the tracer. */
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

static int read_plan(json_t *request, struct trace_plan *plan)
{
	const char *backend, *workload;
	int printk;
	json_int_t pid;

	if (json_unpack(request, "{s:s, s:s, s:b, s:I}", "backend", &backend, "workload", &workload,
			"printk", &printk, "pid", &pid))
		return -EINVAL;
	*plan = (struct trace_plan){
		.backend = backend__find(backend),
		.workload = workload__find(workload),
		.printk = printk,
		.pid = (unsigned int)pid,
	};
	return plan->backend && plan->workload ? 0 : -EINVAL;
}

static json_t *end_to_json(const struct trace_end *end)
{
	struct utsname name;

	uname(&name);
	return json_pack("{s:s, s:s, s:s, s:I, s:I, s:i, s:s}", "backend", end->backend, "function",
			 end->function, "placement", end->placement, "events",
			 (json_int_t)end->events, "lost", (json_int_t)end->lost, "status",
			 end->status, "release", name.release);
}

json_t *guest_trace__answer(json_t *request, guest_send send)
{
	static const volatile sig_atomic_t never_stop;
	struct wire wire = { send };
	struct trace_sink sink = { send_event, send_line, never_ends, &wire };
	struct guest_command command;
	struct trace_plan plan;
	struct trace_end end;
	int err = read_plan(request, &plan);

	if (!err)
		err = guest_command__open(request, send, &command);
	if (err)
		return json_pack("{s:i}", "error", -err);
	err = trace__run(&plan, &sink, command.line.n ? run_command : run_demonstration, &command,
			 &never_stop, &end);
	guest_command__close(&command);
	return err ? json_pack("{s:i}", "error", -err) : end_to_json(&end);
}
