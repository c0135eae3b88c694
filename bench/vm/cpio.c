// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/cpio.h"

#include <string.h>
#include <sys/stat.h>

struct entry {
	const char *name; /* without the leading slash */
	unsigned int mode, major, minor;
	const void *data;
	size_t size;
};

/* Name and data each begin at a multiple of four bytes. */
static void pad(FILE *file, size_t written)
{
	static const char zeros[4];

	fwrite(zeros, 1, (4 - written % 4) % 4, file);
}

static void add(struct cpio *cpio, const struct entry *e)
{
	size_t name_size = strlen(e->name) + 1;
	/* magic ino mode uid gid nlink mtime filesize devmajor devminor rdevmajor rdevminor
	 * namesize check; times are 0 so that the same files give the same archive. */
	int header =
		fprintf(cpio->file, "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
			++cpio->entries, e->mode, 0, 0, 1, 0, (unsigned int)e->size, 0, 0, e->major,
			e->minor, (unsigned int)name_size, 0);

	if (header < 0)
		return;
	fwrite(e->name, 1, name_size, cpio->file);
	pad(cpio->file, (size_t)header + name_size);
	if (e->size)
		fwrite(e->data, 1, e->size, cpio->file);
	pad(cpio->file, e->size);
}

void cpio__add_folder(struct cpio *cpio, const char *path)
{
	add(cpio, &(struct entry){ .name = path + 1, .mode = S_IFDIR | 0755 });
}

void cpio__add_file(struct cpio *cpio, const char *path, unsigned int mode, const void *data,
		    size_t size)
{
	add(cpio, &(struct entry){
			  .name = path + 1, .mode = S_IFREG | mode, .data = data, .size = size });
}

void cpio__add_character_device(struct cpio *cpio, const char *path, unsigned int major,
				unsigned int minor)
{
	add(cpio,
	    &(struct entry){
		    .name = path + 1, .mode = S_IFCHR | 0600, .major = major, .minor = minor });
}

void cpio__add(struct cpio *cpio, const char *path, unsigned int mode, const void *data,
	       size_t size)
{
	add(cpio, &(struct entry){ .name = path + 1, .mode = mode, .data = data, .size = size });
}

void cpio__end(struct cpio *cpio)
{
	add(cpio, &(struct entry){ .name = "TRAILER!!!" });
}
