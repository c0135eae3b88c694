// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/kernel_package.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/text.h"

#define DEB "!<arch>\ndebian-binary"
#define RPM "\xed\xab\xee\xdb"

static bool is_deb(struct byte_range file)
{
	return byte_range__has(file, 0, DEB, strlen(DEB));
}

bool kernel_package__is(struct byte_range file)
{
	return is_deb(file) || byte_range__has(file, 0, RPM, strlen(RPM));
}

/* An unpack_choice: /boot/vmlinuz-6.12 or /lib/modules/6.12/vmlinuz, also below /usr. */
static bool is_kernel(const char *path, void *context)
{
	static const char *const folders[] = { "boot/", "lib/modules/" };
	static const char *const names[] = { "vmlinuz", "vmlinux", "Image" };
	static const char *const signatures[] = { ".hmac", ".sig", ".sha512" };
	const char *name = text__base_name(path);
	bool is_in_folder = false, is_named = false;

	(void)context;
	path += strspn(path, "./");
	path += !strncmp(path, "usr/", 4) ? 4 : 0;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		is_in_folder |= !strncmp(path, folders[i], strlen(folders[i]));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		is_named |= !strncmp(name, names[i], strlen(names[i]));
	for (size_t i = 0; i < sizeof(signatures) / sizeof(*signatures); i++)
		is_named &= !text__ends_with(name, signatures[i]);
	return is_in_folder && is_named;
}

/* An unpack_choice: the part of a .deb that has its files, compressed in some way. */
static bool is_data(const char *path, void *context)
{
	(void)context;
	return !strncmp(path, "data.tar", strlen("data.tar"));
}

static int report(const char *name, int err, size_t n)
{
	if (err == -EINTR)
		return err;
	if (err == -ENOMEM)
		return log__out_of_memory();
	if (err)
		return log__fail(err, "cannot unpack the package %s: %s", name,
				 err == -EFBIG ? "a file in it is too large"
					       : "it is damaged, or packed in an unknown way");
	if (!n)
		return log__fail(
			-ENOENT,
			"the package %s has no kernel image in /boot or /lib/modules; it may be in another package of the same kernel (linux-image-VERSION, kernel-core)",
			name);
	return log__fail(-EINVAL,
			 "the package %s has %zu kernel images; unpack it, and name one of them",
			 name, n);
}

int kernel_package__unpack(const char *name, struct byte_range file, struct unpacked *image)
{
	struct unpacked data = { NULL, 0 };
	size_t n = 1;
	int err = 0;

	*image = (struct unpacked){ NULL, 0 };
	if (is_deb(file)) {
		err = unpack__archive(file, is_data, NULL, &data, &n);
		file = (struct byte_range){ data.bytes, data.size };
		if (!err && n != 1)
			err = -EINVAL;
	}
	if (!err)
		err = unpack__archive(file, is_kernel, NULL, image, &n);
	free(data.bytes);
	if (!err && n == 1)
		return 0;
	free(image->bytes);
	*image = (struct unpacked){ NULL, 0 };
	return report(name, err, n);
}
