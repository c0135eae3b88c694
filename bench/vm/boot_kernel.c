// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/boot_kernel.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/byte_range.h"
#include "bench/base/checksum.h"
#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/base/memory_file.h"
#include "bench/vm/empty_kernel.h"
#include "bench/vm/kernel_content.h"
#include "bench/vm/kernel_elf.h"
#include "bench/vm/kernel_image.h"
#include "bench/vm/keyed_cache.h"

/* Of a file; a package has at most 200 MB. */
#define FILE_MOST  ((size_t)2 << 30)
#define FIRST_SIZE 4096

#define WHAT_IS_ONE                                                                                      \
	"a bzImage or Image as in /boot/vmlinuz-*, vmlinux, a unified kernel image, or a package (.deb," \
	" .rpm)"

static int is_no_image(const char *image)
{
	return log__fail(-ENOEXEC,
			 "%s is not a kernel image (" WHAT_IS_ONE
			 "); name another, or a version such as 6.12",
			 image);
}

/* Reads what a file begins with into `bytes`, FIRST_SIZE of them. 0 or -errno, logged. */
static int read_first(const char *image, uint8_t *bytes, struct byte_range *first)
{
	int fd = open(image, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, bytes, FIRST_SIZE);
	int err = n < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	if (err)
		return log__fail(err, "cannot read the kernel image %s: %s", image, strerror(-err));
	*first = (struct byte_range){ bytes, (size_t)n };
	return kernel_content__may_be(*first) ? 0 : is_no_image(image);
}

int boot_kernel__check(const char *image)
{
	uint8_t bytes[FIRST_SIZE];
	struct byte_range first;

	return read_first(image, bytes, &first);
}

/* ---- what cannot be started ---- */

/* Why QEMU cannot start it. */
static int refuse(const char *image, enum kernel_kind kind, int err)
{
	static const char *const reasons[] = {
		[KERNEL_ELF] = "is no kernel, or one for another architecture",
		[KERNEL_ZBOOT] =
			"is a damaged kernel, or one for another architecture (an EFI zboot image)",
		[KERNEL_ARM64_IMAGE] = "is a big-endian kernel for arm64",
		[KERNEL_RISCV_IMAGE] = "is a kernel for riscv64",
		[KERNEL_ARM_IMAGE] = "is a kernel for 32-bit arm",
		[KERNEL_EFI] =
			"is a program for EFI without a kernel in it: it has no section .linux",
	};

	char archs[128];

	if (kind == KERNEL_ELF && err == -ENOTSUP)
		return log__fail(
			-ENOEXEC,
			"%s cannot be started: it has no PVH note, so it is no kernel, or was built without CONFIG_PVH; name the bzImage of the same build (arch/x86/boot/bzImage)",
			image);
	if (kind == KERNEL_OTHER)
		return is_no_image(image);
	guest_arch__list(archs, sizeof(archs));
	return log__fail(
		-ENOEXEC,
		"%s %s; name an image for one of these architectures: %s; or a version such as 6.12",
		image, reasons[kind], archs);
}

/* ---- from the file to that ---- */

/* The bytes to start, within the file's, or in `unpacked`. */
struct found {
	struct byte_range kernel;
	struct unpacked unpacked;
	bool is_still_packed;
};

static void take(struct found *found, struct unpacked unpacked)
{
	free(found->unpacked.bytes);
	found->unpacked = unpacked;
	found->kernel = (struct byte_range){ unpacked.bytes, unpacked.size };
}

/* A bzImage that cannot be unpacked, or whose kernel cannot be started, starts itself. */
static void unpack_bzimage(const struct kernel_content *content, struct found *found)
{
	struct unpacked kernel;

	found->is_still_packed = kernel_content__unpack(content, &kernel);
	if (found->is_still_packed)
		return;
	if (kernel_elf__check_pvh((struct byte_range){ kernel.bytes, kernel.size }))
		free(kernel.bytes);
	else
		take(found, kernel);
}

/* An Image of arm64, little-endian: bit 0 of the flags at 24 is big-endian. */
static int check_image(struct byte_range image)
{
	return kernel_content__kind(image) == KERNEL_ARM64_IMAGE &&
			       !(byte_range__number(image, 24, 4) & 1)
		       ? 0
		       : -ENOEXEC;
}

static int unpack_zboot(const struct kernel_content *content, struct found *found)
{
	struct unpacked kernel;

	if (kernel_content__unpack(content, &kernel))
		return -ENOEXEC;
	if (check_image((struct byte_range){ kernel.bytes, kernel.size })) {
		free(kernel.bytes);
		return -ENOEXEC;
	}
	take(found, kernel);
	return 0;
}

/* vmlinux: of x86-64 as it is. */
static int take_elf(struct byte_range file, struct found *found)
{
	const struct guest_arch *arch = kernel_content__arch(file);
	struct unpacked image;
	int err;

	if (!arch || arch->elf_machine != EM_AARCH64)
		return kernel_elf__check_pvh(file);
	err = kernel_elf__flatten(file, &image);
	if (!err && check_image((struct byte_range){ image.bytes, image.size })) {
		free(image.bytes);
		err = -ENOEXEC;
	}
	if (!err)
		take(found, image);
	return err;
}

