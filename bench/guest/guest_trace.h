/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's side of `hookbench trace --kernel`: the request trace. Without "words", a
 * demonstration is traced. Events and lines are sent on separate streams.
 */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_TRACE_H
#define HOOKBENCH_BENCH_GUEST_GUEST_TRACE_H

#include <jansson.h>

/* 0 with the fields of the reply, or -errno, logged. */
int guest_trace__answer(const json_t *request, json_t **reply);

#endif
