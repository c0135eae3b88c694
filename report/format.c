// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/format.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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
