/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a program of a user's object cannot be attached to its target. Each function sets the fact's
 * reason and remedy, or leaves them if it finds none. They read long lists.
 */
#ifndef HOOKBENCH_BENCH_HOOK_MECHANISM_EXPLAIN_H
#define HOOKBENCH_BENCH_HOOK_MECHANISM_EXPLAIN_H

#include <stdbool.h>

#include "bench/model/program_fact.h"

void explain__function(const char *symbol, bool needs_btf, struct program_fact *fact);
/* what: that is named PREFIX NAME in the kernel's BTF, in words. */
void explain__type(const char *prefix, const char *name, const char *what,
		   struct program_fact *fact);
/* CATEGORY/NAME, or the name alone. */
void explain__tracepoint(const char *tracepoint, bool has_category, struct program_fact *fact);
/* Whether the kernel lets programs replace the function's result. */
bool explain__may_modify(const char *function);

#endif
