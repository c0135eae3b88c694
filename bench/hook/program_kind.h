/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kinds of BPF programs, by the first word of their section: how each is attached, or why it is
 * not. libbpf may be older than a kind, so that the rows tell all that it must be told.
 */
#ifndef HOOKBENCH_BENCH_HOOK_PROGRAM_KIND_H
#define HOOKBENCH_BENCH_HOOK_PROGRAM_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/hook/attachment.h"
#include "bench/hook/requirement.h"
#include "bench/hook/user_object.h"
#include "bench/model/program_fact.h"

/* What a program of a user's object is attached to. */
struct user_part {
	const struct program_kind *kind;
	struct bpf_program *program;
	size_t fact;			  /* its index */
	char target[PROGRAM_TARGET_SIZE]; /* after --retarget */
	enum user_files files;
	bool has_usdt_maps; /* its object has the maps in which libbpf keeps USDT probes */
	/* Set by `prepare`, where the kind has one. */
	char symbol[128];
	size_t offset;	      /* of a kprobe in the function */
	uint64_t id;	      /* of a tracepoint */
	uint32_t function_id; /* in the kernel's BTF */
	char **symbols;	      /* of several functions */
	size_t n_symbols;
	char *file; /* of a place in user space, with its offset in the file */
	uint64_t file_offset;
	char *log; /* of the verifier, while its statistics are wanted; otherwise NULL */
};

/* Frees what the others have set. */
void user_part__free(struct user_part *part);

/* How programs of some kinds find their target and are attached. */
struct mechanism {
	/*
	 * Optional, before loading: finds the target. 0 or -errno; -EINVAL if the target is not one
	 * that the kind can have.
	 */
	int (*prepare)(struct user_part *part);
	/* Attaches the loaded program. 0 or -errno. */
	int (*attach)(const struct user_part *part, struct hook_part *hooked);
	/*
	 * Optional: writes why the target cannot be hooked, and what to do about it, after one of
	 * the others has failed; nothing if it knows no reason. This may take long.
	 */
	void (*explain)(const struct user_part *part, struct program_fact *fact);
	const char *example; /* of a target, in words */
};

extern const struct mechanism mechanism_kprobe, mechanism_system_call, mechanism_kprobe_multi;
extern const struct mechanism mechanism_trampoline, mechanism_modify_return, mechanism_session,
	mechanism_trampoline_multi;
extern const struct mechanism mechanism_lsm, mechanism_tracepoint, mechanism_raw_tracepoint,
	mechanism_btf_tracepoint;
extern const struct mechanism mechanism_uprobe, mechanism_uprobe_multi, mechanism_usdt;

struct program_kind {
	const char *word;		   /* the section's first, up to its slash */
	const struct mechanism *mechanism; /* NULL: such programs are not attached */
	const char *refusal;		   /* why not; NULL if they are */
	uint32_t type, attach_type;	   /* the kernel's numbers */
	bool at_return;
	bool sleeps;
	bool is_family;				   /* the word is the beginning of several words */
	const struct requirement *const *requires; /* NULL if they are not attached */
};

/* Ends with a row whose word is NULL. */
extern const struct program_kind program_kinds[];
/* By the section's name, without "?" before it. NULL if no row is for it. */
const struct program_kind *program_kind__of(const char *section);
/* The section's target, after the first slash; "" if it has none. */
const char *program_kind__target(const char *section);

#endif
