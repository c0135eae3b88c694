/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_ATTACH_COST_H
#define HOOKBENCH_BENCH_GUEST_GUEST_ATTACH_COST_H

#include <jansson.h>

/* Measures what attaching costs. 0 with the fields of the reply, or -errno, logged. */
int guest_attach_cost__answer(const json_t *request, json_t **reply);

#endif
