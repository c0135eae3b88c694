/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets global variables of a user's object before it is loaded. */
#ifndef HOOKBENCH_BENCH_HOOK_USER_VARIABLES_H
#define HOOKBENCH_BENCH_HOOK_USER_VARIABLES_H

#include <stddef.h>

struct bpf_object;

/*
 * list: NAME=VALUE,... The variables are those of .rodata, .data and .bss; a value is what the type
 * in the object's BTF takes: a number, true or false, 'c', or the name of an enumerator. 0; or
 * -EINVAL with what is wrong in `problem` (`size` bytes).
 */
int user_variables__set(struct bpf_object *object, const char *list, char *problem, size_t size);

#endif
