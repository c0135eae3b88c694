/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How programs are put in place: the functions of struct attachment, for rows. */
#ifndef HOOKBENCH_BENCH_HOOK_ATTACHMENTS_H
#define HOOKBENCH_BENCH_HOOK_ATTACHMENTS_H

#include "bench/hook/hook.h"

/*
 * Kinds that the headers, or libbpf, with which this is built may not know (the kernel's enum
 * bpf_attach_type), and since which Linux they are there.
 */
enum {
	ATTACH_KPROBE_MULTI = 42,   /* 5.18 */
	ATTACH_KPROBE_SESSION = 56, /* 6.10 */
	ATTACH_FSESSION = 58,	    /* 7.0 */
	ATTACH_FENTRY_MULTI = 59,   /* 7.2 */
	ATTACH_FEXIT_MULTI = 60,    /* 7.2 */
};

int attachment__kprobe(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__kprobe_inside(struct hook *hook, const struct attachment *a,
			      struct hook_part *part);
int attachment__prepare_multi(struct hook *hook, const struct attachment *a,
			      struct hook_part *part);
int attachment__kprobe_multi(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__prepare_trampoline(struct hook *hook, const struct attachment *a,
				   struct hook_part *part);
int attachment__prepare_trampoline_multi(struct hook *hook, const struct attachment *a,
					 struct hook_part *part);
int attachment__trampoline_multi(struct hook *hook, const struct attachment *a,
				 struct hook_part *part);
int attachment__fsession(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__prepare_lsm(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__prepare_tracepoint(struct hook *hook, const struct attachment *a,
				   struct hook_part *part);
int attachment__tracepoint(struct hook *hook, const struct attachment *a, struct hook_part *part);
int attachment__prepare_filter(struct hook *hook, const struct attachment *a,
			       struct hook_part *part);
/* As the program's section says. */
int attachment__program(struct hook *hook, const struct attachment *a, struct hook_part *part);

#endif
