/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loads a user's object, and reads what the kernel made of its programs. */
#ifndef HOOKBENCH_BENCH_HOOK_USER_LOAD_H
#define HOOKBENCH_BENCH_HOOK_USER_LOAD_H

#include <stdbool.h>

#include "bench/hook/program_kind.h"
#include "bench/hook/verifier_log.h"
#include "bench/machine/setting_guard.h"

struct bpf_object;
struct bpf_program;

/* Before loading: the verifier shall tell its statistics. Without memory, it does not. */
void user_part__ask_statistics(struct user_part *part);
/* 0 or -errno. The guard restores what the kernel changes if a program prints. */
int user_object__load(struct bpf_object *object, struct setting_guard *printk_event);
/* Sets the sizes of a loaded program. */
void user_program__measure(const struct bpf_program *program, struct program_fact *fact);
/* Whether one of the programs that were loaded calls bpf_printk. */
bool user_object__prints(const struct bpf_object *object);
/* Sets sizes and statistics of a loaded program. */
void user_part__measure(const struct user_part *part, struct program_fact *fact);

#endif
