/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which programs of a user's object are loaded and attached, and why the others are not. */
#ifndef HOOKBENCH_BENCH_HOOK_USER_PARTS_H
#define HOOKBENCH_BENCH_HOOK_USER_PARTS_H

#include <stddef.h>

#include "bench/hook/program_kind.h"
#include "bench/hook/user_object.h"
#include "bench/model/program_fact.h"

struct bpf_object;

/*
 * Whether the settings fit the object, which was opened: each name in `only` is that of a program,
 * and each in `retarget` is a target. 0; -EINVAL with what is wrong in `problem`; -ENOENT, the
 * same, if the object has no program at all; -E2BIG if it has too many.
 */
int user_parts__check(const struct bpf_object *object, const struct plan_settings *settings,
		      char *problem, size_t size);
/* A fact for each program, in the object's order; not attached, without a reason yet. 0, -ENOMEM.
 */
int user_parts__list(const struct bpf_object *object, const char *arm, struct program_facts *facts);

/*
 * Prepares the programs to attach, and has all others not loaded, except those that only other
 * programs call. is_new: the facts are decided here; otherwise, they decide. `parts` has room for
 * all `n` facts. Sets the facts' `attached` to what shall be. Returns the number of parts, or
 * -errno if a program that was attached before cannot be prepared.
 */
int user_parts__choose(struct bpf_object *object, const struct plan_settings *settings,
		       enum user_files files, bool is_new, struct program_fact *facts,
		       struct user_part *parts);

/* Sets reason and remedy after preparing or attaching the part has failed with that -errno. */
void user_part__explain(const struct user_part *part, int err, struct program_fact *fact);

#endif
