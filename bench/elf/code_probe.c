// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/elf/code_probe.h"

#include <stdio.h>
#include <string.h>

#include "bench/elf/probe_notes.h"

struct search {
	const char *wanted; /* PROVIDER:NAME */
	struct similar_names *near;
	size_t n;
};

static int count(const struct probe_note *note, void *context)
{
	struct search *s = context;
	char whole[256];

	snprintf(whole, sizeof(whole), "%.100s:%.100s", note->provider, note->name);
	s->n += !strcmp(whole, s->wanted);
	similar_names__offer(s->near, whole);
	return 0;
}

size_t code_probe__count(const struct code_file *file, const char *provider, const char *name,
			 struct similar_names *near)
{
	char wanted[256];
	struct search s = { .wanted = wanted, .near = near };

	snprintf(wanted, sizeof(wanted), "%.100s:%.100s", provider, name);
	similar_names__start(near, wanted);
	/* What follows a damaged note is not counted. */
	probe_notes__walk(file->elf, count, &s);
	return s.n;
}
