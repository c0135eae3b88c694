/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A guest that is kept between requests, so that those that need the same boot share it. Only for
 * accelerators whose guests have no snapshot: in exact mode each request has a guest that nothing
 * was asked before, as otherwise its counts could depend on that.
 */
#ifndef HOOKBENCH_BENCH_VM_KEPT_VM_H
#define HOOKBENCH_BENCH_VM_KEPT_VM_H

#include <limits.h>

#include "bench/vm/vm.h"

/* Initialise with { 0 }, and close it at the end. It must not move meanwhile. */
struct kept_vm {
	struct guest *guest; /* NULL: none */
	struct vm vm;	     /* its options, with copies of the strings: */
	char image[PATH_MAX], cpu_model[128], append[2048];
};

/* Like vm__run, in the guest that is kept if it was started with the same options. */
int kept_vm__run(struct kept_vm *kept, struct vm *vm, const char *request, json_t *fields,
		 json_t **reply);
void kept_vm__close(struct kept_vm *kept);

#endif
