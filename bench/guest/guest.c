// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/guest.h"

#include <bpf/btf.h>
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

#include "bench/base/log.h"
#include "bench/base/print.h"
#include "bench/guest/entropy.h"
#include "bench/guest/guest_attach_cost.h"
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

static void say_hello(bool fetches)
{
	struct utsname name;

	uname(&name);
	host__send("hello", json_pack("{s:i, s:s, s:b}", "version", WIRE_VERSION, "release",
				      name.release, "fetches", fetches));
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
	bool measures; /* in a guest that must be quiet */
} requests[] = {
	{ "run", guest_run__measure, true },
	{ "macro", guest_macro__answer, true },
	{ "probe", guest_run__probe, false },
	{ "inspect", guest_run__inspect, false },
	{ "attach", guest_command__answer, false },
	{ "trace", guest_trace__answer, false },
	{ "attach_cost", guest_attach_cost__answer, true },
};

static void answer(const char *name, const json_t *request, bool *is_quiet)
{
	json_t *reply = NULL;
	int err = -ENOSYS;

	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		if (strcmp(requests[i].name, name) != 0)
			continue;
		if (requests[i].measures && !*is_quiet) {
			quiet__wait();
			*is_quiet = true;
		}
		err = requests[i].answer(request, &reply);
	}
	if (err)
		host__send("failed", json_pack("{s:i}", "error", -err));
	else
		host__send("reply", reply);
}

/*
 * Answers requests until the host asks for power-off. A guest that continues from a snapshot starts
 * anew.
 */
static void serve(bool is_quiet, bool fetches)
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
		if (!strcmp(message->name, "fetch")) {
			json_decref(fields);
			err = host__fetch();
			if (err)
				host__send("failed", json_pack("{s:i}", "error", -err));
			continue;
		}
		if (!strcmp(message->name, "resume")) {
			say_hello(fetches);
			say_ready();
			json_decref(fields);
			continue;
		}
		/* power_off, or a verdict that nothing asked for. */
		if (!message->reply) {
			json_decref(fields);
			return;
		}
		answer(message->name, fields, &is_quiet);
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

/*
 * Becomes quiet before it says that it is ready: snapshots are taken then. Where the clock is not
 * exact, the host asks at once, as waiting takes as long as it says, and only measuring needs it.
 */
void guest__main(void)
{
	bool is_quiet, fetches;
	int err;

	mount_file_systems();
	err = entropy__add();
	if (!host__open()) {
		host__preload(WIRE_FIRST_REQUEST);
		fetches = host__can_fetch();
		say_hello(fetches);
		if (err)
			log__warning("cannot seed the guest's random numbers: %s", strerror(-err));
		inject_fault();
		/* Kept by kernel_btf.c, so that a snapshot has it. */
		btf__free(btf__load_vmlinux_btf());
		is_quiet = quiet__wait_unless_asked();
		say_ready();
		serve(is_quiet, fetches);
		host__drain();
	}
	reboot(RB_POWER_OFF);
	_exit(1);
}
