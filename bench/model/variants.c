// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/variants.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/number.h"

/* Characters of a value in a folder name: those of all axes must fit. */
#define SHOWN 36

/* The ways to write a value that are one to the reader. False: as it was written. */
static bool format_number(const char *value, char text[AXIS_LABEL_SIZE])
{
	uint64_t number;

	if (!number__parse(value, &number))
		return false;
	snprintf(text, AXIS_LABEL_SIZE, "%" PRIu64, number);
	return true;
}

static bool format_elsewhere(const char *value, char text[AXIS_LABEL_SIZE])
{
	struct elsewhere elsewhere;

	if (elsewhere__parse(value, &elsewhere))
		return false;
	elsewhere__format(&elsewhere, text);
	if (!text[0])
		snprintf(text, AXIS_LABEL_SIZE, "none");
	return true;
}

static const struct axis {
	const char *name;
	const char *before; /* put before a value in a label that would be unclear alone */
	bool (*format)(const char *value, char text[AXIS_LABEL_SIZE]); /* NULL: as it was written */
} table[] = {
	[AXIS_ARCH] = { "arch", "", NULL },
	[AXIS_WORKLOAD] = { "workload", "", NULL },
	[AXIS_PAYLOAD] = { "payload", "", NULL },
	[AXIS_CPU_MODEL] = { "cpu-model", "", NULL },
	[AXIS_APPEND] = { "append", "", NULL },
	[AXIS_BESIDE] = { "beside", "beside ", NULL },
	[AXIS_ELSEWHERE] = { "elsewhere", "elsewhere ", format_elsewhere },
	[AXIS_COPIES] = { "copies", "copies ", format_number },
	[AXIS_PID_FILTER] = { "pid-filter", "pid filter ", NULL },
	[AXIS_THREADS] = { "threads", "threads ", format_number },
};

const char *axis__name(enum axis_id axis)
{
	return table[axis].name;
}

void axes__list(char names[AXES_NAMES_SIZE])
{
	size_t length = 0;

	for (enum axis_id i = 0; i < AXES && length < AXES_NAMES_SIZE; i++)
		length += (size_t)snprintf(names + length, AXES_NAMES_SIZE - length, "%s--%s",
					   !i		  ? ""
					   : i + 1 < AXES ? ", "
							  : " and ",
					   table[i].name);
}

/* The value, or what it is with the same meaning in the buffer. */
static const char *format(enum axis_id axis, const char *value, char buffer[AXIS_LABEL_SIZE])
{
	return table[axis].format && table[axis].format(value, buffer) ? buffer : value;
}

const char *axis__label(enum axis_id axis, const char *value, char buffer[AXIS_LABEL_SIZE])
{
	return value && value[0] ? format(axis, value, buffer) : "(none)";
}

static int refuse_twice(enum axis_id axis, const char *first, const char *second)
{
	if (!strcmp(first, second))
		log__error("--%s has the value \"%s\" twice: it would be measured twice",
			   table[axis].name, first);
	else
		log__error(
			"--%s has the values \"%s\" and \"%s\", which are the same: it would be measured twice",
			table[axis].name, first, second);
	return -EINVAL;
}

int variants__add(struct variants *axes, enum axis_id axis, const char *value)
{
	size_t n = axes->of[axis].n;
	const char **values = axes->of[axis].values;
	char text[AXIS_LABEL_SIZE], other[AXIS_LABEL_SIZE];

	for (size_t i = 0; i < n; i++)
		if (!strcmp(format(axis, values[i], text), format(axis, value, other)))
			return refuse_twice(axis, values[i], value);
	if (n == VARIANTS_MAX_VALUES) {
		log__error("--%s takes at most %d values", table[axis].name, VARIANTS_MAX_VALUES);
		return -E2BIG;
	}
	values[axes->of[axis].n++] = value;
	return 0;
}

int variants__require_one(const struct variants *axes)
{
	for (enum axis_id i = 0; i < AXES; i++) {
		if (!variants__varies(axes, i))
			continue;
		log__error(
			"this command takes one value of --%s, not %zu; use hookbench run or regress to measure several",
			table[i].name, axes->of[i].n);
		return -EINVAL;
	}
	return 0;
}

/* ---- combinations ---- */

static size_t size_of(const struct variants *axes, enum axis_id axis)
{
	return axes->of[axis].n ? axes->of[axis].n : 1;
}

bool variants__varies(const struct variants *axes, enum axis_id axis)
{
	return axes->of[axis].n > 1;
}

size_t variants__count(const struct variants *axes)
{
	size_t n = 1;

	for (enum axis_id i = 0; i < AXES; i++)
		n *= size_of(axes, i);
	return n;
}

/* The index of a combination's value on an axis. */
static size_t index_of(const struct variants *axes, size_t combination, enum axis_id axis)
{
	for (enum axis_id i = AXES - 1; i > axis; i--)
		combination /= size_of(axes, i);
	return combination % size_of(axes, axis);
}

const char *variants__value(const struct variants *axes, size_t combination, enum axis_id axis)
{
	return axes->of[axis].n ? axes->of[axis].values[index_of(axes, combination, axis)] : NULL;
}

/* ---- names ---- */

/* Replaces characters that have a meaning for file systems, shells or the name itself. */
static void format_safe(char text[SHOWN + 1], const char *value)
{
	snprintf(text, SHOWN + 1, "%s", value[0] ? value : "none");
	for (char *c = text; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("._+=-", *c))
			*c = '_';
}

/* Two values may become the same text: then the later one gets its number appended. */
static bool is_taken(const struct variants *axes, enum axis_id axis, size_t value)
{
	char own[SHOWN + 1], other[SHOWN + 1];

	format_safe(own, axes->of[axis].values[value]);
	for (size_t i = 0; i < value; i++) {
		format_safe(other, axes->of[axis].values[i]);
		if (!strcmp(own, other))
			return true;
	}
	return false;
}

/* Appends as much as fits. */
static void __attribute__((format(printf, 2, 3))) add(char *name, const char *format, ...)
{
	size_t length = strlen(name);
	va_list args;

	va_start(args, format);
	vsnprintf(name + length, VARIANTS_NAME_SIZE - length, format, args);
	va_end(args);
}

void variants__folder(const struct variants *axes, size_t combination, char *name)
{
	char text[SHOWN + 1];

	name[0] = '\0';
	for (enum axis_id i = 0; i < AXES; i++) {
		size_t value = index_of(axes, combination, i);

		if (!variants__varies(axes, i))
			continue;
		format_safe(text, axes->of[i].values[value]);
		add(name, "%s%s-%s", name[0] ? "," : "", table[i].name, text);
		/* Safe text never contains '#'. */
		if (is_taken(axes, i, value))
			add(name, "#%zu", value + 1);
	}
}

void variants__label(const struct variants *axes, size_t combination, char *label)
{
	char text[AXIS_LABEL_SIZE];

	label[0] = '\0';
	for (enum axis_id i = 0; i < AXES; i++) {
		const char *value = variants__value(axes, combination, i);

		if (!variants__varies(axes, i))
			continue;
		if (value[0])
			add(label, "%s%s%.*s", label[0] ? ", " : "", table[i].before, 2 * SHOWN,
			    format(i, value, text));
		else
			add(label, "%sno --%s", label[0] ? ", " : "", table[i].name);
	}
}
