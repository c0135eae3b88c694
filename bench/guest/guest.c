// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/guest.h"

#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/base/print.h"
#include "bench/guest/guest_command.h"
#include "bench/guest/guest_macro.h"
#include "bench/guest/guest_run.h"
#include "bench/guest/guest_trace.h"
#include "bench/guest/host.h"
#include "bench/guest/quiet.h"
#include "bench/machine/sysfile.h"

/* ---- the machine ---- */

static void mount_file_systems(void)
{
	static const struct {
		const char *type, *path;
	} mounts[] = { { "devtmpfs", "/dev" }, { "proc", "/proc" }, { "sysfs", "/sys" } };

	for (size_t i = 0; i < sizeof(mounts) / sizeof(*mounts); i++)
		if (mount(mounts[i].type, mounts[i].path, mounts[i].type, 0, NULL))
			print__terminal(stderr, "hookbench-guest: cannot mount %s: %s\n",
					mounts[i].path, strerror(errno));
}

/* ---- the first messages ---- */

static void say_hello(void)
{
	struct utsname name;

	uname(&name);
	host__send("hello",
		   json_pack("{s:i, s:s}", "version", WIRE_VERSION, "release", name.release));
}

static void say_ready(void)
{
	host__send("ready", NULL);
}

/* ---- requests ---- */

static const struct {
	const char *name;
	/* 0 with the fields of the reply, or -errno, logged. */
	int (*answer)(const json_t *request, json_t **reply);
} requests[] = {
	{ "run", guest_run__measure },	   { "probe", guest_run__probe },
	{ "inspect", guest_run__inspect }, { "attach", guest_command__answer },
	{ "macro", guest_macro__answer },  { "trace", guest_trace__answer },
};

static void answer(const char *name, const json_t *request)
{
	json_t *reply = NULL;
	int err = -ENOSYS;

	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++)
		if (!strcmp(requests[i].name, name))
			err = requests[i].answer(request, &reply);
	if (err)
		host__send("failed", json_pack("{s:i}", "error", -err));
	else
		host__send("reply", reply);
}

/* Answers requests until the host asks for power-off. A guest that continues from a snapshot starts
 * anew. */
static void serve(void)
{
	const struct wire_message *message;
	json_t *fields;
	int err;

	for (;;) {
		err = host__receive(&message, &fields);
		if (err == -EPIPE)
			return;
		if (err) {
			host__send("failed", json_pack("{s:i}", "error", -err));
			continue;
		}
		if (!strcmp(message->name, "resume")) {
			say_hello();
			say_ready();
			json_decref(fields);
			continue;
		}
		/* power_off, or a verdict that nothing asked for. */
		if (!message->reply) {
			json_decref(fields);
			return;
		}
		answer(message->name, fields);
		json_decref(fields);
	}
}

/* ---- faults, for the tests ---- */

static void fault__hang(void)
{
	for (;;)
		pause();
}

static void fault__panic(void)
{
	exit(3); /* the first process must not end */
}

static void fault__reboot(void)
{
	reboot(RB_AUTOBOOT);
}

static void fault__power_off(void)
{
	reboot(RB_POWER_OFF);
}

/* "hookbench.fault=NAME" on the kernel's command line: faults that the host must handle. */
static void inject_fault(void)
{
	static const struct {
		const char *name;
		void (*happen)(void);
	} faults[] = {
		{ "hookbench.fault=hang", fault__hang },
		{ "hookbench.fault=panic", fault__panic },
		{ "hookbench.fault=reboot", fault__reboot },
		{ "hookbench.fault=power-off", fault__power_off },
	};
	char line[2048];

	if (sysfile__read_line("/proc/cmdline", line, sizeof(line)))
		return;
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		if (strstr(line, faults[i].name))
			faults[i].happen();
}

void guest__main(void)
{
	mount_file_systems();
	if (!host__open()) {
		host__preload(WIRE_FIRST_REQUEST);
		say_hello();
		inject_fault();
		quiet__wait();
		say_ready();
		serve();
		host__drain();
	}
	reboot(RB_POWER_OFF);
	_exit(1);
}
