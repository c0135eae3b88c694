// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/where.h"

#include <errno.h>
#include <stdio.h>

#include "bench/base/log.h"
#include "bench/vm/boot_kernel.h"
#include "bench/vm/kernel_image.h"

static int find(const struct where *where, const char *kernel, char *image, size_t size)
{
	const char *path;

	if (!where->bundle)
		return kernel_image__find(kernel, where->arch, image, size);
	path = bundle__find(where->bundle, BUNDLE_KERNEL, kernel, where->arch);
	if (!path)
		return log__fail(
			-ENOENT,
			"%s has no kernel %s: hookbench plan --bundle with the same options makes one that has",
			where->bundle->source, kernel);
	snprintf(image, size, "%s", path);
	return 0;
}

int where__find_image(const struct where *where, const char *kernel, char *image, size_t size)
{
	const struct guest_arch *arch;
	int err = find(where, kernel, image, size);

	if (err || !where->arch)
		return err;
	err = boot_kernel__arch(image, &arch);
	if (err || arch == where->arch)
		return err;
	return log__fail(-EINVAL,
			 "%s is a kernel for %s, not for %s: name another, or another --arch",
			 image, arch->name, where->arch->name);
}
