/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program NAME that jumps to another: that is called NAME_target, and lies in a program array
 * NAME_targets.
 */
#ifndef HOOKBENCH_BENCH_HOOK_JUMP_TARGET_H
#define HOOKBENCH_BENCH_HOOK_JUMP_TARGET_H

struct bpf_object;
struct bpf_program;

/* The target of that program, which will be loaded, too; NULL: it jumps to none. */
struct bpf_program *jump_target__load(struct bpf_object *object, const char *name);
/* Puts the target of a loaded object into its array. 0, also if there is none, or -errno. */
int jump_target__connect(const struct bpf_object *object, const char *name);

#endif
