// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/machine/cpus.h"

#include <ctype.h>
#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/machine/sysfile.h"

#define ONLINE	 "/sys/devices/system/cpu/online"
#define ISOLATED "/sys/devices/system/cpu/isolated"

/* ---- lists ---- */

static bool cpus__has(const struct cpus *cpus, unsigned int number)
{
	for (size_t i = 0; i < cpus->n; i++)
		if (cpus->numbers[i] == number)
			return true;
	return false;
}

static bool read_number(const char **text, unsigned int *number)
{
	char *end;
	unsigned long value = strtoul(*text, &end, 10);

	if (!isdigit((unsigned char)**text) || value >= CPUS_MAX)
		return false;
	*number = (unsigned int)value;
	*text = end;
	return true;
}

/* The kernel's notation; "" is an empty list. */
static bool cpus__read_list(const char *text, struct cpus *cpus)
{
	cpus->n = 0;
	while (*text) {
		unsigned int first, last;

		if (!read_number(&text, &first))
			return false;
		last = first;
		if (*text == '-' && (text++, !read_number(&text, &last)))
			return false;
		for (; first <= last; first++)
			if (!cpus__has(cpus, first))
				cpus->numbers[cpus->n++] = first;
		if (*text == ',' && text[1])
			text++;
		else if (*text)
			return false;
	}
	return true;
}

static void cpus__read_file(const char *path, struct cpus *cpus)
{
	char line[1024];

	cpus->n = 0;
	if (!sysfile__read_line(path, line, sizeof(line)))
		cpus__read_list(line, cpus);
}

/* Whether this process may run on the CPU: it must be online and in the cpuset. 0 or -errno. */
static int try_cpu(unsigned int number)
{
	cpu_set_t before, one;
	int err = 0;

	if (sched_getaffinity(0, sizeof(before), &before))
		return -errno;
	CPU_ZERO(&one);
	CPU_SET(number, &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		err = -errno;
	sched_setaffinity(0, sizeof(before), &before);
	return err;
}

int cpus__parse(const char *list, struct cpus *cpus)
{
	struct cpus online;
	char line[1024] = "";

	if (!*list || !cpus__read_list(list, cpus) || !cpus->n) {
		log__error("--cpus takes a list of CPU numbers such as 2,4-7, not \"%s\"", list);
		return -EINVAL;
	}
	sysfile__read_line(ONLINE, line, sizeof(line));
	if (!cpus__read_list(line, &online))
		online.n = 0;
	for (size_t i = 0; i < cpus->n; i++) {
		unsigned int number = cpus->numbers[i];
		int err;

		if (online.n && !cpus__has(&online, number)) {
			log__error("CPU %u is offline or does not exist; online CPUs: %s", number,
				   line);
			return -EINVAL;
		}
		err = try_cpu(number);
		if (err) {
			log__error("this process may not run on CPU %u: %s", number,
				   strerror(-err));
			return -EINVAL;
		}
	}
	return 0;
}

void cpus__format(const struct cpus *cpus, size_t n, char *list, size_t size)
{
	size_t length = 0;

	list[0] = '\0';
	for (size_t i = 0; i < n && i < cpus->n && length < size; i++)
		length += (size_t)snprintf(list + length, size - length, "%s%u", i ? "," : "",
					   cpus->numbers[i]);
}

/* ---- choosing ---- */

struct choice {
	unsigned int number;
	bool isolated;
	uint64_t interrupts; /* of devices, since boot */
};

/* "            CPU0       CPU2": the CPU of each column. */
static size_t read_columns(const char *line, unsigned int *columns)
{
	size_t n = 0;

	while ((line = strstr(line, "CPU")) && n < CPUS_MAX)
		columns[n++] = (unsigned int)strtoul(line += 3, NULL, 10);
	return n;
}

/*
 * Sums the lines of devices, " 24:   1   0 ...", whose names are numbers. Other interrupts belong
 * to the kernel (timers, rescheduling) and occur on every CPU.
 */
static void count_interrupts(uint64_t interrupts[CPUS_MAX])
{
	FILE *file = fopen("/proc/interrupts", "re");
	unsigned int columns[CPUS_MAX];
	size_t n_columns = 0, size = 0;
	char *line = NULL;

	while (file && getline(&line, &size, file) > 0) {
		char *next = line + strspn(line, " ");

		if (!n_columns) {
			n_columns = read_columns(line, columns);
			continue;
		}
		if (!isdigit((unsigned char)*next) || !(next = strchr(next, ':')))
			continue;
		next++;
		for (size_t i = 0; i < n_columns; i++)
			if (columns[i] < CPUS_MAX)
				interrupts[columns[i]] += strtoull(next, &next, 10);
	}
	free(line);
	if (file)
		fclose(file);
}

static int best_first(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	if (x->isolated != y->isolated)
		return x->isolated ? -1 : 1;
	if (x->interrupts != y->interrupts)
		return x->interrupts < y->interrupts ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

void cpus__choose(struct cpus *cpus)
{
	struct choice choices[CPUS_MAX];
	uint64_t interrupts[CPUS_MAX] = { 0 };
	struct cpus isolated;
	cpu_set_t allowed;

	cpus->n = 0;
	CPU_ZERO(&allowed);
	sched_getaffinity(0, sizeof(allowed), &allowed);
	cpus__read_file(ISOLATED, &isolated);
	count_interrupts(interrupts);
	for (unsigned int i = 0; i < CPUS_MAX; i++)
		/* The kernel's list of isolated CPUs includes offline ones. */
		if (CPU_ISSET(i, &allowed) || (cpus__has(&isolated, i) && !try_cpu(i)))
			choices[cpus->n++] =
				(struct choice){ i, cpus__has(&isolated, i), interrupts[i] };
	qsort(choices, cpus->n, sizeof(*choices), best_first);
	for (size_t i = 0; i < cpus->n; i++)
		cpus->numbers[i] = choices[i].number;
}
