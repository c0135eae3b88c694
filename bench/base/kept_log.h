/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages of a thread that are kept until it is known what to do with them. */
#ifndef HOOKBENCH_BENCH_BASE_KEPT_LOG_H
#define HOOKBENCH_BENCH_BASE_KEPT_LOG_H

#include <stddef.h>

#include "bench/base/log.h"

/* { 0 }: empty. Must not move between begin and end. */
struct kept_log {
	size_t n;
	struct kept_message *v; /* in the order in which they were logged */
};

/* Keeps what the calling thread logs from now on. */
void kept_log__begin(struct kept_log *kept);
/* Messages of the calling thread go where other threads log again. */
void kept_log__end(void);
/* The first line of the first error; "" if there was none. */
void kept_log__first_error(const struct kept_log *kept, char *text, size_t size);
/* Logs all of them, each after "NAME: ". name: NULL: none. */
void kept_log__write(const struct kept_log *kept, const char *name);
void kept_log__free(struct kept_log *kept);

#endif
