/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Backends: the ways to attach. A backend is defined by its row in backends.c; no other code checks
 * its name. hook.h loads and attaches it.
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
struct user_object;

#define BACKEND_MAX_PARTS 2

/* What is done instead for a hook that is not a row's: see hook.h. */
struct hook_life {
	/* As hook__open; `close` follows, whatever it returns. */
	int (*open)(struct hook *hook);
	/* Loads once more what was loaded; the caller has closed hook->object. The rest as `open`.
	 */
	int (*reload)(struct hook *hook);
	int (*attach)(struct hook *hook);
	/* Into the facts: the runs that the kernel counted since loading. */
	void (*read_runs)(const struct hook *hook);
	/* After the object was closed. */
	void (*close)(struct hook *hook);
};

struct backend {
	const char *name;
	const char *help;
	/* The BPF object's bytes. NULL: nothing is loaded, and the other members are NULL too. */
	const void *(*elf)(size_t *size);
	/* Instead of that, and of `parts`: a user's object, in a backend of arms.h. */
	const struct user_object *user;
	const struct hook_life *life; /* of that; otherwise NULL */
	/* Optional: an object for older kernels, tried if the kernel does not load the first. */
	const void *(*older_elf)(size_t *size);
	/* Optional: the object with the programs of payloads that are prices. */
	const void *(*prices_elf)(size_t *size);
	/* Optional: how the names of maps begin that libbpf needs to attach it. */
	const char *maps;
	/* Its programs, and how each is attached. */
	struct attachment parts[BACKEND_MAX_PARTS];
	/* Optional: after attaching, waits until the kernel has placed the hook. 0 or -errno. */
	int (*wait)(const struct hook *hook);
	/* Why its cost differs between trials, whatever its programs do; NULL: it does not. */
	const char *varies;
	/* The required result of `placement`; NULL: any. */
	const char *must_be;
	/* Optional: how the kernel placed the attached hook, as one word; NULL: unknown. */
	const char *(*placement)(const struct hook *hook);
	/* Optional: sets up and restores what must hold while the hook is attached. 0 or -errno. */
	int (*enter)(struct hook *hook);
	void (*leave)(struct hook *hook);
	/*
	 * The backend to trace with, which shows a call's file name and its result; NULL: this one.
	 */
	const char *traced_by;
	/* Checked in this order; ends with NULL. */
	const struct requirement *const *requires;
	enum name_source name_source;
	bool is_filtered;    /* its program also runs for other calls, and filters them out */
	bool calls_function; /* from its trampoline: see ARCH_TRAMPOLINES_VARY */
	bool needs_function; /* attaches to the target itself, which a kernel may lack */
	bool is_user;	     /* attaches to the target, which is a function in user space */
	bool needs_probe;    /* to the USDT probe in the target */
};

bool backend__is_hook(const struct backend *backend);
/* Runs of its programs per call and return of the function: 1 or 2; 0 if it is a user's. */
unsigned int backend__runs_of_call(const struct backend *backend);
/* Whether one of its programs runs when the function returns, with its result. */
bool backend__sees_return(const struct backend *backend);
/* Whether it can be on many functions by one link. */
bool backend__has_many(const struct backend *backend);
/* The object that has its programs of this payload; NULL: there is none. */
const void *(*backend__elf(const struct backend *backend,
			   const struct payload *payload))(size_t *size);
/* What the names of its programs of this payload end with. */
const char *backend__program(const struct backend *backend, const struct payload *payload);
/* Whether its BPF object has programs of this payload. A user's have a payload of their own. */
bool backend__carries(const struct backend *backend, const struct payload *payload);

#endif
