// SPDX-License-Identifier: GPL-2.0-or-later
/* hookbench-guest: the first process of a VM that bench/vm/vm.c starts. */
#include <stdio.h>
#include <unistd.h>

#include "bench/guest/guest.h"

int main(void)
{
	if (getpid() == 1)
		guest__main();
	fprintf(stderr,
		"hookbench-guest is the first process of a VM; hookbench run --kernel IMAGE starts it\n");
	return 2;
}
