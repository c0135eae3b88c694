// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/name_parameter.h"

bool name_parameter__survives(const struct target *target)
{
	const struct target_candidate *row = workload__find_target(target->symbol);

	return row && row->keeps_name;
}

/* For an LSM hook with a path argument: the dentry argument. */
#define PATH_ENTRY 1

int name_parameter__of(const struct backend *backend, const struct target *target,
		       const struct workload *workload)
{
	switch (backend->name_source) {
	case NAME_AT_ENTRY: return target->name_parameter;
	case NAME_AT_RETURN: return name_parameter__survives(target) ? target->name_parameter : -1;
	case NAME_OF_SYSTEM_CALL: return workload->system_call.name_argument;
	case NAME_OF_LSM_HOOK: return workload->lsm_hook.has_path ? PATH_ENTRY : -1;
	case NAME_NOWHERE: break;
	}
	return -1;
}
