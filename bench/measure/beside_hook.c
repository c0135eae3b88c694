// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/beside_hook.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/hook/backends.h"
#include "bench/hook/ftrace_user.h"

#define PAYLOAD "empty"

/* -ENOTSUP would say that none of the backends attaches. */
static int fail(const struct run *run, int err)
{
	const struct requirement *missing =
		requirement__find_missing(backend__find(run->plan.beside)->requires,
					  payload__find(PAYLOAD)->output, err, false);

	if (missing)
		return log__fail(err == -ENOTSUP ? -EINVAL : err,
				 "--beside %s cannot hold %s: %s; %s", run->plan.beside,
				 run->target.symbol, missing->reason, missing->remedy);
	return log__fail(
		err == -ENOTSUP ? -EINVAL : err,
		"--beside %s cannot hold %s on this kernel: %s%s%s; choose another backend",
		run->plan.beside, run->target.symbol, strerror(-err),
		hook__last_message()[0] ? ": " : "", hook__last_message());
}

static int open_ftrace(struct beside_hook *beside, const struct run *run)
{
	const char *function = run->target.symbol;
	int fd;

	if (run->target.is_user)
		return log__fail(-EINVAL, "--beside %s cannot hold %s, which is in user space",
				 run->plan.beside, function);
	fd = ftrace_user__open(&function, 1, false);
	if (fd < 0)
		return log__fail(fd == -ENOTSUP ? -EINVAL : fd,
				 "--beside %s cannot hold %s on this kernel: %s; choose a backend",
				 run->plan.beside, function, ftrace_user__error(fd));
	beside->is_ftrace = true;
	beside->ftrace = fd;
	return 0;
}

/*
 * The first call through ftrace's list of users is a little shorter than all later ones, and so is
 * that of fprobe. So some hooks come and go before the first trial. What cannot be attached here
 * leaves nothing.
 */
static void use_once(const struct run *run, const struct workload *workload,
		     struct hook_memory *memory)
{
	static const char *const kinds[] = { "kprobe", "kprobe.multi", "fentry" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		struct hook hook;

		if (hook__open(&hook, backend__find(kinds[i]), payload__find(PAYLOAD), &run->target,
			       workload, memory))
			continue;
		hook__attach(&hook);
		hook__close(&hook);
	}
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
		      const struct workload *workload, struct hook_memory *memory)
{
	int err;

	*beside = (struct beside_hook){ .run = run, .workload = workload, .memory = memory };
	if (!run->plan.beside[0])
		return 0;
	if (!strcmp(run->plan.beside, PLAN_FTRACE)) {
		err = open_ftrace(beside, run);
		if (!err)
			use_once(run, workload, memory);
		return err;
	}
	if (!backend__find(run->plan.beside))
		return log__fail(-EINVAL, "unknown backend \"%s\" beside", run->plan.beside);
	err = attach(beside);
	if (!err)
		use_once(run, workload, memory);
	return err;
}

/* Loaded anew, too, as for each trial: see trial__run. */
int beside_hook__renew(struct beside_hook *beside)
{
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
	if (beside->is_ftrace)
		close(beside->ftrace);
	beside->is_attached = beside->is_ftrace = false;
}
