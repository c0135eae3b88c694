/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A flame graph: call stacks as boxes, each as wide as its share of the instructions. */
#ifndef HOOKBENCH_REPORT_FLAME_H
#define HOOKBENCH_REPORT_FLAME_H

#include <jansson.h>
#include <stdio.h>

/*
 * Writes it as an SVG element for an HTML page. stacks: an object "a;b;c": instructions; less: the
 * same of what is taken away from it, or NULL. What is not more than in `less` is left out. Callers
 * are at the top. Writes nothing if nothing is left.
 */
void flame__write(json_t *stacks, json_t *less, FILE *file);

#endif
