// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/guest_limits.h"

#include <errno.h>

#include "bench/base/log.h"
#include "bench/base/number.h"
#include "bench/machine/clock.h"
#include "bench/vm/qemu.h"

#define NS_PER_S UINT64_C(1000000000)

void guest_limits__open(struct guest_limits *limits, const struct vm *vm)
{
	guest_limits__hear(limits);
	limits->closed_ns = 0;
	limits->end_ns = limits->heard_ns + vm__time_limit_s(vm) * NS_PER_S;
}

void guest_limits__hear(struct guest_limits *limits)
{
	limits->heard_ns = clock__monotonic_ns();
}

bool guest_limits__close(struct guest_limits *limits)
{
	uint64_t now_ns = clock__monotonic_ns();

	if (!limits->closed_ns)
		limits->closed_ns = now_ns;
	return now_ns - limits->closed_ns > GUEST_END_MS * UINT64_C(1000000);
}

int guest_limits__check(const struct guest_limits *limits, const struct vm *vm)
{
	uint64_t now_ns = clock__monotonic_ns();

	if (now_ns > limits->end_ns)
		return log__fail(
			-ETIME,
			"the guest on %s was stopped after %u second%s; --time-limit SECONDS allows more time",
			vm->image, vm__time_limit_s(vm), number__s(vm__time_limit_s(vm)));
	if (now_ns - limits->heard_ns > vm__timeout_s(vm) * NS_PER_S)
		return log__fail(
			-ETIMEDOUT,
			"the guest on %s %s %u second%s%s%s, and was stopped; --timeout SECONDS allows more time",
			vm->image, vm->has_reported ? "was silent for" : "did not boot within",
			vm__timeout_s(vm), number__s(vm__timeout_s(vm)),
			vm->measured[0] ? " while it measured " : "", vm->measured);
	return 0;
}
