/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What another program answers, such as its version. */
#ifndef HOOKBENCH_BENCH_BASE_ASKED_PROGRAM_H
#define HOOKBENCH_BENCH_BASE_ASKED_PROGRAM_H

#include <stdio.h>

/*
 * Starts one command of the shell, with words of this project's own, and reads what it prints. It
 * reads nothing, its messages are dropped, and one that does not end by itself is ended after 20
 * seconds. For the caller to pclose; NULL with errno: it could not be started.
 */
FILE *asked_program__open(const char *command);

#endif
