// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/print.h"

/* The state of the terminal, of which a process has one. */
static bool disabled;
static bool drawn;

void progress__disable(void)
{
	disabled = true;
}

static bool progress__wanted(void)
{
	const char *term = getenv("TERM");

	return !disabled && isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

void progress__text(const char *text)
{
	char shown[80];

	if (!progress__wanted())
		return;
	print__text(shown, sizeof(shown), TO_TERMINAL, "%s", text);
	/* Carriage return, the text, then clear to the end of the line. */
	print__terminal(stderr, "\r%s\033[K", shown);
	fflush(stderr);
	drawn = true;
}

void progress__format(const struct progress *p, char *text, size_t size)
{
	double share = p->cycles ? 100.0 * (double)p->done / (double)p->cycles : 0;

	if (!p->backend)
		snprintf(text, size, "booting");
	else if (p->trials)
		snprintf(text, size, "[%u/%u] round %u of %u  %-12s %3.0f %%", p->trial, p->trials,
			 p->round, p->rounds, p->backend, share);
	else
		snprintf(text, size, "trying %s", p->backend);
}

void progress__draw(const struct progress *p, void *context)
{
	char text[128];

	(void)context;
	progress__format(p, text, sizeof(text));
	progress__text(text);
}

void progress__clear(void)
{
	if (drawn)
		fputs("\r\033[K", stderr);
	drawn = false;
}
