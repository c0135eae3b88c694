// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/guest_command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/base64.h"
#include "bench/base/folders.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/guest/host.h"
#include "bench/guest/quiet.h"
#include "bench/hook/payload.h"
#include "bench/kernel/ksymbols.h"
#include "bench/programs/attach.h"
#include "bench/programs/program_arm.h"
#include "bench/programs/target_file.h"
#include "workloads/workload.h"

/* ---- the machine ---- */

/* What programs expect of a system, besides the files put into it. */
static void furnish(char *const *environment)
{
	static const struct {
		const char *path, *leads_to;
	} links[] = { { "/dev/fd", "/proc/self/fd" },
		      { "/dev/stdin", "/proc/self/fd/0" },
		      { "/dev/stdout", "/proc/self/fd/1" },
		      { "/dev/stderr", "/proc/self/fd/2" } };

	umask(022);
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		if (symlink(links[i].leads_to, links[i].path) && errno != EEXIST)
			log__warning("the guest has no %s: %s", links[i].path, strerror(errno));
	/* The root is already a tmpfs, and files added to /tmp must stay. */
	if (mkdir("/tmp", 01777) && errno != EEXIST)
		log__warning("the guest has no /tmp: %s", strerror(errno));
	chmod("/tmp", 01777);
	mkdir("/dev/shm", 01777);
	mount("tmpfs", "/dev/shm", "tmpfs", 0, NULL);
	/* perf uses these; if the kernel was built without them, perf reports it. */
	mount("tracefs", "/sys/kernel/tracing", "tracefs", 0, NULL);
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	ksymbols__name_programs();
	for (; *environment; environment++)
		if (!strncmp(*environment, "HOME=/", 6))
			folders__make(*environment + 5, NULL);
}

/* ---- the command ---- */

static void send_output(int fd, const void *data, size_t size, void *context)
{
	(void)context;
	host__send_output(fd == STDOUT_FILENO ? WIRE_STDOUT : WIRE_STDERR, data, size);
}

static int read_plan(const json_t *request, const struct backend *backend, struct target *place,
		     struct attach_plan *plan)
{
	const char *payload, *workload, *target;

	if (json_unpack((json_t *)request, "{s:s, s:s, s:s}", "payload", &payload, "workload",
			&workload, "target", &target))
		return -EINVAL;
	target_file__read(request, place);
	*plan = (struct attach_plan){ backend, payload__find(payload), workload__find(workload),
				      target, place };
	return plan->payload && plan->workload ? 0 : -EINVAL;
}

int guest_command__open(const json_t *request, struct guest_command *c)
{
	const char *folder = json_string_value(json_object_get(request, "folder"));
	int err = -EINVAL;

	c->words = strings__unpack(json_object_get(request, "words"));
	c->environment = strings__unpack(json_object_get(request, "environment"));
	c->line = (struct cmdline){ 0 };
	if (c->words && c->environment && folder) {
		furnish(c->environment);
		if (chdir(folder) && chdir("/tmp"))
			log__warning("the guest has no folder to work in: %s", strerror(errno));
		err = c->words[0] ? cmdline__split(c->words, &c->line) : 0;
	}
	c->setup = (struct command_setup){
		.environment = c->environment,
		.output = send_output,
		.alive = host__send_alive,
	};
	if (err)
		guest_command__close(c);
	return err;
}

/* ---- files for the host ---- */

/*
 * What the files may have together: no more fits into the guest, unless a file has holes or is made
 * by the kernel as it is read.
 */
static json_int_t memory_size(void)
{
	return (json_int_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
}

/* Sends at most `*left` bytes, which become fewer. 0 with the size, or -errno. */
static int send_contents(json_int_t i, int fd, json_int_t *left, json_int_t *size)
{
	char data[WIRE_FILE_CHUNK];
	ssize_t n;

	*size = 0;
	while ((n = read(fd, data, sizeof(data))) > 0) {
		char *text;

		if (n > *left)
			return -EFBIG;
		text = base64__encode(data, (size_t)n);
		host__send("file", json_pack("{s:I, s:s}", "index", i, "data", text));
		free(text);
		*left -= n;
		*size += n;
	}
	return n < 0 ? -errno : 0;
}

static int send_file(json_int_t i, const char *path, json_int_t *left, json_int_t *size)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), err = fd < 0 ? -errno : 0;
	struct stat st;

	if (!err && fstat(fd, &st))
		err = -errno;
	if (!err && !S_ISREG(st.st_mode))
		err = S_ISDIR(st.st_mode) ? -EISDIR : -EINVAL;
	if (!err && st.st_size > *left)
		err = -EFBIG;
	if (!err)
		err = send_contents(i, fd, left, size);
	if (fd >= 0)
		close(fd);
	return err;
}

static json_t *send_files(char *const *paths)
{
	json_t *listed = json_array();
	json_int_t left = memory_size(), size;

	for (json_int_t i = 0; paths[i]; i++) {
		int err = send_file(i, paths[i], &left, &size);

		json_array_append_new(
			listed, json_pack("{s:o, s:o, s:o}", "path", json_value__text(paths[i]),
					  "size", err ? json_null() : json_integer(size), "error",
					  err ? json_string(strerror(-err)) : json_null()));
	}
	return listed;
}

/* ---- a request ---- */

void guest_command__close(struct guest_command *c)
{
	if (c->line.words)
		cmdline__free(&c->line);
	strings__free(c->words);
	strings__free(c->environment);
}

static int answer(const json_t *request, const struct backend *backend, json_t **reply)
{
	char **files = strings__unpack(json_object_get(request, "fetch"));
	struct guest_command c;
	struct attach_plan plan;
	struct target place;
	int err = files ? read_plan(request, backend, &place, &plan) : -EINVAL;

	if (!err)
		err = guest_command__open(request, &c);
	if (!err) {
		if (json_is_true(json_object_get(request, "exact")))
			c.setup.prepare = quiet__wait_for_phase;
		err = attach__run(&plan, &c.line, &c.setup, reply);
		if (!err && files[0])
			json_object_set_new(*reply, "fetched", send_files(files));
		guest_command__close(&c);
	}
	strings__free(files);
	return err;
}

int guest_command__with_backend(const json_t *request, guest_answer_fn answer_with, json_t **reply)
{
	const struct backend *backend;
	struct program_arm program;
	int err = program_arm__read(request, &program, &backend);

	if (err)
		return err;
	err = answer_with(request, backend, reply);
	program_arm__close(&program);
	return err;
}

int guest_command__answer(const json_t *request, json_t **reply)
{
	return guest_command__with_backend(request, answer, reply);
}
