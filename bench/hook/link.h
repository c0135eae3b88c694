/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Links of single programs to the kernel, held by file descriptors only. Each function attaches a
 * loaded program: 0 or -errno.
 */
#ifndef HOOKBENCH_BENCH_HOOK_LINK_H
#define HOOKBENCH_BENCH_HOOK_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "bench/hook/attachment.h"

/*
 * Attach types (the kernel's enum bpf_attach_type) that may be missing from the headers or libbpf
 * used to build this, with the Linux version that added them.
 */
enum {
	ATTACH_KPROBE_MULTI = 42,   /* 5.18 */
	ATTACH_UPROBE_MULTI = 48,   /* 6.6 */
	ATTACH_KPROBE_SESSION = 56, /* 6.10 */
	ATTACH_UPROBE_SESSION = 57, /* 6.13 */
	ATTACH_FSESSION = 58,	    /* 7.0 */
	ATTACH_FENTRY_MULTI = 59,   /* 7.2 */
	ATTACH_FEXIT_MULTI = 60,    /* 7.2 */
};

/* By the kprobe PMU; -EOPNOTSUPP without it, as a probe in tracefs would survive a crash. */
int link__kprobe(struct hook_part *part, const char *symbol, bool at_return, size_t offset);
/* attach_type: with or without a session. cookies: one for each symbol; NULL: none. */
int link__kprobe_multi(struct hook_part *part, uint32_t attach_type, bool at_return,
		       const char *const *symbols, const uint64_t *cookies, size_t n);
/* An instruction of a program or a library. */
struct user_place {
	const char *path;
	uint64_t offset;    /* in the file */
	uint64_t semaphore; /* the offset of what counts whether it is hooked; 0: nothing does */
	pid_t only;	    /* the process in which it is hooked; 0: all */
};

/* By the uprobe PMU; -EOPNOTSUPP without it. */
int link__uprobe(struct hook_part *part, const struct user_place *place, bool at_return);
/* attach_type: with or without a session. */
int link__uprobe_multi(struct hook_part *part, uint32_t attach_type, bool at_return,
		       const struct user_place *place);
/* By libbpf, which looks up the probe's places itself: all of this name in the file. */
int link__usdt(struct hook_part *part, const char *path, const char *provider, const char *name,
	       pid_t only);
/* To the function that the program was loaded for, by an attach type that libbpf may not know. */
int link__trampoline(struct hook_part *part, uint32_t attach_type);
/* ids: of functions in the kernel's BTF. */
int link__trampoline_multi(struct hook_part *part, uint32_t attach_type, const uint32_t *ids,
			   size_t n);
/* id: see tracepoint__id. */
int link__tracepoint(struct hook_part *part, uint64_t id);

/* The ID of the tracepoint CATEGORY/NAME. 0, or -errno, not logged. */
int tracepoint__id(const char *tracepoint, uint64_t *id);

/* The same with a program's descriptor: the link's descriptor, or -errno. */
int link__create_kprobe_multi(int program, uint32_t attach_type, bool at_return,
			      const char *const *symbols, const uint64_t *cookies, size_t n);
int link__create_trampoline_multi(int program, uint32_t attach_type, const uint32_t *ids, size_t n);

#endif
