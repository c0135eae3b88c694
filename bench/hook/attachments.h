/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How programs are attached: the functions of struct attachment, for the rows of backends. */
#ifndef HOOKBENCH_BENCH_HOOK_ATTACHMENTS_H
#define HOOKBENCH_BENCH_HOOK_ATTACHMENTS_H

#include "bench/hook/hook.h"
#include "bench/hook/link.h"

int attachment__kprobe(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__kprobe_inside(struct hook *hook, const struct attachment *a,
			      struct hook_part *part);
int attachment__prepare_multi(struct hook *hook, const struct attachment *a,
			      struct hook_part *part);
int attachment__kprobe_multi(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__kprobe_multi_many(const struct attachment *a, struct hook_part *part,
				  const char *const *functions, size_t n);
int attachment__uprobe(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__uprobe_multi(struct hook *hook, const struct attachment *a, struct hook_part *part);
/* The probe of the target. */
int attachment__usdt(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__prepare_trampoline(struct hook *hook, const struct attachment *a,
				   struct hook_part *part);
int attachment__prepare_trampoline_multi(struct hook *hook, const struct attachment *a,
					 struct hook_part *part);
int attachment__trampoline_multi(struct hook *hook, const struct attachment *a,
				 struct hook_part *part);
int attachment__trampoline_multi_many(const struct attachment *a, struct hook_part *part,
				      const char *const *functions, size_t n);
int attachment__keep_trampolines(char **functions, size_t *n);
int attachment__keep_returning(char **functions, size_t *n);
int attachment__fsession(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__prepare_lsm(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__prepare_fmod_ret(struct hook *hook, const struct attachment *a,
				 struct hook_part *part);
int attachment__prepare_tracepoint(struct hook *hook, const struct attachment *a,
				   struct hook_part *part);
int attachment__tracepoint(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__prepare_filter(struct hook *hook, const struct attachment *a,
			       struct hook_part *part);
/* As given by the program's section. */
int attachment__program(struct hook *hook, const struct attachment *a, struct hook_part *part);

#endif
