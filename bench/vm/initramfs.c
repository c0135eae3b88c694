// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/initramfs.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/base/log.h"
#include "bench/vm/cpio.h"
#include "bench/vm/guest_files.h"

#define MAX_FOLDERS 64

#define PROGRAM "/proc/self/exe"

struct archive {
	struct cpio cpio;
	size_t n_folders;
	char *folders[MAX_FOLDERS]; /* added already */
	int err;
	bool is_logged;
};

static bool archive__has_folder(const struct archive *a, const char *path)
{
	for (size_t i = 0; i < a->n_folders; i++)
		if (!strcmp(a->folders[i], path))
			return true;
	return false;
}

static void archive__add_folder(struct archive *a, const char *path)
{
	if (archive__has_folder(a, path))
		return;
	if (a->n_folders == MAX_FOLDERS || !(a->folders[a->n_folders] = strdup(path))) {
		a->err = -ENOMEM;
		return;
	}
	a->n_folders++;
	cpio__add_folder(&a->cpio, path);
}

/* All folders above `path`, outermost first. */
static void archive__add_parents(struct archive *a, const char *path)
{
	char parent[4096];

	for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(parent, sizeof(parent), "%.*s", (int)(slash - path), path);
		archive__add_folder(a, parent);
	}
}

/* Copies a file of this machine, which is `mode` there: kind and permissions. */
static void archive__copy(struct archive *a, const char *from, const char *path, unsigned int mode)
{
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	struct stat st = { 0 };
	void *data = MAP_FAILED;

	if (fd >= 0 && !fstat(fd, &st))
		data = st.st_size ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)
				  : NULL;
	if (data == MAP_FAILED) {
		a->err = -errno;
		a->is_logged = true;
		log__error("cannot copy %s into the guest: %s", from, strerror(errno));
	} else {
		cpio__add(&a->cpio, path, mode, data, (size_t)st.st_size);
	}
	if (data != MAP_FAILED && data)
		munmap(data, (size_t)st.st_size);
	if (fd >= 0)
		close(fd);
}

static void archive__add_copy(struct archive *a, const char *from, const char *path)
{
	archive__add_parents(a, path);
	archive__copy(a, from, path, S_IFREG | 0755);
}

static void archive__add_files(struct archive *a, const struct guest_files *files)
{
	for (size_t i = 0; i < files->n && !a->err; i++) {
		const struct guest_file *f = &files->files[i];

		if (S_ISREG(f->mode))
			archive__copy(a, f->path, f->path, f->mode);
		else
			cpio__add(&a->cpio, f->path, f->mode, f->link,
				  f->link ? strlen(f->link) : 0);
	}
}

/* The loader names itself too; the program has no name, and the vDSO no path. */
static bool is_library(const struct dl_phdr_info *info)
{
	return info->dlpi_name[0] == '/';
}

static int add_library(struct dl_phdr_info *info, size_t size, void *context)
{
	struct archive *a = context;

	(void)size;
	if (is_library(info))
		archive__add_copy(a, info->dlpi_name, info->dlpi_name);
	return a->err;
}

static const char *const folders[] = { "/dev", "/proc", "/sys" };

static void archive__fill(struct archive *a, const char *request, const struct guest_files *files)
{
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		archive__add_folder(a, folders[i]);
	/* The kernel opens it as the first process's standard streams. */
	cpio__add_character_device(&a->cpio, "/dev/console", 5, 1);
	archive__add_copy(a, PROGRAM, "/init");
	dl_iterate_phdr(add_library, a);
	cpio__add_file(&a->cpio, INITRAMFS_REQUEST, 0644, request, strlen(request));
	if (files)
		archive__add_files(a, files);
	cpio__end(&a->cpio);
	for (size_t i = 0; i < a->n_folders; i++)
		free(a->folders[i]);
}

int initramfs__make(const char *request, const struct guest_files *files)
{
	int fd = memfd_create("initramfs", MFD_CLOEXEC);
	struct archive a = { .cpio.file =
				     fd < 0 ? NULL : fdopen(fcntl(fd, F_DUPFD_CLOEXEC, 0), "w") };

	if (a.cpio.file) {
		archive__fill(&a, request, files);
		if (fflush(a.cpio.file) || ferror(a.cpio.file))
			a.err = -EIO;
		fclose(a.cpio.file);
	} else {
		a.err = -errno;
	}
	if (!a.err)
		return fd;
	if (!a.is_logged)
		log__error("cannot make the guest's root file system: %s", strerror(-a.err));
	if (fd >= 0)
		close(fd);
	return a.err;
}

struct visitor {
	int (*visit)(const char *path, void *context);
	void *context;
};

static int visit_library(struct dl_phdr_info *info, size_t size, void *context)
{
	const struct visitor *v = context;

	(void)size;
	return is_library(info) ? v->visit(info->dlpi_name, v->context) : 0;
}

int initramfs__for_each(int (*visit)(const char *path, void *context), void *context)
{
	struct visitor visitor = { visit, context };
	int err = 0;

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders) && !err; i++) {
		char path[32];

		snprintf(path, sizeof(path), "%s/.", folders[i]);
		err = visit(path, context);
	}
	if (!err)
		err = visit("/init", context);
	if (!err)
		err = visit(INITRAMFS_REQUEST, context);
	return err ? err : dl_iterate_phdr(visit_library, &visitor);
}

static int add_checksum(struct dl_phdr_info *info, size_t size, void *context)
{
	(void)size;
	if (is_library(info))
		checksum__add_file(context, info->dlpi_name);
	return 0;
}

uint32_t initramfs__checksum(void)
{
	uint32_t checksum = 0;

	checksum__add_file(&checksum, PROGRAM);
	dl_iterate_phdr(add_checksum, &checksum);
	return checksum;
}
