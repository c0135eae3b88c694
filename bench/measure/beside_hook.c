// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/beside_hook.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/hook/backends.h"
#include "bench/hook/ftrace_user.h"
#include "bench/kernel/livepatch.h"

#define PAYLOAD "empty"

/* -ENOTSUP would say that none of the backends attaches. */
static int not_of_all(int err)
{
	return err == -ENOTSUP ? -EINVAL : err;
}

static int fail(const struct run *run, int err)
{
	const struct requirement *missing =
		requirement__find_missing(backend__find(run->plan.beside)->requires,
					  payload__find(PAYLOAD)->output, err, false);

	if (missing)
		return log__fail(not_of_all(err), "--beside %s cannot hold %s: %s; %s",
				 run->plan.beside, run->target.symbol, missing->reason,
				 missing->remedy);
	return log__fail(
		not_of_all(err),
		"--beside %s cannot hold %s on this kernel: %s%s%s; choose another backend",
		run->plan.beside, run->target.symbol, strerror(-err),
		hook__last_message()[0] ? ": " : "", hook__last_message());
}

/* ---- hooks that are no backend ---- */

static int ftrace__open(struct beside_hook *beside)
{
	const struct run *run = beside->run;
	const char *function = run->target.symbol;
	int fd = ftrace_user__open(&function, 1, false);

	if (fd < 0)
		return log__fail(not_of_all(fd),
				 "--beside %s cannot hold %s on this kernel: %s; choose a backend",
				 run->plan.beside, function, ftrace_user__error(fd));
	beside->ftrace = fd;
	return 0;
}

static void ftrace__close(struct beside_hook *beside)
{
	close(beside->ftrace);
}

static int livepatch_of_target__open(struct beside_hook *beside)
{
	const struct run *run = beside->run;
	char problem[512];
	int err;

	if (!beside->context->is_in_vm)
		return log__fail(
			-EINVAL,
			"--beside %s loads a kernel module, and hookbench loads none into the running kernel; name a kernel with --kernel, which is measured in a VM",
			run->plan.beside);
	err = livepatch__open(run->target.symbol, problem, sizeof(problem));
	beside->memory->is_livepatched = !err;
	if (!err)
		return 0;
	return log__fail(not_of_all(err), "--beside %s cannot hold %s on this kernel: %s",
			 run->plan.beside, run->target.symbol, problem);
}

static void livepatch_of_target__close(struct beside_hook *beside)
{
	(void)beside;
	livepatch__close();
}

/* They stay as they are from the first trial to the last. Ends with a row without a name. */
static const struct beside_kind {
	const char *name;
	int (*open)(struct beside_hook *beside); /* 0 or -errno, logged */
	void (*close)(struct beside_hook *beside);
} kinds[] = {
	{ PLAN_FTRACE, ftrace__open, ftrace__close },
	{ PLAN_LIVEPATCH, livepatch_of_target__open, livepatch_of_target__close },
	{ 0 },
};

static const struct beside_kind *find_kind(const char *name)
{
	const struct beside_kind *kind = kinds;

	while (kind->name && strcmp(kind->name, name) != 0)
		kind++;
	return kind->name ? kind : NULL;
}

static int open_kind(struct beside_hook *beside, const struct beside_kind *kind)
{
	const struct run *run = beside->run;
	int err;

	if (run->target.is_user)
		return log__fail(-EINVAL, "--beside %s cannot hold %s, which is in user space",
				 run->plan.beside, run->target.symbol);
	err = kind->open(beside);
	if (!err)
		beside->kind = kind;
	return err;
}

/* ---- all of them ---- */

/*
 * The first call through ftrace's list of users is a little shorter than all later ones, and so is
 * that of fprobe. So some hooks come and go before the first trial. What cannot be attached here
 * leaves nothing.
 */
static void try(const struct beside_hook *beside, const char *name)
{
	struct hook hook;

	if (hook__open(&hook, backend__find(name), payload__find(PAYLOAD), &beside->run->target,
		       beside->workload, beside->memory))
		return;
	hook__attach(&hook);
	hook__close(&hook);
}

static void use_once(const struct beside_hook *beside)
{
	try(beside, "kprobe");
	try(beside, "kprobe.multi");
	try(beside, "fentry");
}

static bool wants_exits(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n_backends; i++) {
		const struct backend *backend = backend__find(plan->backends[i]);

		if (backend && backend->calls_function)
			return true;
	}
	return false;
}

/*
 * Some kernels (6.16.12) refuse an fexit beside a livepatch, and from then on every trampoline on
 * the function. So the order of the trials would decide what can be measured.
 */
static void use_livepatched_once(const struct beside_hook *beside)
{
	if (wants_exits(&beside->run->plan))
		try(beside, "fexit");
}

static int attach(struct beside_hook *beside)
{
	const struct run *run = beside->run;
	int err = watched_hook__open(&beside->hook, backend__find(run->plan.beside),
				     payload__find(PAYLOAD), &run->target, beside->workload,
				     beside->memory);

	if (err)
		return fail(run, err);
	err = hook__attach(&beside->hook.hook);
	beside->is_attached = !err;
	if (!err)
		return 0;
	err = fail(run, err);
	watched_hook__close(&beside->hook);
	return err;
}

int beside_hook__open(struct beside_hook *beside, const struct run *run,
		      const struct run_context *context, const struct workload *workload,
		      struct hook_memory *memory)
{
	const struct beside_kind *kind = find_kind(run->plan.beside);
	int err;

	*beside = (struct beside_hook){
		.run = run, .context = context, .workload = workload, .memory = memory
	};
	/* A machine's own; the kernel of a VM has only what is asked for. */
	if (!context->is_in_vm)
		memory->is_livepatched = livepatch__holds(run->target.symbol);
	if (!run->plan.beside[0])
		return 0;
	if (!kind && !backend__find(run->plan.beside))
		return log__fail(-EINVAL, "unknown backend \"%s\" beside", run->plan.beside);
	err = kind ? open_kind(beside, kind) : attach(beside);
	if (!err && memory->is_livepatched)
		use_livepatched_once(beside);
	if (!err)
		use_once(beside);
	return err;
}

/*
 * An error in the kernel's own ftrace, which then stops for good: later trials would measure
 * nothing, or hang.
 */
static int check_ftrace(struct beside_hook *beside, const char *backend)
{
	const char *last = beside->last;

	beside->last = backend;
	if (!last || !livepatch__has_no_ftrace())
		return 0;
	return log__fail(
		-EINVAL,
		"%s beside %s made this kernel stop ftrace, and so all hooks: an error of the kernel's; measure without it, or use another kernel",
		last, beside->run->plan.beside);
}

/* Loaded anew, too, as for each trial: see trial__run. */
int beside_hook__renew(struct beside_hook *beside, const char *backend)
{
	if (beside->kind)
		return check_ftrace(beside, backend);
	if (!beside->is_attached)
		return 0;
	beside->is_attached = false;
	watched_hook__close(&beside->hook);
	return attach(beside);
}

void beside_hook__close(struct beside_hook *beside)
{
	if (beside->is_attached)
		watched_hook__close(&beside->hook);
	if (beside->kind)
		beside->kind->close(beside);
	beside->is_attached = false;
	beside->kind = NULL;
}
