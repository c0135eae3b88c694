/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Costs of attaching, for tests of what is made of them. */
#ifndef HOOKBENCH_TESTS_UNIT_ATTACH_COST_SUPPORT_H
#define HOOKBENCH_TESTS_UNIT_ATTACH_COST_SUPPORT_H

#include "tests/unit/support.h"

#include "bench/model/attach_cost.h"

static struct attach_cost cost;

static inline void add_trial(const char *backend, uint64_t functions, unsigned int repeat,
			     int64_t attach, const char *reason)
{
	struct attach_trial trial = { .functions = functions, .repeat = repeat };

	snprintf(trial.backend, sizeof(trial.backend), "%s", backend);
	snprintf(trial.reason, sizeof(trial.reason), "%s", reason);
	trial.attach = attach;
	trial.load = trial.detach = reason[0] ? COUNT_UNKNOWN : 1000;
	trial.load_ns = trial.attach_ns = trial.detach_ns =
		reason[0] ? COUNT_UNKNOWN : 1000000 * attach;
	assert_int_equal(attach_cost__add(&cost, &trial), 0);
}

/* kprobe on 1 and 10 functions, the second time with repeats that differ; fentry is refused. */
static inline void make_cost(void)
{
	static const int64_t attach[] = { 3000, 2000, 4000 };

	cost = (struct attach_cost){ .unit = CLOCK_INSTRUCTIONS };
	cost.environment = json_pack("{s:s}", "kernel_release", "6.12");
	for (unsigned int i = 0; i < COUNT_OF(attach); i++)
		add_trial("kprobe", 1, i + 1, 500, "");
	for (unsigned int i = 0; i < COUNT_OF(attach); i++)
		add_trial("kprobe", 10, i + 1, attach[i], "");
	add_trial("fentry", 0, 1, COUNT_UNKNOWN, "not here, \"never\"");
}

#endif
