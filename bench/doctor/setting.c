// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/doctor/setting.h"

#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "bench/machine/sysfile.h"

/* "always [madvise] never" is madvise. */
static void take_chosen(char *value)
{
	char *open = strchr(value, '['), *close = open ? strchr(open, ']') : NULL;

	if (!close)
		return;
	*close = '\0';
	memmove(value, open + 1, strlen(open + 1) + 1);
}

int setting__read(const char *root, const char *path, char *value, size_t size)
{
	int err = sysfile__read_line_in(root, path, value, size);

	if (!err)
		take_chosen(value);
	return err;
}

/* The root may contain characters that are special to glob. */
static void make_pattern(const char *root, const char *files, char *pattern, size_t size)
{
	size_t n = 0;

	for (; *root && n + 2 < size; root++) {
		if (strchr("*?[\\", *root))
			pattern[n++] = '\\';
		pattern[n++] = *root;
	}
	snprintf(pattern + n, size - n, "%s", files);
}

void setting__for_each(const struct setting *setting, const char *root, setting_fn visit,
		       void *context)
{
	char pattern[PATH_MAX], value[256];
	glob_t found;

	make_pattern(root, setting->files, pattern, sizeof(pattern));
	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i] + strlen(root);
		int err = setting__read(root, path, value, sizeof(value));

		visit(setting, path, value, err, context);
	}
	globfree(&found);
}

bool setting__is_good(const struct setting *setting, const char *value)
{
	const char *good = setting->good;
	size_t length = strlen(value);

	for (; *good; good += strspn(good, " ")) {
		size_t n = strcspn(good, " ");

		if (n == length && !strncmp(good, value, n))
			return true;
		good += n;
	}
	return false;
}

void setting__best(const struct setting *setting, char *value, size_t size)
{
	snprintf(value, size, "%.*s", (int)strcspn(setting->good, " "), setting->good);
}

void setting__remedy(const struct setting *setting, char *text, size_t size)
{
	const char sysctl[] = "/proc/sys/";
	char value[64], name[128];

	setting__best(setting, value, sizeof(value));
	if (strncmp(setting->files, sysctl, strlen(sysctl)) != 0) {
		snprintf(text, size, "echo %s | tee %s", value, setting->files);
		return;
	}
	snprintf(name, sizeof(name), "%s", setting->files + strlen(sysctl));
	for (char *slash = name; (slash = strchr(slash, '/'));)
		*slash = '.';
	snprintf(text, size, "sysctl -w %s=%s", name, value);
}

void setting__describe(const struct setting *setting, char *text, size_t size)
{
	bool is_number = !setting->good[strspn(setting->good, "0123456789 ")];
	size_t length = (size_t)snprintf(text, size, "%s%s",
					 is_number ? strrchr(setting->files, '/') + 1 : "",
					 is_number ? " = " : "");

	for (const char *c = setting->good; *c && length + 5 < size; c++)
		length += (size_t)snprintf(text + length, size - length, "%.*s", *c == ' ' ? 4 : 1,
					   *c == ' ' ? " or " : c);
}
