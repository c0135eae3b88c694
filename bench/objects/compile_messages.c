// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/compile_messages.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

static const struct hint {
	const char *missing, *remedy;
} hints[] = {
	{ "'bpf/usdt.bpf.h",
	  "install Debian's package libbpf-dev, 0.8 or later: older ones lack this header" },
	{ "'bpf/bpf_", "install Debian's package libbpf-dev" },
	{ "<bpf/bpf_", "install Debian's package libbpf-dev" },
	{ "'asm/", "install Debian's package linux-libc-dev" },
	{ "'linux/", "install Debian's package linux-libc-dev" },
};

/* What clang says of types and functions that a source expects in its vmlinux.h. */
static const char *const lacks[] = { "no member named '", "use of undeclared identifier '",
				     "incomplete definition of type '", "unknown type name '",
				     "undeclared function '" };

static bool is_of_types(const char *messages)
{
	for (size_t i = 0; i < sizeof(lacks) / sizeof(*lacks); i++)
		if (strstr(messages, lacks[i]))
			return true;
	return false;
}

const char *compile_messages__remedy(const char *messages, bool with_types)
{
	const char *end = strstr(messages, "' file not found");
	const char *start = end;

	while (start && start > messages && *start != '\n')
		start--;
	for (size_t i = 0; start && i < sizeof(hints) / sizeof(*hints); i++) {
		const char *at = strstr(start, hints[i].missing);

		if (at && at < end)
			return hints[i].remedy;
	}
	if (!start && with_types && is_of_types(messages))
		return "its types are those of the kernel that is measured: if they differ from what the source was written for, --cflags=\"-I FOLDER\" names the folder of its own vmlinux.h";
	return start ? "--cflags=\"-I FOLDER\" says where other headers are"
		     : "correct the source, or give what it needs by --cflags";
}

void compile_messages__reason(const struct tool_result *result, const char *folder, char *reason,
			      size_t size)
{
	const char *error = strstr(result->messages, "error: "), *line = error;
	size_t length = strlen(folder);

	while (line && line > result->messages && line[-1] != '\n')
		line--;
	if (line && !strncmp(line, folder, length) && line[length] == '/')
		line += length + 1;
	if (line)
		snprintf(reason, size, "%.*s", (int)strcspn(line, "\n"), line);
	else if (WIFSIGNALED(result->status))
		snprintf(reason, size, "clang was killed by signal %d", WTERMSIG(result->status));
	else
		snprintf(reason, size, "clang ended with status %d", WEXITSTATUS(result->status));
}
