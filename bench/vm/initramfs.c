// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/initramfs.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/vm/guest_files.h"
#include "bench/vm/vm_options.h"

struct builder {
	struct archive *archive;
	int64_t entries; /* so far; also the next inode number, since equal numbers are hard links
			  */
	int err;	 /* -errno of the first failure, logged */
};

static void builder__fail(struct builder *b, int err, const char *what)
{
	if (!b->err)
		b->err = log__fail(err, "cannot put %s into the guest's root file system: %s", what,
				   strerror(-err));
}

static void builder__check(struct builder *b, int result)
{
	if (result < ARCHIVE_OK)
		machine_failure__note_errno(archive_errno(b->archive));
	if (result < ARCHIVE_OK && !b->err)
		b->err = log__fail(-EIO, "cannot make the guest's root file system: %s",
				   archive_error_string(b->archive));
}

/*
 * `path` begins with a slash; `mode` is as in st_mode. Owner, group and times are 0, so that the
 * same files give the same archive.
 */
static struct archive_entry *builder__entry(struct builder *b, const char *path, unsigned int mode)
{
	struct archive_entry *entry = archive_entry_new();

	if (!entry) {
		builder__fail(b, -ENOMEM, path);
		return NULL;
	}
	archive_entry_set_pathname(entry, path + 1);
	archive_entry_set_mode(entry, mode);
	archive_entry_set_ino64(entry, ++b->entries);
	archive_entry_set_nlink(entry, 1);
	archive_entry_set_mtime(entry, 0, 0);
	archive_entry_set_size(entry, 0);
	return entry;
}

/* Takes ownership of the entry; NULL: it could not be made. */
static void builder__write(struct builder *b, struct archive_entry *entry, const void *data,
			   size_t size)
{
	if (!entry)
		return;
	if (size)
		archive_entry_set_size(entry, (int64_t)size);
	builder__check(b, archive_write_header(b->archive, entry));
	if (size && !b->err)
		builder__check(b,
			       (int)(archive_write_data(b->archive, data, size) < 0 ? ARCHIVE_FATAL
										    : ARCHIVE_OK));
	archive_entry_free(entry);
}

/* The kernel opens it as the first process's standard streams. */
static void builder__add_console(struct builder *b)
{
	struct archive_entry *entry = builder__entry(b, "/dev/console", S_IFCHR | 0600);

	if (entry) {
		archive_entry_set_rdevmajor(entry, 5);
		archive_entry_set_rdevminor(entry, 1);
	}
	builder__write(b, entry, NULL, 0);
}

/* Copies a file of this machine; `mode` has kind and permissions. */
static void builder__copy(struct builder *b, const char *from, const char *path, unsigned int mode)
{
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	struct stat st = { 0 };
	void *data = MAP_FAILED;

	if (fd >= 0 && !fstat(fd, &st))
		data = st.st_size ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)
				  : NULL;
	if (data == MAP_FAILED)
		builder__fail(b, -errno, from);
	else
		builder__write(b, builder__entry(b, path, mode), data, (size_t)st.st_size);
	if (data != MAP_FAILED && data)
		munmap(data, (size_t)st.st_size);
	if (fd >= 0)
		close(fd);
}

static void builder__add_file(struct builder *b, const struct guest_file *f)
{
	struct archive_entry *entry;

	if (S_ISREG(f->mode)) {
		builder__copy(b, f->path, f->path, f->mode);
		return;
	}
	entry = builder__entry(b, f->path, f->mode);
	if (entry && f->link)
		archive_entry_set_symlink(entry, f->link);
	builder__write(b, entry, NULL, 0);
}

static void builder__fill(struct builder *b, const char *program, const struct guest_files *files,
			  const struct vm_request *first)
{
	for (const char *const *folder = guest_folders; *folder; folder++)
		builder__write(b, builder__entry(b, *folder, S_IFDIR | 0755), NULL, 0);
	builder__add_console(b);
	builder__copy(b, program, GUEST_INIT, S_IFREG | 0755);
	for (size_t i = 0; files && i < files->n && !b->err; i++)
		builder__add_file(b, &files->files[i]);
	if (first->message)
		builder__write(b, builder__entry(b, WIRE_FIRST_REQUEST, S_IFREG | 0600),
			       first->line, first->size);
}

/* The format that the kernel unpacks: see buffer-format.rst in its documentation. */
static void builder__open(struct builder *b, int fd)
{
	b->archive = archive_write_new();
	if (!b->archive) {
		builder__fail(b, -ENOMEM, "anything");
		return;
	}
	builder__check(b, archive_write_set_format_cpio_newc(b->archive));
	/* No padding after the last entry. */
	builder__check(b, archive_write_set_bytes_in_last_block(b->archive, 1));
	builder__check(b, archive_write_open_fd(b->archive, fd));
}

static void builder__close(struct builder *b)
{
	if (b->archive && !b->err)
		builder__check(b, archive_write_close(b->archive));
	archive_write_free(b->archive);
}

int initramfs__make(const char *program, const struct guest_files *files,
		    const struct vm_request *first)
{
	int fd = memfd_create("initramfs", MFD_CLOEXEC);
	struct builder b = { 0 };

	if (fd < 0)
		return log__fail(-errno, "cannot make the guest's root file system: %s",
				 strerror(errno));
	builder__open(&b, fd);
	if (!b.err)
		builder__fill(&b, program, files, first);
	builder__close(&b);
	if (!b.err)
		return fd;
	close(fd);
	return b.err;
}
