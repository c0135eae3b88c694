// SPDX-License-Identifier: GPL-2.0-or-later
/* Boots independent.c, as the first process of a VM, and prints its answer. */
#include <jansson.h>
#include <stdio.h>

#include "bench/vm/boot_kernel.h"
#include "bench/vm/vm.h"

int main(int argc, char **argv)
{
	static volatile sig_atomic_t stop;
	/* It has measured before it is asked, and has no answer to "resume". */
	struct vm vm = { .accelerator = ACCEL_EXACT,
			 .cpus = 1,
			 .stop = &stop,
			 .guest = INDEPENDENT_GUEST,
			 .boots = true };
	json_t *reply = NULL;

	if (argc != 2 && argc != 3) {
		fprintf(stderr, "usage: independent IMAGE [PROGRAM OF THAT ARCHITECTURE]\n");
		return 2;
	}
	vm.image = argv[1];
	if (argc == 3)
		vm.guest = argv[2];
	if (boot_kernel__arch(vm.image, &vm.arch))
		return 2;
	if (vm__run(&vm, "run", json_pack("{s:{}, s:b}", "plan", "explain", 0), &reply))
		return 2;
	json_dumpf(json_object_get(json_object_get(reply, "run"), "costs"), stdout, JSON_INDENT(1));
	putchar('\n');
	json_decref(reply);
	return 0;
}
