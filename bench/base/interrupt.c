// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/interrupt.h"

#include <stddef.h>

static volatile sig_atomic_t received;

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
#define N_NUMBERS (sizeof(numbers) / sizeof(*numbers))
static struct sigaction before[N_NUMBERS];

static void take(int number)
{
	received = number;
}

void interrupt__install(void)
{
	/* SA_RESETHAND: a second signal ends a process that does not reach a safe place. */
	struct sigaction action = { .sa_handler = take, .sa_flags = SA_RESETHAND };

	for (size_t i = 0; i < N_NUMBERS; i++)
		sigaction(numbers[i], &action, &before[i]);
}

void interrupt__uninstall(void)
{
	for (size_t i = 0; i < N_NUMBERS; i++)
		sigaction(numbers[i], &before[i], NULL);
}

const volatile sig_atomic_t *interrupt__flag(void)
{
	return &received;
}

void interrupt__forget(void)
{
	received = 0;
}

void interrupt__die(void)
{
	if (!received)
		return;
	signal(received, SIG_DFL);
	raise(received);
}
