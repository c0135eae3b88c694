// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/elf/debug_file.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINK_SECTION ".gnu_debuglink"
#include "bench/elf/elf_sections.h"

#define MOST (1 << 20) /* bytes of notes, or of a link: all of them are read */

struct build_id {
	size_t size; /* 0: there is none */
	unsigned char bytes[BUILD_ID_MOST];
};

/* ---- the build ID ---- */

static bool take_note(const Elf_Data *data, struct build_id *id)
{
	size_t at = 0, next, owner, content;
	const char *bytes = data->d_buf;
	GElf_Nhdr header;

	for (; (next = gelf_getnote((Elf_Data *)data, at, &header, &owner, &content)); at = next) {
		if (header.n_type != NT_GNU_BUILD_ID || header.n_namesz != sizeof("GNU") ||
		    memcmp(bytes + owner, "GNU", sizeof("GNU")) != 0 || header.n_descsz < 2 ||
		    header.n_descsz > BUILD_ID_MOST)
			continue;
		id->size = header.n_descsz;
		memcpy(id->bytes, bytes + content, id->size);
		return true;
	}
	return false;
}

static void read_build_id(Elf *elf, struct build_id *id)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	id->size = 0;
	while ((section = elf_nextscn(elf, section))) {
		Elf_Data *data = gelf_getshdr(section, &header) && header.sh_type == SHT_NOTE &&
						 header.sh_size <= MOST
					 ? elf_getdata(section, NULL)
					 : NULL;

		if (data && data->d_buf && take_note(data, id))
			return;
	}
}

static void format_path(const struct build_id *id, const char *folder, char path[PATH_MAX])
{
	size_t length =
		(size_t)snprintf(path, PATH_MAX, "%.3000s/.build-id/%02x/", folder, id->bytes[0]);

	for (size_t i = 1; i < id->size; i++)
		length += (size_t)snprintf(path + length, PATH_MAX - length, "%02x", id->bytes[i]);
	snprintf(path + length, PATH_MAX - length, ".debug");
}

/* ---- a candidate ---- */

static bool is_of(Elf *elf, const struct build_id *wanted)
{
	struct build_id id;
	char large[160];

	if (!elf || elf_kind(elf) != ELF_K_ELF ||
	    !elf_sections__are_bounded(elf, large, sizeof(large)))
		return false;
	read_build_id(elf, &id);
	return id.size == wanted->size && !memcmp(id.bytes, wanted->bytes, id.size);
}

/* True with the file open, and its path. */
static bool open_one(struct debug_file *debug, const char *path, const struct build_id *wanted)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	Elf *elf;

	if (fd < 0)
		return false;
	/* Not mapped: a file that becomes shorter meanwhile would kill this process. */
	elf = !fstat(fd, &st) && S_ISREG(st.st_mode) ? elf_begin(fd, ELF_C_READ, NULL) : NULL;
	if (!is_of(elf, wanted)) {
		elf_end(elf);
		close(fd);
		return false;
	}
	debug->fd = fd;
	debug->elf = elf;
	snprintf(debug->path, sizeof(debug->path), "%s", path);
	return true;
}

/* ---- .gnu_debuglink ---- */

/* A name without a folder, which ends in the section. False: there is none. */
static bool read_link(Elf *elf, char name[NAME_MAX + 1])
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	size_t names;

	if (elf_getshdrstrndx(elf, &names))
		return false;
	while ((section = elf_nextscn(elf, section))) {
		const char *title = gelf_getshdr(section, &header)
					    ? elf_strptr(elf, names, header.sh_name)
					    : NULL;
		Elf_Data *data;
		size_t length;

		if (!title || strcmp(title, LINK_SECTION) != 0)
			continue;
		data = header.sh_size <= MOST ? elf_getdata(section, NULL) : NULL;
		length = data && data->d_buf ? strnlen(data->d_buf, data->d_size) : 0;
		if (!length || length == data->d_size || length > NAME_MAX ||
		    memchr(data->d_buf, '/', length))
			return false;
		memcpy(name, data->d_buf, length + 1);
		return true;
	}
	return false;
}

static bool find_by_link(struct debug_file *debug, Elf *of, const char *path, const char *folder,
			 const struct build_id *wanted)
{
	const char *slash = strrchr(path, '/');
	int length = slash ? (int)(slash - path) : 1;
	char name[NAME_MAX + 1], candidate[3 * PATH_MAX];
	const char *in = slash ? path : ".";

	if (!read_link(of, name))
		return false;
	snprintf(candidate, sizeof(candidate), "%.*s/%s", length, in, name);
	if (open_one(debug, candidate, wanted))
		return true;
	snprintf(candidate, sizeof(candidate), "%.*s/.debug/%s", length, in, name);
	if (open_one(debug, candidate, wanted))
		return true;
	snprintf(candidate, sizeof(candidate), "%s/%.*s/%s", folder, length, in, name);
	return open_one(debug, candidate, wanted);
}

/* ---- from outside ---- */

void debug_file__find(struct debug_file *debug, struct Elf *of, const char *path,
		      const char *folder)
{
	char by_id[PATH_MAX];
	struct build_id id;

	*debug = (struct debug_file){ .fd = -1 };
	read_build_id(of, &id);
	if (!id.size)
		return;
	format_path(&id, folder, by_id);
	if (!open_one(debug, by_id, &id) && !find_by_link(debug, of, path, folder, &id))
		memcpy(debug->path, by_id, sizeof(by_id));
}

void debug_file__close(struct debug_file *debug)
{
	elf_end(debug->elf);
	if (debug->fd >= 0)
		close(debug->fd);
	*debug = (struct debug_file){ .fd = -1 };
}
