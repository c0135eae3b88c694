/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which commit of a source tree a run is of: the user's own, or that of a kernel built from one. */
#ifndef HOOKBENCH_BENCH_MODEL_COMMIT_H
#define HOOKBENCH_BENCH_MODEL_COMMIT_H

#include <stdbool.h>

#include "bench/model/run.h"

#define COMMIT_SHOWN 12 /* digits for people */

/* Whether it is the id of a commit, or its beginning: 7 to 64 digits, 0-9 and a-f. */
bool commit__is_id(const char *text);
/*
 * The commit that a CI system says it works on, in GITHUB_SHA or CI_COMMIT_SHA; "" if it says none,
 * or something else.
 */
const char *commit__of_environment(void);
/*
 * That of a run: as stored; otherwise the one at the end of its kernel's release, as in
 * 6.12.0-rc3-00017-g0123456789ab; "" if there is none.
 */
void commit__of_run(const struct run *run, char commit[RUN_COMMIT_SIZE]);

#endif
