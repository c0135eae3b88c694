// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/fifo_priority.h"

#include <unistd.h>

/* Above that of any workload: io_uring-unlink uses 1. */
#define PRIORITY 2

void fifo_priority__take(struct fifo_priority *before)
{
	const struct sched_param parameters = { .sched_priority = PRIORITY };

	*before = (struct fifo_priority){ 0 };
	if (sysconf(_SC_NPROCESSORS_ONLN) > 1 ||
	    pthread_getschedparam(pthread_self(), &before->policy, &before->parameters))
		return;
	before->taken = !pthread_setschedparam(pthread_self(), SCHED_FIFO, &parameters);
}

void fifo_priority__give_back(const struct fifo_priority *before)
{
	if (before->taken)
		pthread_setschedparam(pthread_self(), before->policy, &before->parameters);
}

void fifo_priority__refuse(const struct fifo_priority *before, pthread_attr_t *attributes)
{
	if (!before->taken)
		return;
	pthread_attr_setinheritsched(attributes, PTHREAD_EXPLICIT_SCHED);
	pthread_attr_setschedpolicy(attributes, before->policy);
	pthread_attr_setschedparam(attributes, &before->parameters);
}
