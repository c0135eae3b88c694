// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/elf_file.h"
#include "bench/base/asked_program.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- reading ---- */

static char *string_at(Elf *elf, const GElf_Shdr *section, size_t offset)
{
	const char *string = elf_strptr(elf, section->sh_link, offset);

	return string ? strdup(string) : NULL;
}

static int add_needed(struct elf_file *file, char *name)
{
	char **grown = name ? reallocarray(file->needed, file->n_needed + 1, sizeof(*grown)) : NULL;

	if (!grown) {
		free(name);
		return -ENOEXEC;
	}
	file->needed = grown;
	file->needed[file->n_needed++] = name;
	return 0;
}

static int read_dynamic(Elf *elf, Elf_Scn *section, struct elf_file *file)
{
	Elf_Data *data = elf_getdata(section, NULL);
	GElf_Shdr header;
	GElf_Dyn entry;
	int err = 0;

	if (!gelf_getshdr(section, &header))
		return -ENOEXEC;
	for (int i = 0; !err && data && gelf_getdyn(data, i, &entry); i++) {
		if (entry.d_tag == DT_NULL)
			break;
		if (entry.d_tag == DT_NEEDED)
			err = add_needed(file, string_at(elf, &header, entry.d_un.d_val));
		if (entry.d_tag == DT_RUNPATH || (entry.d_tag == DT_RPATH && !file->search)) {
			free(file->search);
			file->search = string_at(elf, &header, entry.d_un.d_val);
		}
	}
	return err;
}

static void read_interpreter(Elf *elf, struct elf_file *file)
{
	size_t n, size;
	GElf_Phdr header;
	const char *bytes = elf_rawfile(elf, &size);

	if (!bytes || elf_getphdrnum(elf, &n))
		return;
	for (int i = 0; i < (int)n && !file->interpreter && gelf_getphdr(elf, i, &header); i++)
		if (header.p_type == PT_INTERP && header.p_offset < size &&
		    header.p_filesz <= size - header.p_offset)
			file->interpreter = strndup(bytes + header.p_offset, header.p_filesz);
}

static int read_elf(Elf *elf, struct elf_file *file)
{
	Elf_Scn *section = NULL;
	GElf_Shdr section_header;
	GElf_Ehdr header;
	int err = 0;

	if (elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &header) ||
	    (header.e_type != ET_EXEC && header.e_type != ET_DYN))
		return -ENOEXEC;
	if (header.e_machine != file->arch->elf_machine)
		return -ENOTSUP;
	read_interpreter(elf, file);
	while (!err && (section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &section_header) && section_header.sh_type == SHT_DYNAMIC)
			err = read_dynamic(elf, section, file);
	return err;
}

int elf_file__read(const char *path, const struct guest_arch *arch, struct elf_file *file)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err;
	Elf *elf;

	*file = (struct elf_file){ .arch = arch };
	if (fd < 0)
		return -errno;
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	err = elf ? read_elf(elf, file) : -ENOEXEC;
	if (err)
		elf_file__free(file);
	elf_end(elf);
	close(fd);
	return err;
}

void elf_file__free(struct elf_file *file)
{
	for (size_t i = 0; i < file->n_needed; i++)
		free(file->needed[i]);
	free(file->needed);
	free(file->interpreter);
	free(file->search);
	*file = (struct elf_file){ .arch = NULL };
}

/* ---- finding libraries ---- */

static bool is_library(const char *path, const struct guest_arch *arch)
{
	struct elf_file file;

	if (elf_file__read(path, arch, &file))
		return false;
	elf_file__free(&file);
	return true;
}

/* `folder` may begin with $ORIGIN: the folder of the file that names it. */
static char *try_folder(const char *folder, size_t length, const char *origin, const char *name,
			const struct guest_arch *arch)
{
	static const char *const words[] = { "$ORIGIN", "${ORIGIN}" };
	char path[PATH_MAX];
	int n = -1;

	for (size_t i = 0; n < 0 && i < 2; i++) {
		size_t word = strlen(words[i]);

		if (length >= word && !strncmp(folder, words[i], word))
			n = snprintf(path, sizeof(path), "%s%.*s/%s", origin, (int)(length - word),
				     folder + word, name);
	}
	if (n < 0)
		n = snprintf(path, sizeof(path), "%.*s/%s", (int)length, folder, name);
	return (size_t)n < sizeof(path) && is_library(path, arch) ? strdup(path) : NULL;
}

/* `list` is separated by colons. */
static char *try_list(const char *list, const char *of, const char *name,
		      const struct guest_arch *arch)
{
	char origin[PATH_MAX], *found = NULL;

	snprintf(origin, sizeof(origin), "%s", of);
	dirname(origin);
	while (list && *list && !found) {
		size_t length = strcspn(list, ":");

		if (length)
			found = try_folder(list, length, origin, name, arch);
		list += length + (list[length] == ':');
	}
	return found;
}

/* A line looks like " libz.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libz.so.1". */
static char *try_cache(const char *name, const struct guest_arch *arch)
{
	FILE *pipe = asked_program__open("env PATH=\"$PATH:/usr/sbin:/sbin\" ldconfig -p");
	char line[2 * PATH_MAX], *found = NULL, *path;
	size_t length = strlen(name);

	while (pipe && fgets(line, sizeof(line), pipe)) {
		line[strcspn(line, "\n")] = '\0';
		path = strstr(line, " => ");
		if (!found && path && line[0] == '\t' && !strncmp(line + 1, name, length) &&
		    !strncmp(line + 1 + length, " (", 2) && strstr(line, arch->loader_word) &&
		    is_library(path + 4, arch))
			found = strdup(path + 4);
	}
	if (pipe)
		pclose(pipe);
	return found;
}

char *elf_file__find_library(const struct elf_file *file, const char *of, const char *name)
{
	char *found;

	if (strchr(name, '/'))
		return is_library(name, file->arch) ? strdup(name) : NULL;
	found = try_list(file->search, of, name, file->arch);
	if (!found)
		found = try_cache(name, file->arch);
	return found ? found : try_list(file->arch->library_folders, of, name, file->arch);
}
