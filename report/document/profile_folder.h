/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A folder of call stacks sampled under each backend, in the format of flame graph tools:
 * NAME.folded, and profile.json, which describes them; see results/README.md.
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
	struct flame *all, *more; /* more: minus those of `none`; NULL for `none` itself */
};

struct profile_folder {
	json_t *facts;		   /* an empty object if the folder has no profile.json */
	size_t n;		   /* at least 1 */
	struct profile_backend *v; /* `none` first, if present; then by name */
};

/*
 * Ignores files named BACKEND-none.folded: the difference is computed from the others. 0, or
 * -errno, logged; close after success.
 */
int profile_folder__open(const char *path, struct profile_folder *profile);
void profile_folder__close(struct profile_folder *profile);

#endif
