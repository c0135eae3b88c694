// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/drain_thread.h"

#include <signal.h>
#include <unistd.h>

#include "bench/machine/fifo_priority.h"

/*
 * How often events are taken: on a fast machine, a thousand arrive in this time. With one CPU, as
 * in exact mode, the trace buffer has room for a few hundred lines.
 */
#define DRAIN_US	 2000
#define DRAIN_ONE_CPU_US 500

static void *drain_all(void *context)
{
	unsigned int pause_us = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? DRAIN_US : DRAIN_ONE_CPU_US;
	struct drain_thread *t = context;

	pthread_mutex_lock(&t->lock);
	while (!t->stop) {
		if (t->rests) {
			pthread_cond_wait(&t->awake, &t->lock);
			continue;
		}
		t->drain(t->context);
		pthread_mutex_unlock(&t->lock);
		usleep(pause_us);
		pthread_mutex_lock(&t->lock);
	}
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

/*
 * The thread blocks all signals: otherwise it could receive SIGCHLD, which the caller may wait for
 * with a signalfd.
 */
int drain_thread__start(struct drain_thread *t, void (*drain)(void *context), void *context)
{
	struct fifo_priority own;
	sigset_t all, before;
	int err;

	t->drain = drain;
	t->context = context;
	t->stop = t->rests = false;
	pthread_cond_init(&t->awake, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	fifo_priority__take(&own);
	err = pthread_create(&t->thread, NULL, drain_all, t);
	fifo_priority__give_back(&own);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	t->is_running = !err;
	return -err;
}

static void set(struct drain_thread *t, bool *flag, bool value)
{
	pthread_mutex_lock(&t->lock);
	*flag = value;
	pthread_cond_signal(&t->awake);
	pthread_mutex_unlock(&t->lock);
}

void drain_thread__rest(struct drain_thread *t, bool rests)
{
	if (t->is_running)
		set(t, &t->rests, rests);
}

void drain_thread__stop(struct drain_thread *t)
{
	if (!t->is_running)
		return;
	set(t, &t->stop, true);
	pthread_join(t->thread, NULL);
	pthread_cond_destroy(&t->awake);
	t->is_running = false;
}
