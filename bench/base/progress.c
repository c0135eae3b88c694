// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/progress.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
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

#define MOST_COLUMNS 80

/* One less than the terminal has: a full line would begin another. */
static size_t columns_of_terminal(void)
{
	struct winsize size;

	if (!ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col > 1 &&
	    size.ws_col < MOST_COLUMNS)
		return size.ws_col - 1U;
	return MOST_COLUMNS - 1;
}

void progress__text(const char *text)
{
	char shown[MOST_COLUMNS];

	if (!progress__wanted())
		return;
	print__text(shown, columns_of_terminal() + 1, TO_TERMINAL, "%s", text);
	/* Carriage return, the text, then clear to the end of the line. */
	print__terminal(stderr, "\r%s\033[K", shown);
	fflush(stderr);
	drawn = true;
}

/* Whole seconds; "" for what is too short to be worth a word. */
static void format_seconds(char *text, size_t size, const char *before, uint64_t ms,
			   const char *after)
{
	text[0] = '\0';
	if (ms >= 1000)
		snprintf(text, size, "%s%" PRIu64 " s%s", before, (ms + 500) / 1000, after);
}

static void format_trial(const struct progress *p, char *text, size_t size)
{
	double share = p->cycles ? 100.0 * (double)p->done / (double)p->cycles : 0;
	char percent[16] = "", left[48];

	if (p->done)
		snprintf(percent, sizeof(percent), "%.0f %%", share);
	format_seconds(left, sizeof(left), "  about ", p->expected_ms, " left");
	snprintf(text, size, "[%u/%u] round %u of %u  %s%s%s%s", p->trial, p->trials, p->round,
		 p->rounds, p->backend, percent[0] ? "  " : "", percent, left);
}

void progress__format(const struct progress *p, char *text, size_t size)
{
	char gone[32], expected[48] = "";

	if (p->backend && p->trials) {
		format_trial(p, text, size);
	} else if (p->backend) {
		snprintf(text, size, "trying %s", p->backend);
	} else {
		format_seconds(gone, sizeof(gone), ": ", p->gone_ms, "");
		if (gone[0])
			format_seconds(expected, sizeof(expected), " of about ", p->expected_ms,
				       "");
		snprintf(text, size, "booting%s%s", gone, expected);
	}
}

/* When the trials of the run that is drawn began, and the trial. */
static struct {
	unsigned int trial, trials;
	uint64_t began_ms, trial_began_ms;
} drawn_run;

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* All trials are of one size, about: those to come take what those before took. */
static uint64_t estimate_left_ms(const struct progress *p, uint64_t ms)
{
	uint64_t all;

	if (p->trials != drawn_run.trials || p->trial < drawn_run.trial) /* another run */
		drawn_run.began_ms = ms;
	drawn_run.trials = p->trials;
	if (p->trial != drawn_run.trial)
		drawn_run.trial_began_ms = ms;
	drawn_run.trial = p->trial;
	if (p->trial < 2)
		return 0;
	all = (drawn_run.trial_began_ms - drawn_run.began_ms) * p->trials / (p->trial - 1);
	return all > ms - drawn_run.began_ms ? all - (ms - drawn_run.began_ms) : 0;
}

void progress__draw(const struct progress *p, void *context)
{
	struct progress shown = *p;
	char text[128];

	(void)context;
	if (p->trials)
		shown.expected_ms = estimate_left_ms(p, now_ms());
	progress__format(&shown, text, sizeof(text));
	progress__text(text);
}

void progress__clear(void)
{
	if (drawn)
		fputs("\r\033[K", stderr);
	drawn = false;
}
