// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/interrupt.h"

#include <stddef.h>

static volatile sig_atomic_t received;

static void take(int number)
{
	received = number;
}

static const struct {
	int number;
	void (*handler)(int number);
} handled[] = { { SIGINT, take }, { SIGTERM, take }, { SIGHUP, take }, { SIGXFSZ, SIG_IGN } };
#define N_HANDLED (sizeof(handled) / sizeof(*handled))
static struct sigaction before[N_HANDLED];

void interrupt__install(void)
{
	for (size_t i = 0; i < N_HANDLED; i++) {
		/* SA_RESETHAND: a second signal ends a process that does not reach a safe place. */
		struct sigaction action = { .sa_handler = handled[i].handler,
					    .sa_flags = SA_RESETHAND };

		sigaction(handled[i].number, &action, &before[i]);
	}
}

void interrupt__uninstall(void)
{
	for (size_t i = 0; i < N_HANDLED; i++)
		sigaction(handled[i].number, &before[i], NULL);
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
