// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/commit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789abcdef"
#define LEAST  7
#define MOST   (RUN_COMMIT_SIZE - 1)

bool commit__is_id(const char *text)
{
	size_t length = strlen(text);

	return length >= LEAST && length <= MOST && strspn(text, DIGITS) == length;
}

const char *commit__of_environment(void)
{
	static const char *const names[] = { "GITHUB_SHA", "CI_COMMIT_SHA" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *text = getenv(names[i]);

		if (text && commit__is_id(text))
			return text;
	}
	return "";
}

/* What the kernel's scripts/setlocalversion has added, perhaps with "-dirty" behind it. */
static void of_release(const char *release, char commit[RUN_COMMIT_SIZE])
{
	for (const char *at = strstr(release, "-g"); at; at = strstr(at + 1, "-g")) {
		size_t length = strspn(at + 2, DIGITS);

		if (length < LEAST || length > MOST || (at[2 + length] && at[2 + length] != '-'))
			continue;
		snprintf(commit, RUN_COMMIT_SIZE, "%.*s", (int)length, at + 2);
		return;
	}
}

void commit__of_run(const struct run *run, char commit[RUN_COMMIT_SIZE])
{
	const char *release =
		json_string_value(json_object_get(run->environment, "kernel_release"));

	snprintf(commit, RUN_COMMIT_SIZE, "%s", run->commit);
	if (!commit[0] && release)
		of_release(release, commit);
}