static int find(const char *image, struct byte_range file, struct found *found)
{
	struct kernel_content content;
	int err = kernel_content__find(image, file, &content);

	if (err)
		return err;
	found->kernel = content.image;
	if (content.kind == KERNEL_BZIMAGE)
		unpack_bzimage(&content, found);
	else if (content.kind == KERNEL_ZBOOT)
		err = unpack_zboot(&content, found);
	else if (content.kind == KERNEL_ARM64_IMAGE)
		err = check_image(content.image);
	else
		err = content.kind == KERNEL_ELF ? take_elf(content.image, found) : -ENOEXEC;
	if (err)
		err = err == -ENOMEM ? log__out_of_memory() : refuse(image, content.kind, err);
	/* What it has unpacked is in use, or is not needed. */
	if (!err && !found->unpacked.bytes) {
		found->unpacked = content.unpacked;
		content.unpacked.bytes = NULL;
	}
	kernel_content__free(&content);
	return err;
}

/* Whether what is in the cache can be what find has found. */
static bool may_be_found(struct byte_range kernel)
{
	enum kernel_kind kind = kernel_content__kind(kernel);

	return kind == KERNEL_ELF ? !kernel_elf__check_pvh(kernel)
				  : kind == KERNEL_BZIMAGE || !check_image(kernel);
}

/* 0, or -ENOENT. */
static int take_cached(const struct keyed_cache *cache, struct found *found)
{
	struct unpacked cached;
	void *bytes;

	if (keyed_cache__read(cache, UNPACK_MOST, &bytes, &cached.size))
		return -ENOENT;
	cached.bytes = bytes;
	if (may_be_found((struct byte_range){ cached.bytes, cached.size })) {
		take(found, cached);
		return 0;
	}
	free(bytes);
	return -ENOENT;
}

/* The same, from the cache if it has been found before. */
static int find_or_cached(const char *image, struct byte_range file, struct found *found)
{
	struct keyed_cache cache;
	char release[128];
	int err = 0;

	kernel_image__release(image, release, sizeof(release));
	keyed_cache__open(&cache, "unpacked", release,
			  json_pack("{s:s, s:I, s:I}", "schema", "hookbench-kernel/2", "image",
				    (json_int_t)checksum__add(0, file.at, file.size), "size",
				    (json_int_t)file.size));
	if (take_cached(&cache, found)) {
		err = find(image, file, found);
		if (!err && found->unpacked.bytes)
			keyed_cache__write(&cache, found->kernel.at, found->kernel.size);
	}
	keyed_cache__close(&cache);
	return err;
}

/* ---- for QEMU ---- */

static int hand_over(struct byte_range kernel, struct boot_kernel *to)
{
	to->fd = memory_file__make("kernel", kernel.at, kernel.size);
	if (to->fd < 0)
		return log__fail(to->fd, "cannot hand the kernel to QEMU: %s", strerror(-to->fd));
	snprintf(to->path, sizeof(to->path), "/proc/self/fd/%d", to->fd);
	return 0;
}

static int read_and_find(const char *image, struct byte_range *file, struct found *found)
{
	void *bytes;
	int err = input_file__read(image, "a kernel image", FILE_MOST, &bytes, &file->size);

	*found = (struct found){ { NULL, 0 }, { NULL, 0 }, false };
	if (err)
		return err;
	file->at = bytes;
	err = find_or_cached(image, *file, found);
	if (err) {
		free(found->unpacked.bytes);
		free(bytes);
	}
	return err;
}

int boot_kernel__arch(const char *image, const struct guest_arch **arch)
{
	uint8_t bytes[FIRST_SIZE];
	struct byte_range first = { NULL, 0 }, file;
	struct found found;
	int err = read_first(image, bytes, &first);

	if (err)
		return err;
	*arch = kernel_content__arch(first);
	if (*arch)
		return 0;
	err = read_and_find(image, &file, &found);
	if (err)
		return err;
	*arch = kernel_content__arch(found.kernel);
	free(found.unpacked.bytes);
	free((void *)file.at);
	return *arch ? 0 : is_no_image(image);
}

int boot_kernel__open(const char *image, struct boot_kernel *kernel)
{
	struct found found;
	struct byte_range file;
	int err;

	*kernel = (struct boot_kernel){ .fd = -1 };
	err = read_and_find(image, &file, &found);
	if (err)
		return err;
	kernel->is_elf = kernel_content__kind(found.kernel) == KERNEL_ELF;
	kernel->is_still_packed = found.is_still_packed;
	/* The file itself. */
	if (found.kernel.at == file.at && found.kernel.size == file.size)
		snprintf(kernel->path, sizeof(kernel->path), "%s", image);
	else
		err = hand_over(found.kernel, kernel);
	free(found.unpacked.bytes);
	free((void *)file.at);
	return err;
}

int boot_kernel__stand_in(const char *image, const struct guest_arch *arch, bool is_elf,
			  struct boot_kernel *kernel)
{
	struct byte_range empty = { NULL, 0 };

	*kernel = (struct boot_kernel){ .fd = -1, .is_elf = is_elf };
	if (is_elf)
		empty = empty_kernel__pvh();
	else if (arch->elf_machine == EM_AARCH64)
		empty = empty_kernel__arm64_image();
	if (empty.at)
		return hand_over(empty, kernel);
	snprintf(kernel->path, sizeof(kernel->path), "%s", image);
	return 0;
}

void boot_kernel__close(struct boot_kernel *kernel)
{
	if (kernel->fd >= 0)
		close(kernel->fd);
	kernel->fd = -1;
}
