// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/guest_run.h"

#include <errno.h>
#include <net/if.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/guest/host.h"
#include "bench/guest/quiet.h"
#include "bench/kernel/ksymbols.h"
#include "bench/measure/session.h"
#include "bench/model/arm_objects.h"
#include "bench/model/run.h"
#include "bench/model/run_json.h"
#include "workloads/workload.h"

/* ---- names, for explain ---- */

/* The names of code, which a profile needs besides the plugin's counts. */
struct names {
	struct ksymbols symbols;
	json_t *attached; /* for each trial, in order: the code that was there while its hook was
			     attached */
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
 * Adds all names to the reply. The kernel's own are read only now: work before the trials moves
 * memory, which on some kernels changes the result by an instruction or two. 0 or -errno, logged.
 */
static int names__add_to(struct names *names, json_t *reply)
{
	json_t *packed = ksymbols__pack();

	json_object_set_new(reply, "attached", names->attached);
	ksymbols__close(&names->symbols);
	if (!packed)
		return -ENODATA;
	json_object_set_new(reply, "symbols", packed);
	return 0;
}

/* ---- rounds, for --precision ---- */

/* The trials of the last round, with figures only. */
static json_t *last_round(const struct run *run)
{
	struct trial trials[PLAN_MAX_BACKENDS + 1];
	struct run part = *run;
	size_t n = 0;

	while (n < run->n_trials && n < PLAN_MAX_BACKENDS + 1 &&
	       run->trials[run->n_trials - n - 1].round == run->trials[run->n_trials - 1].round)
		n++;
	for (size_t i = 0; i < n; i++) {
		trials[i] = run->trials[run->n_trials - n + i];
		trials[i].operation.cells.n = trials[i].beside.cells.n = 0;
	}
	part.trials = trials;
	part.n_trials = n;
	return run__to_json(&part);
}

/* Whether there are enough rounds is decided by statistics, which only the host has. */
static bool ask_whether_enough(const struct run *run)
{
	const struct wire_message *message;
	json_t *fields;
	bool goes_on;

	host__send("round", json_pack("{s:o}", "run", last_round(run)));
	if (host__receive(&message, &fields))
		return true;
	goes_on = json_is_true(json_object_get(fields, "continue"));
	json_decref(fields);
	return !goes_on;
}

/* ---- the machine ---- */

/* The interface exists, but is down. */
static void bring_up_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	/* Without IPv4, the workload reports what is missing. */
	if (fd < 0)
		return;
	if (ioctl(fd, SIOCSIFFLAGS, &request))
		log__warning("cannot bring the guest's loopback up: %s", strerror(errno));
	close(fd);
}

/* Only for plans that need it: it makes a little work for the kernel later. */
static void prepare_for(const struct plan *plan)
{
	const struct workload *workload = workload__find(plan->workload);

	if (!workload || !workload->uses_loopback)
		return;
	bring_up_loopback();
	quiet__wait();
}

/* ---- the answer ---- */

typedef int (*work_fn)(const struct plan *plan, const struct run_context *context, struct run *run);

/* The reply has everything that was found, even if only the reasons why nothing attaches. */
static int work(const struct plan *plan, const struct arm_objects *objects, const json_t *request,
		work_fn do_work, json_t **reply)
{
	bool explain = json_is_true(json_object_get(request, "explain"));
	static const volatile sig_atomic_t never_stop;
	struct run_context context = {
		.stop = &never_stop,
		.progress = host__send_progress,
		.is_enough = ask_whether_enough,
		.objects = objects,
		.is_in_vm = true,
		.verbose = json_is_true(json_object_get(request, "verbose")),
	};
	struct names names = { 0 };
	struct run run;
	int err = explain ? names__open(&names) : 0;

	if (err)
		return err;
	if (explain) {
		context.attached = names__note;
		context.attached_context = &names;
	}
	err = do_work(plan, &context, &run);
	if (!err || err == -ENOTSUP)
		*reply = json_pack("{s:o}", "run", run__to_json(&run));
	if (!err && explain)
		err = names__add_to(&names, *reply);
	run__free(&run);
	if (err != -ENOTSUP)
		return err;
	json_object_set_new(*reply, "error", json_integer(ENOTSUP));
	return 0;
}

static int answer(const json_t *request, work_fn do_work, json_t **reply)
{
	struct arm_objects objects;
	struct plan plan;
	int err = plan__from_json(json_object_get(request, "plan"), &plan);

	if (!err)
		err = arm_objects__from_json(json_object_get(request, "objects"), &plan, &objects);
	if (err)
		return err;
	prepare_for(&plan);
	err = work(&plan, &objects, request, do_work, reply);
	arm_objects__free(&objects);
	return err;
}

int guest_run__measure(const json_t *request, json_t **reply)
{
	return answer(request, run__measure, reply);
}

int guest_run__probe(const json_t *request, json_t **reply)
{
	return answer(request, run__probe, reply);
}

/* Without the folder, files that are named from there are not here either, and that is said. */
int guest_run__inspect(const json_t *request, json_t **reply)
{
	const char *folder = json_string_value(json_object_get(request, "folder"));

	if (folder && chdir(folder) && errno != ENOENT)
		log__warning("the guest cannot work in %s: %s", folder, strerror(errno));
	return answer(request, run__inspect, reply);
}
