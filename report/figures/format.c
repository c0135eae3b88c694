// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/format.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/maybe_count.h"

void format__grouped(char cell[CELL_SIZE], double value, bool sign)
{
	char digits[CELL_SIZE];
	size_t length, n = 0;

	if (!isfinite(value)) {
		snprintf(cell, CELL_SIZE, "-");
		return;
	}
	snprintf(digits, sizeof(digits), "%.0f", fabs(value));
	length = strlen(digits);
	if (value < 0 && strcmp(digits, "0") != 0)
		cell[n++] = '-';
	else if (sign && strcmp(digits, "0") != 0)
		cell[n++] = '+';
	for (size_t i = 0; i < length && n < CELL_SIZE - 2; i++) {
		if (i && (length - i) % 3 == 0)
			cell[n++] = ',';
		cell[n++] = digits[i];
	}
	cell[n] = '\0';
}

void format__short(char cell[CELL_SIZE], double value)
{
	static const char suffixes[] = "kMGTP";
	size_t i = 0;

	if (!isfinite(value)) {
		snprintf(cell, CELL_SIZE, "-");
		return;
	}
	if (value < 9999.5) {
		snprintf(cell, CELL_SIZE, "%.0f", value);
		return;
	}
	for (value /= 1000; value >= 999.5 && suffixes[i + 1]; i++)
		value /= 1000;
	snprintf(cell, CELL_SIZE, "%.*f%c",
		 value < 9.995	 ? 2
		 : value < 99.95 ? 1
				 : 0,
		 value, suffixes[i]);
}

void format__count(char cell[CELL_SIZE], int64_t value)
{
	if (value == COUNT_UNKNOWN)
		snprintf(cell, CELL_SIZE, "-");
	else
		snprintf(cell, CELL_SIZE, "%" PRId64, value);
}

void format__ratio(char cell[CELL_SIZE], double value)
{
	if (isfinite(value))
		snprintf(cell, CELL_SIZE, "%.2f", value);
	else
		snprintf(cell, CELL_SIZE, "-");
}

void format__ms(char cell[CELL_SIZE], double value_ns)
{
	if (isfinite(value_ns))
		snprintf(cell, CELL_SIZE, "%.1f", value_ns / 1e6);
	else
		snprintf(cell, CELL_SIZE, "-");
}

void format__runs(char cell[CELL_SIZE], double runs)
{
	char number[24];

	cell[0] = '\0';
	if (!isfinite(runs))
		return;
	snprintf(number, sizeof(number), "%.4g", runs);
	snprintf(cell, CELL_SIZE, "%s run%s per operation", number,
		 strcmp(number, "1") != 0 ? "s" : "");
}

const char *format__unit(const struct run *run)
{
	if (run->unit == CLOCK_INSTRUCTIONS)
		return "instructions";
	return run__is_emulated(run) ? "emulated ns" : "ns";
}

const char *format__row_name(const struct summary_row *row)
{
	return row->control ? "control" : row->backend;
}

void format__interval(char cell[CELL_SIZE], double value, double low, double high)
{
	if (!isfinite(value))
		snprintf(cell, CELL_SIZE, "-");
	else if (isfinite(low) && isfinite(high))
		snprintf(cell, CELL_SIZE, "%+.0f [%.0f %.0f]", value, low, high);
	else
		snprintf(cell, CELL_SIZE, "%+.0f [?]", value);
}

void format__range(char cell[CELL_SIZE], double low, double high)
{
	char first[CELL_SIZE], last[CELL_SIZE];

	format__grouped(first, low, true);
	format__grouped(last, high, true);
	if (isfinite(low) && isfinite(high))
		snprintf(cell, CELL_SIZE, "%.28s to %.28s", first, last);
	else
		snprintf(cell, CELL_SIZE, "-");
}
