// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/doctor/check.h"

#include <stdio.h>
#include <string.h>

bool machine__is_this(const struct machine *machine)
{
	return !machine->root[0];
}

struct tally {
	size_t n, bad, unreadable;
	int err;		       /* of the first unreadable file */
	char value[256];	       /* of the first bad file; otherwise of the first */
	const struct setting *setting; /* of the same file */
};

static void tally__add(const struct setting *setting, const char *path, const char *value, int err,
		       void *context)
{
	struct tally *tally = context;
	bool is_bad = !err && !setting__is_good(setting, value);

	(void)path;
	tally->n++;
	if (err && !tally->unreadable++)
		tally->err = err;
	if (err)
		return;
	if (!tally->setting || (is_bad && !tally->bad)) {
		tally->setting = setting;
		snprintf(tally->value, sizeof(tally->value), "%s", value);
	}
	tally->bad += is_bad;
}

/* A number needs the file name with it. */
static void describe_value(const struct tally *tally, char *text, size_t size)
{
	const char *value = tally->value, *slash = strrchr(tally->setting->files, '/');
	bool is_number = value[0] && !value[strspn(value, "-0123456789")];
	int length = snprintf(text, size, "%s%s%.128s", is_number ? slash + 1 : "",
			      is_number ? " = " : "", value[0] ? value : "nothing");

	if (tally->bad && tally->n > 1)
		snprintf(text + length, size - (size_t)length, " in %zu of %zu", tally->bad,
			 tally->n);
}

static void check__examine_settings(const struct check *check, const struct machine *machine,
				    struct finding *finding)
{
	struct tally tally = { 0 };
	char now[224];

	for (size_t i = 0; i < sizeof(check->settings) / sizeof(*check->settings); i++)
		if (check->settings[i].files)
			setting__for_each(&check->settings[i], machine->root, tally__add, &tally);
	if (!tally.n) {
		finding__set(finding, check->is_absence_ok ? FITNESS_OK : FITNESS_UNKNOWN, "", "%s",
			     check->absent);
		return;
	}
	if (!tally.setting) {
		finding__set_unreadable(finding, tally.err);
		return;
	}
	describe_value(&tally, now, sizeof(now));
	if (tally.bad)
		finding__set(finding, check__severity(check), now, "%s", check->why);
	else
		finding__set(finding, FITNESS_OK, now, "%s", "");
	if (tally.bad && !check->remedy)
		setting__remedy(tally.setting, finding->remedy, sizeof(finding->remedy));
}

enum fitness check__severity(const struct check *check)
{
	return check->is_advice ? FITNESS_ADVICE : FITNESS_WARNING;
}

void check__examine(const struct check *check, const struct machine *machine,
		    struct finding *finding)
{
	*finding = (struct finding){ .fitness = FITNESS_OK };
	if (check->remedy)
		snprintf(finding->remedy, sizeof(finding->remedy), "%s", check->remedy);
	if (check->examine)
		check->examine(check, machine, finding);
	else
		check__examine_settings(check, machine, finding);
	if (finding->fitness == FITNESS_OK || finding->fitness == FITNESS_UNKNOWN)
		finding->remedy[0] = '\0';
}

void check__wanted(const struct check *check, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	if (check->wanted) {
		snprintf(text, size, "%s", check->wanted);
		return;
	}
	for (size_t i = 0; i < sizeof(check->settings) / sizeof(*check->settings); i++) {
		char one[64];

		if (!check->settings[i].files || length >= size)
			continue;
		setting__describe(&check->settings[i], one, sizeof(one));
		length += (size_t)snprintf(text + length, size - length, "%s%s", i ? ", or " : "",
					   one);
	}
}
