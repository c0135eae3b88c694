/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trials of explain.json and drivers.json, by backend. The files may contain anything. */
#ifndef HOOKBENCH_REPORT_VERDICTS_STORED_TRIALS_H
#define HOOKBENCH_REPORT_VERDICTS_STORED_TRIALS_H

#include <jansson.h>

#include "bench/model/run.h"

/*
 * The backend's trial of the first round: exact rounds are all the same, but those of a hook that
 * varies. NULL: there is none.
 */
json_t *stored_trials__find(const json_t *json, const char *backend);
/* What is subtracted from the backend: its twin, if it was measured, or `none`. */
const char *stored_trials__over(const json_t *json, const struct run *run, const char *backend);
/* A text of the file's head; "unknown" if it has none. */
void stored_trials__copy_text(const json_t *json, const char *key, char *to, size_t size);

#endif
