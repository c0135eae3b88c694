// SPDX-License-Identifier: GPL-2.0-or-later
/* What each hook adds to a call, as bars, by what makes instructions dear. */
#include <math.h>
#include <stdlib.h>

#include "report/html/html_bars.h"
#include "report/html/html_parts.h"
#include "report/verdicts/drivers.h"

/*
 * Plain ones are grey; where the program goes on elsewhere is blue, where the CPU has to guess that
 * is purple, and what waits for others, or enters the kernel, is warm.
 */
static const char *const colours[N_DRIVERS] = {
	[DRIVER_PLAIN] = "#D3D6D9",	     [DRIVER_BRANCHES] = "#C6DFF1",
	[DRIVER_JUMPS] = "#A3CBE8",	     [DRIVER_CALLS] = "#78ADD8",
	[DRIVER_INDIRECT_JUMPS] = "#CDBBE8", [DRIVER_INDIRECT_CALLS] = "#AB90D6",
	[DRIVER_RETURNS] = "#8FD3A8",	     [DRIVER_LOCKED] = "#F5B971",
	[DRIVER_BARRIERS] = "#F0DC6A",	     [DRIVER_SYSTEM] = "#F3AAA2",
	[DRIVER_TRAPS] = "#E8827A",	     [DRIVER_OTHER] = "#B3B8BD",
};

struct driver_bars {
	size_t n;
	struct html_bar v[SUMMARY_MAX_ROWS];
	struct html_bar_part parts[SUMMARY_MAX_ROWS][N_DRIVERS];
};

/* In the order of the bars' value. */
static struct html_bar *insert(struct driver_bars *bars, double value)
{
	size_t at = bars->n++;

	for (; at && bars->v[at - 1].value > value; at--)
		bars->v[at] = bars->v[at - 1];
	return &bars->v[at];
}

static void add_hook(struct driver_bars *bars, const struct driven *d)
{
	struct html_bar_part *parts = bars->parts[bars->n];
	double value = (double)driven_pair__difference(&d->of[DRIVER_INSTRUCTIONS]);
	size_t n = 0;

	for (int i = 0; i < N_DRIVERS; i++)
		if (driver_table[i].is_class)
			parts[n++] = (struct html_bar_part){ driver_table[i].key, colours[i],
							     (double)driven_pair__difference(
								     &d->of[i]) };
	*insert(bars, value) = (struct html_bar){ .backend = d->backend,
						  .value = value,
						  .low = NAN,
						  .high = NAN,
						  .n = n,
						  .parts = parts };
}

void html_driver_bars__write(const struct drivers *drivers, FILE *file)
{
	struct driver_bars *bars = calloc(1, sizeof(*bars));

	for (size_t i = 0; bars && i < drivers->n && bars->n < SUMMARY_MAX_ROWS; i++)
		if (!drivers->v[i].reference && drivers->v[i].adds_up)
			add_hook(bars, &drivers->v[i]);
	if (bars)
		html_bars__write(
			&(struct html_bars){
				"What each hook adds to a call, in instructions, by their kind",
				"instructions", bars->n, bars->v },
			file);
	free(bars);
}
