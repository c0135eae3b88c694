// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/program_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/machine/script.h"
#include "bench/vm/elf_file.h"

#define MOST ((size_t)64 << 20) /* bytes of busybox; Debian's has 2 MB */

int program_file__find(const char *name, char path[PATH_MAX])
{
	const char *folders = getenv("PATH");
	int err = -ENOENT;
	struct stat st;

	if (strchr(name, '/'))
		folders = "";
	do {
		size_t length = folders ? strcspn(folders, ":") : 0;

		snprintf(path, PATH_MAX, "%.*s%s%s", (int)length, folders ? folders : "",
			 length ? "/" : "", name);
		if (!stat(path, &st)) {
			if (S_ISREG(st.st_mode) && !access(path, X_OK))
				return 0;
			err = -EACCES;
		}
		folders = folders && folders[length] ? folders + length + 1 : NULL;
	} while (folders);
	return err;
}

static int fail(const char *path, int error, int result)
{
	char why[PATH_MAX + 256];

	script__explain(path, error, why, sizeof(why));
	return log__fail(result, "cannot put %s into the guest: %s", path, why);
}

/* As elf_file__read. */
static int read_format(const char *path, const struct guest_arch *arch)
{
	struct elf_file elf;
	int err = elf_file__read(path, arch, &elf);

	if (!err)
		elf_file__free(&elf);
	return err;
}

/* Returns what execve would fail with. */
static int is_foreign(const char *program, const struct guest_arch *arch, const char *remedy)
{
	return log__fail(
		-EACCES,
		"%s is a program for another architecture, and the kernel is for %s: name a program for %s%s",
		program, arch->name, arch->name, remedy);
}

int program_file__check(const char *path, const struct guest_arch *arch)
{
	char line[256];

	int err = read_format(path, arch);

	if (!err)
		return 0;
	if (err == -ENOTSUP)
		return is_foreign(path, arch, "");
	if (!script__first_line(path, line, sizeof(line)))
		return fail(path, ENOEXEC, -EACCES);
	line[strcspn(line, " \t")] = '\0';
	return line[0] && access(line, F_OK) ? fail(path, ENOENT, -ENOENT) : 0;
}

bool program_file__has_stand_in(const char *path, const struct guest_arch *arch)
{
	static const char *const folders[] = { "/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/" };

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (!strncmp(path, folders[i], strlen(folders[i])))
			return read_format(path, arch) == -ENOTSUP;
	return false;
}

/* Its commands' names are in it, one behind the other, each with its NUL. */
static bool busybox_has(const char *busybox, const char *name)
{
	char entry[NAME_MAX + 2] = "";
	size_t size, length = strlen(name) + 2;
	void *bytes;
	bool found;

	if (length > sizeof(entry) || input_file__read(busybox, "busybox", MOST, &bytes, &size))
		return false;
	memcpy(entry + 1, name, length - 2);
	found = memmem(bytes, size, entry, length);
	free(bytes);
	return found;
}

int program_file__stand_in(const char *program, const struct guest_arch *arch, char path[PATH_MAX])
{
	char remedy[64];

	if (guest_arch__is_native(arch))
		return is_foreign(program, arch, "");
	if (guest_arch__find_file(arch, "busybox", "root/bin/busybox", path, PATH_MAX)) {
		snprintf(remedy, sizeof(remedy), "; or make guest-%s, for busybox", arch->name);
		return is_foreign(program, arch, remedy);
	}
	if (!busybox_has(path, strrchr(program, '/') + 1))
		return is_foreign(program, arch, "; busybox has no such command");
	return 0;
}
