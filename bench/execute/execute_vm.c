// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/execute_vm.h"

#include "bench/base/interrupt.h"
#include "bench/vm/boot_kernel.h"

int execute_vm__init(struct vm *vm, const struct where *where, const char *image, unsigned int cpus,
		     struct observer observer)
{
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
	return boot_kernel__arch(image, &vm->arch);
}
