/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files for a machine that has neither a mirror of kernels nor a shared folder: kernel images,
 * guest programs, BPF objects and the plan, in one tar archive. Its first file, bundle.json, lists
 * the others: what option names each, its size and checksum. A bundle is foreign: it has no
 * options, only files, and each is used only where an option of the user's names it.
 */
#ifndef HOOKBENCH_BENCH_VM_BUNDLE_H
#define HOOKBENCH_BENCH_VM_BUNDLE_H

#include "bench/vm/bundle_list.h"

/*
 * Adds a file of this machine; `given` and `arch` may be NULL. One that is there is not added
 * twice. 0; or, logged, -E2BIG, -EINVAL for a name that is too long or not UTF-8, -ENOMEM. A bundle
 * starts as { .lock = -1 }.
 */
int bundle__add(struct bundle *bundle, enum bundle_kind kind, const char *given,
		const struct guest_arch *arch, const char *path);
/* The same of the plan, which is no file yet. */
int bundle__add_plan(struct bundle *bundle, const char *name, const char *text);
/* Writes all that was added, completely or not at all. 0 or -errno, logged. */
int bundle__write(struct bundle *bundle, const char *archive);

/*
 * Unpacks all files that bundle.json lists, each checked, to a new folder in TMPDIR or /tmp, which
 * is locked and private. 0; or -errno, logged: -EINVAL if it is damaged or no bundle. Close it in
 * any case.
 */
int bundle__open(struct bundle *bundle, const char *archive);
/* The file on this machine; NULL if it has none. */
const char *bundle__find(const struct bundle *bundle, enum bundle_kind kind, const char *given,
			 const struct guest_arch *arch);
/* Removes the folder, if there is one. */
void bundle__close(struct bundle *bundle);

#endif
