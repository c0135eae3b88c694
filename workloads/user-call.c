// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls a function of this program, of a few instructions. How the kernel lets the first of them,
 * in whose place the probe is, take effect decides what a uprobe costs: so there is a function for
 * each way, in bench/machine/arch. Two more have a USDT probe.
 */
#include <errno.h>
#include <string.h>
#include <sys/sdt.h>

#include "bench/base/log.h"
#include "bench/base/table.h"
#include "bench/machine/arch.h"
#include "workloads/guarded_probe.h"
#include "workloads/workload.h"

#define DEFINE(name, text, note)                                                          \
	__asm__(".pushsection .text, \"ax\", %progbits\n\t.balign 64\n"                   \
		"\t.globl user_call_" #name "\n\t.type user_call_" #name ", %function\n"  \
		"user_call_" #name ":\n\t" text "\n"                                      \
		"\t.size user_call_" #name ", . - user_call_" #name "\n\t.popsection\n"); \
	void user_call_##name(unsigned long argument);

ARCH_USER_FUNCTIONS(DEFINE)

static __attribute__((aligned(64))) void pass_probe(unsigned long argument)
{
	DTRACE_PROBE1(hookbench, call, argument);
}

/* clang-format off */
#define ROW(name_, text, note) \
	{ .name = "user-call:" #name_, .help = note, .function = user_call_##name_ },

const struct user_function user_call_functions[] = {
	ARCH_USER_FUNCTIONS(ROW)
	{ .name = "user-call:usdt",
	  .help = "a USDT probe, which is a nop",
	  .function = pass_probe,
	  .probe = "call" },
	{ .name = "user-call:usdt-semaphore",
	  .help = "a USDT probe that is passed only if its semaphore is not 0",
	  .function = guarded_probe__pass,
	  .probe = "guarded",
	  .semaphore = &hookbench_guarded_semaphore },
	{ .name = NULL },
};
/* clang-format on */

WORKLOAD_DECLARE_STATE(user_call);

/* The state is the function. Its address is that of data, as worker.state is; so is that of code.
 */
int user_call__open(struct worker *worker)
{
	const struct user_function *f = user_function__find(user_call_functions, worker->target);
	char names[256];

	table__names(user_call_functions, sizeof(*user_call_functions), names, sizeof(names));
	if (!f)
		return log__fail(
			-EINVAL,
			"the workload user-call has no function \"%s\" on this architecture; use one of: %s",
			worker->target, names);
	memcpy(&worker->state, &f->function, sizeof(worker->state));
	return 0;
}

void user_call__close(struct worker *worker)
{
	worker->state = NULL;
}

WORKLOAD_CYCLE user_call__cycle(struct worker *worker, enum clock_source source)
{
	void (*function)(unsigned long argument);
	uint64_t start, end;

	memcpy(&function, &worker->state, sizeof(function));
	start = worker__begin(worker, source);
	function(USER_ARGUMENT);
	end = worker__end(worker, source);
	worker__record(worker->operation, start, end, source);
	return 0;
}

WORKLOAD_LOOP(user_call, user_call__cycle)
