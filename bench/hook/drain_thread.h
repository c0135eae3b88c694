/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A thread that takes what programs put into buffers, every few milliseconds. */
#ifndef HOOKBENCH_BENCH_HOOK_DRAIN_THREAD_H
#define HOOKBENCH_BENCH_HOOK_DRAIN_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* { .lock = PTHREAD_MUTEX_INITIALIZER } until it is started; must not move while it runs. */
struct drain_thread {
	pthread_mutex_t lock; /* held during each call of `drain` */
	void (*drain)(void *context);
	void *context;
	pthread_t thread;
	pthread_cond_t awake;
	bool is_running, stop, rests;
};

/* 0 or -errno, with nothing to stop. */
int drain_thread__start(struct drain_thread *t, void (*drain)(void *context), void *context);
/*
 * While it rests it drains nothing, and wakes no idle CPU: where idle time is skipped, as in exact
 * mode, a second of it would be thousands of wake-ups. Accepts one that does not run.
 */
void drain_thread__rest(struct drain_thread *t, bool rests);
/* Accepts one that does not run. */
void drain_thread__stop(struct drain_thread *t);

#endif
