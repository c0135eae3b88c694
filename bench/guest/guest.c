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

#include "bench/base/log.h"
#include "bench/guest/guest_command.h"
#include "bench/guest/guest_macro.h"
#include "bench/guest/guest_run.h"
#include "bench/guest/guest_trace.h"
#include "bench/guest/host.h"
#include "bench/machine/sysfile.h"

/* ---- the machine ---- */

static void mount_file_systems(void)
{
	static const struct {
		const char *type, *path;
	} mounts[] = { { "devtmpfs", "/dev" }, { "proc", "/proc" }, { "sysfs", "/sys" } };

	for (size_t i = 0; i < sizeof(mounts) / sizeof(*mounts); i++)
		if (mount(mounts[i].type, mounts[i].path, mounts[i].type, 0, NULL))
			fprintf(stderr, "hookbench-guest: cannot mount %s: %s\n", mounts[i].path,
				strerror(errno));
}

/* Clock ticks that the CPUs have spent on anything but idling, since boot. */
static unsigned long long busy_ticks(void)
{
	/* cpu user nice system idle iowait irq softirq ... */
	static const bool is_busy[] = { true, true, true, false, false, true, true };
	unsigned long long busy = 0;
	char line[256], *next = line;

	if (sysfile__read_line("/proc/stat", line, sizeof(line)) || !(next = strchr(line, ' ')))
		return 0;
	for (size_t i = 0; i < sizeof(is_busy) / sizeof(*is_busy); i++) {
		unsigned long long ticks = strtoull(next, &next, 10);

		busy += is_busy[i] ? ticks : 0;
	}
	return busy;
}

/*
 * Kernels go on with deferred work for a second or two after they have started the first process
 * (7.2 and 7.3 do). Quiet is a second in which at most one tick in a hundred was busy. Under the
 * exact clock idle time is skipped, so that waiting costs next to nothing.
 */
void guest__wait_until_quiet(void)
{
	const int most_seconds = 10, ticks_a_second = (int)sysconf(_SC_CLK_TCK);

	for (int i = 0; i < most_seconds; i++) {
		unsigned long long before = busy_ticks();

		sleep(1);
		if (busy_ticks() - before <= (unsigned long long)ticks_a_second / 100)
			return;
	}
	log__warning("the guest did not become quiet within %d seconds", most_seconds);
}

/* ---- requests ---- */

static const struct {
	const char *name;
	/* 0 with the fields of the reply, or -errno, logged. */
	int (*answer)(const json_t *request, json_t **reply);
} requests[] = {
	{ "run", guest_run__measure },	     { "probe", guest_run__probe },
	{ "attach", guest_command__answer }, { "macro", guest_macro__answer },
	{ "trace", guest_trace__answer },
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

/* Answers requests until the host wants no more. */
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
		/* power_off, or a verdict that was not asked for. */
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

/* "hookbench.fault=NAME" on the kernel's command line: what the host must cope with. */
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

static void say_hello(void)
{
	struct utsname name;

	uname(&name);
	host__send("hello", json_pack("{s:i, s:s}", "version", WIRE_VERSION, "release",
				      name.release));
}

void guest__main(void)
{
	mount_file_systems();
	if (!host__open()) {
		say_hello();
		inject_fault();
		guest__wait_until_quiet();
		host__send("ready", NULL);
		serve();
		host__drain();
	}
	reboot(RB_POWER_OFF);
	_exit(1);
}
