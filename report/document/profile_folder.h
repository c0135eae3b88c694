/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A folder of call stacks as flame graph tools read them, sampled under each backend: NAME.folded,
 * and profile.json, which says what they are; see results/README.md.
 */
#ifndef HOOKBENCH_REPORT_DOCUMENT_PROFILE_FOLDER_H
#define HOOKBENCH_REPORT_DOCUMENT_PROFILE_FOLDER_H

#include <jansson.h>
#include <stddef.h>

#include "report/document/flame.h"

#define PROFILE_SCHEMA "hookbench-profile/1"
#define PROFILE_FACTS  "profile.json"

struct profile_backend {
	char *name;
	double samples, none_samples;
	struct flame *all, *more; /* more: less those of `none`; NULL for `none` itself */
};

struct profile_folder {
	json_t *facts;		   /* an empty object if the folder has none */
	size_t n;		   /* at least 1 */
	struct profile_backend *v; /* `none` first, if it is there; then by name */
};

/*
 * Files that are called BACKEND-none.folded are left out: the difference is made from the others.
 * 0, or -errno, logged; close in the first case.
 */
int profile_folder__open(const char *path, struct profile_folder *profile);
void profile_folder__close(struct profile_folder *profile);

#endif
