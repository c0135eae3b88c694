// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/backend_look.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* After Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), none too light or too dark. */
#define GREY	  0x777777
#define LIGHTGREY 0x8F8F8F
#define RED	  0xD55E00
#define ORANGE	  0xB87A00
#define BROWN	  0xA0673A
#define CRIMSON	  0xC8504B
#define BLUE	  0x2277BB
#define LIGHTBLUE 0x3B93CC
#define INDIGO	  0x6F78D0
#define TEAL	  0x0E8C92
#define GREEN	  0x128A63
#define OLIVE	  0x7C8A1E
#define PURPLE	  0xB0609A
#define PINK	  0xC75B8A
#define VIOLET	  0x8C6BC8

#define DASHES 5

static const unsigned char marks[] = { 7, 5, 9, 13, 6, 4, 8, 12 };

#define MARKS (sizeof(marks) / sizeof(*marks))

/* Only the reference and the control are grey. */
static const struct backend_look control_look = { LIGHTGREY, 3, 2 };

/* No two look the same, and those that are measured by default have different colours. */
static const struct {
	const char *backend;
	struct backend_look look;
} known[] = {
	{ "none", { GREY, 1, 1 } },
	{ "kprobe", { RED, 1, 7 } },
	{ "kretprobe", { ORANGE, 2, 5 } },
	{ "kprobe+kretprobe", { BROWN, 3, 9 } },
	{ "kprobe.offset", { RED, 4, 13 } },
	{ "kprobe.int3", { RED, 5, 6 } },
	{ "kprobe.multi", { CRIMSON, 1, 4 } },
	{ "kretprobe.multi", { CRIMSON, 2, 8 } },
	{ "kprobe.session", { CRIMSON, 3, 12 } },
	{ "fentry", { BLUE, 1, 7 } },
	{ "fexit", { TEAL, 2, 5 } },
	{ "fentry+fexit", { INDIGO, 3, 9 } },
	{ "fsession", { INDIGO, 1, 13 } },
	{ "fentry.multi", { LIGHTBLUE, 4, 6 } },
	{ "fexit.multi", { TEAL, 5, 4 } },
	{ "lsm", { VIOLET, 1, 8 } },
	{ "fmod_ret", { VIOLET, 2, 12 } },
	{ "tp", { GREEN, 1, 7 } },
	{ "raw_tp", { OLIVE, 2, 5 } },
	{ "tp_btf", { GREEN, 3, 9 } },
	{ "uprobe", { PURPLE, 1, 7 } },
	{ "uretprobe", { PINK, 2, 5 } },
	{ "uprobe.multi", { VIOLET, 3, 9 } },
	{ "uretprobe.multi", { BROWN, 4, 13 } },
	{ "uprobe.session", { INDIGO, 5, 6 } },
	{ "usdt", { OLIVE, 4, 4 } },
};

static const unsigned int others[] = {
	BROWN, LIGHTBLUE, CRIMSON, INDIGO, OLIVE, PINK, TEAL, PURPLE, ORANGE, VIOLET, GREEN, BLUE,
};

/* Of names that are not known, such as those of users' programs. */
#define OTHERS (sizeof(others) / sizeof(*others))

/* FNV-1a: the same name has the same look in each run, whatever else is measured there. */
static uint32_t hash_of(const char *name)
{
	uint32_t hash = 2166136261U;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619U;
	return hash;
}

struct backend_look backend_look__of(const char *backend, bool control)
{
	size_t i;

	if (control)
		return control_look;
	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (!strcmp(known[i].backend, backend))
			return known[i].look;
	i = hash_of(backend) % (OTHERS * DASHES);
	return (struct backend_look){ others[i % OTHERS], (unsigned char)(1 + i / OTHERS),
				      marks[i % MARKS] };
}
