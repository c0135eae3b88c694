// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/kvm_fallback.h"

#include <errno.h>

#include "bench/base/log.h"

int kvm_fallback__run(struct vm *vm, enum accelerator fallback, vm_attempt attempt, void *context)
{
	int err;

	if (vm->accelerator != ACCEL_AUTO)
		return attempt(vm, context);
	/* KVM is not to blame for problems with the image or QEMU. */
	vm->accelerator = fallback;
	err = vm__check(vm);
	if (err)
		return err;
	vm->accelerator = ACCEL_KVM;
	err = attempt(vm, context);
	if (!err || vm->has_reported || err == -EINTR)
		return err;
	vm->accelerator = fallback;
	log__info("KVM does not work here: falling back to --accel %s.",
		  accelerator__name(fallback));
	return attempt(vm, context);
}
