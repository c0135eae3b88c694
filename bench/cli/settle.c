// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/cli/settle.h"

#include <errno.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/hook/backends.h"
#include "bench/measure/plan_names.h"
#include "bench/model/target.h"
#include "workloads/workload.h"

static const char *list_of_backends(const struct options *options)
{
	const struct workload *workload = workload__find(options->plan.workload);

	if (options->backends)
		return options->backends;
	/* A program of the user's is compared with no hook, and its twin is the bare hook. */
	if (options->programs.n)
		return backends[0].name;
	return (workload && workload->user_functions) || target__is_in_file(options->plan.target)
		       ? OPTIONS_DEFAULT_USER_BACKENDS
		       : OPTIONS_DEFAULT_BACKENDS;
}

int options__settle(struct options *options)
{
	return plan__set_backends(&options->plan, list_of_backends(options));
}

int options__check_target(const struct options *options)
{
	const struct plan *plan = &options->plan;
	const struct workload *workload = workload__find(plan->workload);
	const struct workload *caller = workload__of_user_function(plan->target);

	if (caller && caller != workload)
		return log__fail(
			-EINVAL,
			"--target %s is a function of the workload %s, which --workload %s does not call: remove one of the two options",
			plan->target, caller->name, workload->name);
	if (target__is_name(plan->target) && (workload->user_functions || workload->times_nothing))
		return log__fail(
			-EINVAL,
			"--target %s is a function of the kernel, and an operation of --workload %s calls none: remove one of the two options",
			plan->target, workload->name);
	return 0;
}
