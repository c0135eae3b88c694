/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One program of a backend: what a row of the table of backends is made of. */
#ifndef HOOKBENCH_BENCH_HOOK_ATTACHMENT_H
#define HOOKBENCH_BENCH_HOOK_ATTACHMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bpf_link;
struct bpf_program;
struct hook;

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
	uint32_t type;	/* as in attachments.h, where libbpf need not know it; else 0 */
	bool at_return; /* of a kprobe */
	/* Optional: before loading. 0 or -errno. */
	int (*prepare)(struct hook *hook, const struct attachment *a, struct hook_part *part);
	/* Attaches the loaded program. 0 or -errno. */
	int (*attach)(struct hook *hook, const struct attachment *a, struct hook_part *part);
};

#define PROGRAM_NAME_SIZE 64

/* The name of its program of a payload. */
void attachment__format_program(const struct attachment *a, const char *payload, char *text,
				size_t size);

#endif
