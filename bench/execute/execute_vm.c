// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/execute_vm.h"

#include <errno.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/vm/boot_kernel.h"
#include "bench/vm/guest_program.h"

/* A bundle's own, instead of the one that is installed here. */
static int find_guest(struct vm *vm, const struct bundle *bundle)
{
	if (!bundle)
		return 0;
	vm->guest = bundle__find(bundle, BUNDLE_GUEST, NULL, vm->arch);
	if (vm->guest)
		return guest_program__check(vm->arch, vm->guest);
	return log__fail(
		-ENOENT,
		"%s has no hookbench-guest for %s: hookbench plan --bundle with the same options makes one that has",
		bundle->source, vm->arch->name);
}

int execute_vm__init(struct vm *vm, const struct where *where, const char *image, unsigned int cpus,
		     struct observer observer)
{
	int err;

	*vm = (struct vm){
		.image = image,
		.accelerator = where->accelerator,
		.cpu_model = where->cpu_model,
		.append = where->append,
		.cpus = cpus,
		.timeout_s = where->timeout_s,
		.time_limit_s = where->time_limit_s,
		.memory_mib = where->memory_mib,
		.boots = where->fresh_boot,
		.stop = interrupt__flag(),
		.progress = observer.progress,
		.progress_context = observer.context,
	};
	err = boot_kernel__arch(image, &vm->arch);
	return err ? err : find_guest(vm, where->bundle);
}
