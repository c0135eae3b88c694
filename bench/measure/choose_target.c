// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/choose_target.h"

#include <errno.h>
#include <stdio.h>

#include "bench/base/log.h"
#include "bench/kernel/target.h"

int choose_target(const char *name, const struct workload *workload, struct target *target)
{
	const struct user_function *f;

	if (!workload->user_functions)
		return target__choose(name, workload->targets, target);
	f = user_function__find(workload->user_functions, name);
	if (!f)
		return log__fail(-EINVAL, "the workload %s does not call \"%s\"", workload->name,
				 name);
	*target = (struct target){ .is_user = true,
				   .parameters = TARGET_UNKNOWN,
				   .name_parameter = -1 };
	snprintf(target->symbol, sizeof(target->symbol), "%s", f->name);
	return 0;
}
