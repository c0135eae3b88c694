// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/cpu_model.h"

#include <errno.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/vm/qemu.h"

#define HEADING "Available CPUs"

/*
 * "x86 EPYC-v1   AMD EPYC Processor" in QEMU 7, "  EPYC-v1   AMD ..." in QEMU 10. A line without a
 * name ends the list; the names of features follow it.
 */
static bool next_model(FILE *list, char name[SIMILAR_NAMES_SIZE])
{
	char line[512];
	const char *text = line;
	size_t length;

	if (!fgets(line, sizeof(line), list))
		return false;
	text += strspn(text, " ");
	if (!strncmp(text, "x86 ", 4))
		text += 4;
	length = strcspn(text, " \n");
	snprintf(name, SIMILAR_NAMES_SIZE, "%.*s", (int)length, text);
	return length > 0;
}

static bool find_heading(FILE *list)
{
	char line[512];

	while (fgets(line, sizeof(line), list))
		if (!strncmp(line, HEADING, strlen(HEADING)))
			return true;
	return false;
}

bool cpu_model__find(FILE *list, const char *model, size_t *n, struct similar_names *near)
{
	char name[SIMILAR_NAMES_SIZE];
	bool found = false;

	*n = 0;
	similar_names__start(near, model);
	if (!find_heading(list))
		return false;
	while (next_model(list, name)) {
		(*n)++;
		found |= !strcmp(name, model);
		similar_names__offer(near, name);
	}
	return found;
}

int cpu_model__check(const struct guest_arch *arch, const char *model)
{
	char name[SIMILAR_NAMES_SIZE], names[SIMILAR_NAMES_SHOWN * SIMILAR_NAMES_SIZE];
	struct similar_names near;
	bool found;
	FILE *list;
	size_t n;

	list = qemu__ask(arch, "-cpu help");
	if (!list)
		return 0;
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(model, ","), model);
	found = cpu_model__find(list, name, &n, &near);
	pclose(list);
	if (found || !n)
		return 0;
	similar_names__format(&near, names, sizeof(names));
	log__error("QEMU has no CPU model \"%s\" for %s%s%s; %s -cpu help lists all %zu", name,
		   arch->name, names[0] ? ", but it has " : "", names, arch->qemu, n);
	return -ENOENT;
}
