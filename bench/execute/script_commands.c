// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/script_commands.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/text.h"

static bool is_one_of(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(word, list[i]))
			return true;
	return false;
}

#define IS_ONE_OF(word, list) is_one_of(word, list, sizeof(list) / sizeof(*(list)))

const char *script_commands__of(char *const *command)
{
	static const char *const shells[] = { "sh", "bash", "dash" };

	if (!IS_ONE_OF(text__base_name(command[0]), shells) || !command[1] ||
	    strcmp(command[1], "-c") != 0)
		return NULL;
	return command[2];
}

/* A command follows these. */
static const char *const before_command[] = { "if",   "then", "elif",  "else", "while", "until",
					      "do",   "!",    "{",     "exec", "time",	"env",
					      "nice", "sudo", "xargs", "nohup" };

static bool is_assignment(const char *word)
{
	const char *sign = strchr(word, '=');

	return sign && sign != word;
}

int script_commands__each(const char *script, int (*take)(const char *word, void *context),
			  void *context)
{
	bool expects = true;
	int err = 0, n = 0;

	while (*script && !err && n < SCRIPT_COMMANDS_MOST) {
		size_t length = strcspn(script, " \t\n;&|()`\"'");
		char word[NAME_MAX + 1];

		if (!length) {
			expects |= strchr("\n;&|(`", *script) != NULL;
			script++;
			continue;
		}
		snprintf(word, sizeof(word), "%.*s", (int)length, script);
		script += length;
		if (!expects || is_assignment(word))
			continue;
		expects = IS_ONE_OF(word, before_command);
		if (length < sizeof(word)) {
			err = take(word, context);
			n++;
		}
	}
	return err;
}
