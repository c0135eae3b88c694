// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/guest_program.h"

#include <errno.h>

#include "bench/base/log.h"
#include "bench/base/own_files.h"
#include "bench/vm/elf_file.h"

#define PROGRAM "hookbench-guest"

int guest_program__check(const struct guest_arch *arch, const char *path)
{
	struct elf_file file;
	int err = elf_file__read(path, arch, &file);

	if (!err) {
		elf_file__free(&file);
		return 0;
	}
	return log__fail(err, "%s is not a program for %s, as the kernel is", path, arch->name);
}

int guest_program__find(const struct guest_arch *arch, char *path, size_t size)
{
	if (guest_arch__is_native(arch))
		return own_files__require(PROGRAM, PROGRAM, path, size);
	if (!guest_arch__find_file(arch, PROGRAM, "bench/" PROGRAM, path, size))
		return guest_program__check(arch, path);
	return log__fail(
		-ENOENT,
		PROGRAM
		" for %s is neither built nor installed: make guest-%s builds it, with Debian's cross compiler",
		arch->name, arch->name);
}
