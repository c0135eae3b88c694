// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/guest_program.h"

#include "bench/base/own_files.h"

#define PROGRAM "hookbench-guest"

int guest_program__find(char *path, size_t size)
{
	return own_files__require(PROGRAM, PROGRAM, path, size);
}
