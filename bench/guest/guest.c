// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/guest.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <net/if.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/guest/guest_command.h"
#include "bench/guest/guest_macro.h"
#include "bench/guest/guest_trace.h"
#include "bench/kernel/ksymbols.h"
#include "bench/machine/sysfile.h"
#include "bench/measure/session.h"
#include "bench/model/run.h"
#include "bench/model/run_json.h"
#include "bench/vm/initramfs.h"
#include "workloads/workload.h"

#define CHANNEL "/dev/ttyS1"

static int channel = -1;

/* ---- to the host ---- */

static int write_all(const char *data, size_t size, void *context)
{
	(void)context;
	while (size) {
		ssize_t n = write(channel, data, size);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			data += n;
			size -= (size_t)n;
		}
	}
	return 0;
}

static pthread_mutex_t sending = PTHREAD_MUTEX_INITIALIZER;

/* One message a line; takes over `message`. For any thread. */
static void send_message(json_t *message)
{
	pthread_mutex_lock(&sending);
	json_dump_callback(message, write_all, NULL, JSON_COMPACT);
	write_all("\n", 1, NULL);
	pthread_mutex_unlock(&sending);
	json_decref(message);
}

static void send_log(enum log_level level, const char *text)
{
	send_message(json_pack("{s:[i,s]}", "log", (int)level, text));
}

static void send_progress(const struct progress *p, void *context)
{
	(void)context;
	send_message(json_pack("{s:{s:i, s:i, s:i, s:i, s:s, s:I, s:I}}", "progress", "trial",
			       (int)p->trial, "trials", (int)p->trials, "round", (int)p->round,
			       "rounds", (int)p->rounds, "backend", p->backend, "done",
			       (json_int_t)p->done, "cycles", (json_int_t)p->cycles));
}

static void open_channel(void)
{
	struct termios settings;
	struct utsname name;

	channel = open(CHANNEL, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (channel < 0 || tcgetattr(channel, &settings)) {
		fprintf(stderr, "hookbench: %s: %s\n", CHANNEL, strerror(errno));
		return;
	}
	cfmakeraw(&settings);
	cfsetspeed(&settings, B115200);
	tcsetattr(channel, TCSANOW, &settings);
	log__set_sink(send_log);
	uname(&name);
	send_message(json_pack("{s:s}", "hello", name.release));
}

/* ---- the machine ---- */

static void mount_file_systems(void)
{
	static const struct {
		const char *type, *path;
	} mounts[] = { { "devtmpfs", "/dev" }, { "proc", "/proc" }, { "sysfs", "/sys" } };

	for (size_t i = 0; i < sizeof(mounts) / sizeof(*mounts); i++)
		if (mount(mounts[i].type, mounts[i].path, mounts[i].type, 0, NULL))
			fprintf(stderr, "hookbench: cannot mount %s: %s\n", mounts[i].path,
				strerror(errno));
}

/* The network is there, and down. */
static void bring_up_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	/* Without IPv4, the workload says what is missing. */
	if (fd < 0)
		return;
	if (ioctl(fd, SIOCSIFFLAGS, &request))
		log__warning("cannot bring the guest's loopback up: %s", strerror(errno));
	close(fd);
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
static void wait_until_quiet(void)
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

static volatile sig_atomic_t never_stop;

/* What a profile needs beside the plugin's counts: the names of the code. */
struct names {
	struct ksymbols symbols;
	json_t *attached; /* of each trial, in order, what there was while its hook was attached */
};

static void names__note(void *context)
{
	struct names *names = context;

	json_array_append_new(names->attached, ksymbols__list(&names->symbols));
}

/* 0 or -errno, logged. */
static int names__open(struct names *names)
{
	names->attached = json_array();
	return ksymbols__open(&names->symbols);
}

/*
 * Adds all names to the reply. The kernel's own are read only now: what is done before the trials
 * moves memory, and in some kernels an instruction or two with it. 0 or -errno, logged.
 */
static int names__tell(struct names *names, json_t *reply)
{
	json_t *packed = ksymbols__pack();

	json_object_set_new(reply, "attached", names->attached);
	ksymbols__close(&names->symbols);
	if (!packed)
		return -ENODATA;
	json_object_set_new(reply, "symbols", packed);
	return 0;
}

static void prepare_for(const struct plan *plan, bool measure)
{
	const struct workload *workload = workload__find(plan->workload);

	/* Only for those who need it: it is a little work for the kernel later on. */
	if (workload && workload->uses_loopback)
		bring_up_loopback();
	if (measure)
		wait_until_quiet();
}

static json_t *answer(json_t *request, bool measure)
{
	struct run_context context = {
		.stop = &never_stop,
		.progress = send_progress,
	};
	bool explain = json_is_true(json_object_get(request, "explain"));
	struct names names = { 0 };
	struct plan plan;
	struct run run;
	json_t *reply;
	int err = plan__from_json(json_object_get(request, "plan"), &plan);

	if (!err)
		prepare_for(&plan, measure);
	if (!err && explain) {
		err = names__open(&names);
		context.attached = names__note;
		context.attached_context = &names;
	}
	if (err)
		return json_pack("{s:i}", "error", -err);
	err = measure ? run__measure(&plan, &context, &run) : run__probe(&plan, &context, &run);
	reply = run__to_json(&run);
	if (!err && explain)
		err = names__tell(&names, reply);
	if (err)
		json_object_set_new(reply, "error", json_integer(-err));
	run__free(&run);
	return reply;
}

static json_t *command__run(json_t *request)
{
	return answer(request, true);
}

static json_t *command__probe(json_t *request)
{
	return answer(request, false);
}

static json_t *command__attach(json_t *request)
{
	wait_until_quiet();
	return guest_command__answer(request, send_message);
}

static json_t *command__macro(json_t *request)
{
	wait_until_quiet();
	return guest_macro__answer(request, send_message, send_progress);
}

static json_t *command__trace(json_t *request)
{
	return guest_trace__answer(request, send_message);
}

/* To power-off without measuring; what `make bench-boot` compares with. */
static json_t *command__boot(json_t *request)
{
	(void)request;
	return json_object();
}

static const struct {
	const char *name;
	json_t *(*answer)(json_t *request);
} commands[] = {
	{ "run", command__run },     { "probe", command__probe }, { "attach", command__attach },
	{ "macro", command__macro }, { "trace", command__trace }, { "boot", command__boot },
};

static void serve(void)
{
	json_error_t error;
	json_t *request = json_load_file(INITRAMFS_REQUEST, 0, &error);
	const char *name = json_string_value(json_object_get(request, "command"));

	for (size_t i = 0; name && i < sizeof(commands) / sizeof(*commands); i++)
		if (!strcmp(commands[i].name, name))
			send_message(json_pack("{s:o}", "reply", commands[i].answer(request)));
	json_decref(request);
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

void guest__main(void)
{
	mount_file_systems();
	open_channel();
	inject_fault();
	serve();
	if (channel >= 0)
		tcdrain(channel);
	reboot(RB_POWER_OFF);
	_exit(1);
}
