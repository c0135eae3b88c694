/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became of the programs of a user's object that was attached, in words. */
#ifndef HOOKBENCH_BENCH_PROGRAMS_ATTACHED_PROGRAMS_H
#define HOOKBENCH_BENCH_PROGRAMS_ATTACHED_PROGRAMS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct hook;

/* Warns of each program that is not attached, with the reason and the remedy. */
void attached_programs__warn(const struct hook *hook);
/* What the others are attached to, each once: "do_unlinkat, do_rmdir"; cut to what is whole. */
void attached_programs__list(const struct hook *hook, char *text, size_t size);
/*
 * A list, of which each element has name, section, target, attached, reason and runs: those since
 * loading, or null if they were not counted.
 */
json_t *attached_programs__to_json(const struct hook *hook, bool is_counted);

#endif
