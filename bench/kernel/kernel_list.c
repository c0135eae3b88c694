// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/kernel_list.h"

#include <pthread.h>
#include <stddef.h>
#include <string.h>

#include "bench/machine/sysfile.h"

static const struct {
	const char *type; /* of the file system; NULL: the path is a whole one */
	const char *path;
} rows[KERNEL_LISTS] = {
	[LIST_KALLSYMS] = { NULL, "/proc/kallsyms" },
	[LIST_TRACEABLE] = { "tracefs", "available_filter_functions" },
	[LIST_KPROBE_BLACKLIST] = { "debugfs", "kprobes/blacklist" },
	[LIST_ERROR_INJECTION] = { "debugfs", "error_injection/list" },
};

/* Global, as is the kernel; each is read once. */
static struct {
	char *text;
	size_t size;
} kept[KERNEL_LISTS];
static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;

static void keep(enum kernel_list list)
{
	const char *path = rows[list].path;
	FILE *file =
		rows[list].type ? sysfile__open_detached(rows[list].type, path) : fopen(path, "re");
	size_t room = 0;

	/* Its size is not known before. */
	if (file && getdelim(&kept[list].text, &room, '\0', file) > 0)
		kept[list].size = strlen(kept[list].text);
	if (file)
		fclose(file);
}

FILE *kernel_list__open(enum kernel_list list)
{
	FILE *file = NULL;

	pthread_mutex_lock(&reading);
	if (!kept[list].size)
		keep(list);
	if (kept[list].size)
		file = fmemopen(kept[list].text, kept[list].size, "r");
	pthread_mutex_unlock(&reading);
	return file;
}
