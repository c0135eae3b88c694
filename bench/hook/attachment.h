/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program of a backend, as used by the rows of the table of backends. */
#ifndef HOOKBENCH_BENCH_HOOK_ATTACHMENT_H
#define HOOKBENCH_BENCH_HOOK_ATTACHMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bpf_link;
struct bpf_program;
struct hook;

/* A loaded program of a hook. */
struct hook_part {
	struct bpf_program *program;
	struct bpf_link *link; /* NULL while detached, or if the link is */
	int link_fd;	       /* a link that libbpf does not know; otherwise -1 */
};

/* Where in a call a program runs. */
struct hook_side {
	const char *name;	   /* its program is named NAME_PAYLOAD */
	unsigned int runs_of_call; /* runs per call and return of the function */
	bool sees_return;
};

extern const struct hook_side side_entry, side_exit, side_both;

struct attachment {
	const struct hook_side *side; /* NULL: no program */
	uint32_t type;	/* from attachments.h, if libbpf may not know it; otherwise 0 */
	bool at_return; /* for a kprobe */
	/* Optional: called before loading. 0 or -errno. */
	int (*prepare)(struct hook *hook, const struct attachment *a, struct hook_part *part);
	/* Attaches the loaded program. 0 or -errno. */
	int (*attach)(struct hook *hook, const struct attachment *a, struct hook_part *part);
	/*
	 * Optional: attaches it to other functions instead, as one link. Their names are in order.
	 * 0 or -errno.
	 */
	int (*attach_many)(const struct attachment *a, struct hook_part *part,
			   const char *const *functions, size_t n);
	/*
	 * Of that, optional: takes from names in order those that it cannot be on, and frees them;
	 * sets their number. 0 or -errno.
	 */
	int (*keep_many)(char **functions, size_t *n);
};

#define PROGRAM_NAME_SIZE 64

/* The name of its program for a payload. */
void attachment__format_program(const struct attachment *a, const char *payload, char *text,
				size_t size);

#endif
