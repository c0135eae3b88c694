/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Backends: the ways to attach. What a backend is stands in its row in backends.c; nothing else
 * asks for its name. What is done with one is in hook.h.
 */
#ifndef HOOKBENCH_BENCH_HOOK_BACKEND_H
#define HOOKBENCH_BENCH_HOOK_BACKEND_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/hook/attachment.h"
#include "bench/hook/name_source.h"
#include "bench/hook/requirement.h"

struct hook;
struct payload;

#define BACKEND_MAX_PARTS 2

struct backend {
	const char *name;
	const char *help;
	/* The BPF object's bytes. NULL: nothing is loaded, and the other members are NULL too. */
	const void *(*elf)(size_t *size);
	/* Optional: of an object for older kernels, tried where the kernel does not load the first.
	 */
	const void *(*older_elf)(size_t *size);
	/* Its programs, and how each is put in place. */
	struct attachment parts[BACKEND_MAX_PARTS];
	/* Optional: after attaching, until the kernel has put it in place. 0 or -errno. */
	int (*wait)(const struct hook *hook);
	/* What `placement` must say; NULL: anything. */
	const char *must_be;
	/* Optional: how the attached hook was put in place, as one word; NULL: unknown. */
	const char *(*placement)(const struct hook *hook);
	/* Optional: what must hold while it is attached, and is put back. 0 or -errno. */
	int (*enter)(struct hook *hook);
	void (*leave)(struct hook *hook);
	/* The backend that shows a call's file name and its result; NULL: this one does. */
	const char *traced_by;
	/* Asked in this order; ends with NULL. */
	const struct requirement *const *requires;
	enum name_source name_source;
	bool is_filtered;    /* its program runs at other calls too, and leaves them out */
	bool needs_function; /* attaches to the target itself, which a kernel may not have */
};

bool backend__is_hook(const struct backend *backend);
/* How often its programs run when the function is called and returns: 1 or 2. */
unsigned int backend__runs_of_call(const struct backend *backend);
/* Whether one of its programs runs when the function returns, with its result. */
bool backend__sees_return(const struct backend *backend);
/* Whether its BPF object has programs of this payload. */
bool backend__carries(const struct backend *backend, const struct payload *payload);

#endif
