/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How programs are put in place: what a row of the table of backends is made of. */
#ifndef HOOKBENCH_BENCH_HOOK_ATTACHMENT_H
#define HOOKBENCH_BENCH_HOOK_ATTACHMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bpf_link;
struct bpf_program;
struct hook;

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

/* One program of an attached hook. */
struct hook_part {
	struct bpf_program *program;
	struct bpf_link *link; /* NULL while detached, or if there is */
	int link_fd;	       /* one that libbpf knows nothing of; else -1 */
};

/* Of a call: where a program runs. */
struct hook_side {
	const char *name;	   /* its program's is NAME_PAYLOAD */
	unsigned int runs_of_call; /* how often it runs when the function is called and returns */
	bool sees_return;
};

extern const struct hook_side side_entry, side_exit, side_both;

struct attachment {
	const struct hook_side *side; /* NULL: there is none */
	uint32_t type;		      /* as above, where libbpf need not know it; else 0 */
	bool at_return;		      /* of a kprobe */
	/* Optional: before loading. 0 or -errno. */
	int (*prepare)(struct hook *hook, const struct attachment *a, struct hook_part *part);
	/* Attaches the loaded program. 0 or -errno. */
	int (*attach)(struct hook *hook, const struct attachment *a, struct hook_part *part);
};

#define PROGRAM_NAME_SIZE 64

/* The name of its program of a payload. */
void attachment__format_program(const struct attachment *a, const char *payload, char *text,
				size_t size);

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
