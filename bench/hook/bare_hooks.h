/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs of two instructions on many functions, by system calls alone: what loading, attaching
 * and detaching cost the kernel, without a library. Held by descriptors only.
 *
 * Life cycle: bare_hooks__open, bare_hooks__load, bare_hooks__attach, bare_hooks__detach,
 * bare_hooks__close; any of them but the first may be left out.
 */
#ifndef HOOKBENCH_BENCH_HOOK_BARE_HOOKS_H
#define HOOKBENCH_BENCH_HOOK_BARE_HOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bare_hooks;

/* How the programs of a backend are loaded and attached. */
struct bare_way {
	const char *name;     /* of the backend */
	uint32_t type;	      /* of the program */
	uint32_t attach_type; /* 0: its type has none */
	bool at_return;	      /* for a kprobe */
	bool has_own_program; /* each function has its own; otherwise all have one */
	bool is_one_link;     /* for all functions; otherwise each has its own */
	bool needs_btf;	      /* ids of functions, instead of names */
	/* The descriptor of the i-th link, or -errno. */
	int (*attach)(const struct bare_hooks *h, size_t i);
};

/* Ends with a row whose name is NULL. */
extern const struct bare_way bare_ways[];
/* NULL if the backend has none. */
const struct bare_way *bare_way__find(const char *backend);

struct bare_hooks {
	const struct bare_way *way;
	size_t n; /* functions */
	const char *const *functions;
	const uint32_t *ids;
	uint32_t kprobe_pmu; /* the kernel's number; 0: it has none */
	size_t n_programs, n_links;
	int *programs, *links; /* descriptors */
	char message[256];     /* of the verifier, about what could not be loaded; or "" */
};

/*
 * For the first `n` functions. `ids`, of the same functions, may be NULL if the way needs none.
 * Makes room for so many descriptors. 0; or -EMFILE, if this process may not have so many, or
 * -ENOMEM, with nothing to close.
 */
int bare_hooks__open(struct bare_hooks *h, const struct bare_way *way, const char *const *functions,
		     const uint32_t *ids, size_t n);
/* What is still to be done. */
size_t bare_hooks__to_load(const struct bare_hooks *h);
size_t bare_hooks__to_attach(const struct bare_hooks *h);
/*
 * At most so many more. 0, or -errno of the function with the index n_programs, or n_links; those
 * before it are done.
 */
int bare_hooks__load(struct bare_hooks *h, size_t most);
int bare_hooks__attach(struct bare_hooks *h, size_t most);
/* At most so many, the last first. */
void bare_hooks__detach(struct bare_hooks *h, size_t most);
void bare_hooks__close(struct bare_hooks *h);

#endif
