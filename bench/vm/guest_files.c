// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/guest_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <search.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/machine/script.h"
#include "bench/vm/elf_file.h"
#include "bench/vm/program_file.h"

#define MAX_LINKS 40	     /* followed in one path, as in the kernel */
#define MAX_SIZE  UINT32_MAX /* of a file in the archive */
#define CACHE	  "/etc/ld.so.cache"

static int add_file(struct guest_files *files, const char *path, bool named);

/* ---- the list ---- */

struct known {
	char *path;
	unsigned int kind; /* S_IFMT of its mode */
};

static int compare_known(const void *a, const void *b)
{
	return strcmp(((const struct known *)a)->path, ((const struct known *)b)->path);
}

/* 0 if it is not in the guest. */
static unsigned int kind_of(const struct guest_files *files, const char *path)
{
	struct known key = { .path = (char *)path }, *const * found;

	found = tfind(&key, &files->paths, compare_known);
	return found ? (*found)->kind : 0;
}

static void free_known(void *known)
{
	free(((struct known *)known)->path);
	free(known);
}

/* Returns its own copy of the path; NULL when out of memory. */
static const char *note(struct guest_files *files, const char *path, unsigned int mode)
{
	struct known *known = malloc(sizeof(*known));

	if (!known)
		return NULL;
	*known = (struct known){ strdup(path), mode & S_IFMT };
	if (known->path && tsearch(known, &files->paths, compare_known))
		return known->path;
	free_known(known);
	return NULL;
}

static int append(struct guest_files *files, const char *path, const struct stat *st,
		  const char *link)
{
	struct guest_file *grown = files->files;

	/* The array grows whenever n is a power of two. */
	if (!(files->n & (files->n - 1)))
		grown = reallocarray(grown, files->n ? 2 * files->n : 1, sizeof(*grown));
	if (!grown)
		return log__out_of_memory();
	files->files = grown;
	grown[files->n] = (struct guest_file){
		.path = note(files, path, st->st_mode),
		.mode = st->st_mode,
		.size = S_ISREG(st->st_mode) ? (uint64_t)st->st_size : 0,
		.link = link ? strdup(link) : NULL,
	};
	files->size += grown[files->n].size;
	return grown[files->n++].path ? 0 : log__out_of_memory();
}

/* ---- ways ---- */

static int fail(const char *path, int error)
{
	log__error("cannot put %s into the guest: %s", path, strerror(error));
	return -error;
}

/* Adds what is at `path`, whose folders have been added. */
static int add_entry(struct guest_files *files, const char *path, const struct stat *st)
{
	char link[PATH_MAX] = "";
	ssize_t n = 0;

	if (S_ISLNK(st->st_mode))
		n = readlink(path, link, sizeof(link) - 1);
	if (n < 0)
		return fail(path, errno);
	link[n] = '\0';
	if (S_ISREG(st->st_mode) && (uint64_t)st->st_size > MAX_SIZE)
		return fail(path, EFBIG);
	if (S_ISREG(st->st_mode) && access(path, R_OK))
		return fail(path, errno);
	return append(files, path, st, S_ISLNK(st->st_mode) ? link : NULL);
}

/* Puts the destination of the link at `path` in front of `rest`. */
static int follow(char path[PATH_MAX], size_t parent, char rest[PATH_MAX])
{
	char link[PATH_MAX], whole[PATH_MAX];
	ssize_t n = readlink(path, link, sizeof(link) - 1);

	if (n < 0)
		return -errno;
	link[n] = '\0';
	if ((size_t)snprintf(whole, sizeof(whole), "%s/%s", link, rest) >= sizeof(whole))
		return -ENAMETOOLONG;
	strcpy(rest, whole);
	path[link[0] == '/' ? 0 : parent] = '\0';
	return 0;
}

/* Moves the first name of `rest` to the end of `path`. False if there is none. */
static bool step(char path[PATH_MAX], char rest[PATH_MAX])
{
	size_t from = strspn(rest, "/"), length = strcspn(rest + from, "/");
	size_t end = strlen(path);

	if (!length || end + 1 + length >= PATH_MAX)
		return false;
	if (length == 2 && !strncmp(rest + from, "..", 2))
		*(end ? strrchr(path, '/') : path) = '\0';
	else if (length != 1 || rest[from] != '.')
		snprintf(path + end, PATH_MAX - end, "/%.*s", (int)length, rest + from);
	memmove(rest, rest + from + length, strlen(rest + from + length) + 1);
	return true;
}

/*
 * Adds everything along `path`, an absolute one, and what is there. `real` is where that is in the
 * guest: a link on this machine may be a folder there, such as /lib.
 */
static int add_way(struct guest_files *files, const char *path, char real[PATH_MAX])
{
	char rest[PATH_MAX];
	int links = 0, err = 0;
	size_t parent = 0;

	snprintf(rest, sizeof(rest), "%s", path);
	real[0] = '\0';
	for (; !err && step(real, rest); parent = strlen(real)) {
		unsigned int kind = kind_of(files, real);
		struct stat st;

		if (!real[0] || kind == S_IFDIR)
			continue;
		if (!kind) {
			if (lstat(real, &st))
				return fail(path, errno);
			err = add_entry(files, real, &st);
			kind = st.st_mode & S_IFMT;
		}
		if (!err && kind == S_IFLNK)
			err = ++links > MAX_LINKS ? fail(path, ELOOP) : follow(real, parent, rest);
	}
	return err;
}

/* ---- what files need ---- */

static int add_libraries(struct guest_files *files, const char *path, const struct elf_file *elf)
{
	int err = elf->interpreter ? add_file(files, elf->interpreter, false) : 0;

	for (size_t i = 0; i < elf->n_needed && !err; i++) {
		char *library = elf_file__find_library(elf, path, elf->needed[i]);

		if (library)
			err = add_file(files, library, false);
		else
			log__warning("%s needs %s, which was not found on this machine", path,
				     elf->needed[i]);
		free(library);
	}
	return err;
}

/*
 * In place of a program for another architecture: a link to what stands in for it there, which acts
 * by the name that it is called.
 */
static int add_stand_in(struct guest_files *files, const char *program)
{
	char target[PATH_MAX], folder[PATH_MAX], real[PATH_MAX], link[PATH_MAX];
	const struct stat st = { .st_mode = S_IFLNK | 0777 };
	int err = program_file__stand_in(program, files->arch, target);

	if (!err)
		err = add_file(files, target, false);
	snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(program, '/') - program), program);
	if (!err)
		err = add_way(files, folder, real);
	if (err)
		return err;
	snprintf(link, sizeof(link), "%.2000s/%.2000s", real, strrchr(program, '/') + 1);
	if (kind_of(files, link))
		return 0;
	log__info("%s is busybox for %s in the guest", program, files->arch->name);
	return append(files, link, &st, target);
}

/* "#!/usr/bin/env bash": adds the first word, and what env would look for. */
static int add_interpreter(struct guest_files *files, const char *path)
{
	char line[256], *rest = line, *word, *name;
	int err;

	if (!script__first_line(path, line, sizeof(line)) || !(word = strtok_r(rest, " \t", &rest)))
		return 0;
	err = program_file__has_stand_in(word, files->arch) ? add_stand_in(files, word)
							    : add_file(files, word, false);
	name = strrchr(word, '/');
	if (err || !name || strcmp(name, "/env") != 0)
		return err;
	while ((word = strtok_r(rest, " \t", &rest)))
		if (word[0] != '-' && !strchr(word, '='))
			return guest_files__add_program(files, word);
	return 0;
}

/* `named`: given by the user, and so run if it is a script. */
static int add_needs(struct guest_files *files, const char *path, bool named)
{
	struct elf_file elf;
	int err = elf_file__read(path, files->arch, &elf);

	if (!err) {
		err = add_libraries(files, path, &elf);
		elf_file__free(&elf);
		return err;
	}
	return named ? add_interpreter(files, path) : 0;
}

/* ---- folders ---- */

static int add_folder(struct guest_files *files, const char *path);

static int add_child(struct guest_files *files, const char *path)
{
	struct stat st;
	int err;

	if (lstat(path, &st))
		return fail(path, errno);
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode)) {
		log__warning("%s is left out: it is neither a file nor a folder", path);
		return 0;
	}
	if (!kind_of(files, path)) {
		err = add_entry(files, path, &st);
		if (err)
			return err;
	}
	if (S_ISDIR(st.st_mode))
		return add_folder(files, path);
	return S_ISREG(st.st_mode) ? add_needs(files, path, false) : 0;
}

static int add_folder(struct guest_files *files, const char *path)
{
	DIR *folder = opendir(path[0] ? path : "/");
	char child[PATH_MAX];
	struct dirent *entry;
	int err = 0;

	if (!folder)
		return fail(path, errno);
	while (!err && (entry = readdir(folder))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if ((size_t)snprintf(child, sizeof(child), "%s/%s", path, entry->d_name) <
		    sizeof(child))
			err = add_child(files, child);
		else
			err = fail(path, ENAMETOOLONG);
	}
	closedir(folder);
	return err;
}

/* ---- from outside ---- */

/* Adds a file, or the file that a link leads to. Only once, as libraries depend on each other. */
static int add_file(struct guest_files *files, const char *path, bool named)
{
	char real[PATH_MAX];
	size_t before = files->n;
	struct stat st;
	int err = add_way(files, path, real);

	if (err || (files->n == before && !named))
		return err;
	if (stat(path, &st))
		return fail(path, errno);
	if (S_ISDIR(st.st_mode))
		return add_folder(files, real);
	if (!S_ISREG(st.st_mode))
		return log__fail(-EINVAL,
				 "cannot put %s into the guest: it is neither a file nor a folder",
				 path);
	return add_needs(files, real, named);
}

/* Turns a relative path into an absolute one, and adds it. */
static int add_absolute(struct guest_files *files, const char *path)
{
	/* The guest has its own, and copying them would never end. */
	static const char *const never[] = { "/", "/dev", "/proc", "/sys" };
	char folder[PATH_MAX], whole[PATH_MAX];

	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
		if (!strcmp(path, never[i]))
			return fail(path, EINVAL);
	if (path[0] == '/')
		return add_file(files, path, true);
	if (!getcwd(folder, sizeof(folder)) ||
	    (size_t)snprintf(whole, sizeof(whole), "%s/%s", folder, path) >= sizeof(whole))
		return fail(path, ENAMETOOLONG);
	return add_file(files, whole, true);
}

int guest_files__add_program(struct guest_files *files, const char *name)
{
	char path[PATH_MAX];
	int err = program_file__find(name, path);

	if (!err && program_file__has_stand_in(path, files->arch))
		return add_stand_in(files, path);
	/* If something else is missing, it is not the command. */
	if (!err) {
		err = program_file__check(path, files->arch);
		return err ? err : add_absolute(files, path) ? -EINVAL : 0;
	}
	if (err == -EACCES)
		log__error("cannot run %s: it is not a program, or not executable", name);
	else
		log__error("%s: there is no such command%s", name,
			   strchr(name, '/') ? "" : " in PATH");
	return err;
}

bool guest_files__is_program(const char *name)
{
	char path[PATH_MAX];

	return !program_file__find(name, path);
}

int guest_files__add(struct guest_files *files, const char *path)
{
	char program[PATH_MAX];

	if (!strchr(path, '/') && access(path, F_OK) && !program_file__find(path, program))
		return add_absolute(files, program);
	return add_absolute(files, path);
}

/* ---- from the first to the last ---- */

const char *const guest_folders[] = { "/dev", "/proc", "/sys", NULL };

/* Notes what every guest has. */
static int note_base(struct guest_files *files)
{
	for (const char *const *folder = guest_folders; *folder; folder++)
		if (!note(files, *folder, S_IFDIR))
			return log__out_of_memory();
	return note(files, GUEST_INIT, S_IFREG) ? 0 : log__out_of_memory();
}

/*
 * Where /bin is a link to /usr/bin, programs come from either, and what they start is sought in the
 * other: #!/bin/sh.
 */
static int add_merged_folders(struct guest_files *files)
{
	static const char *const folders[] = { "/bin", "/sbin", "/lib", "/lib64" };
	char real[PATH_MAX];
	struct stat st;
	int err = 0;

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders) && !err; i++)
		if (!lstat(folders[i], &st) && S_ISLNK(st.st_mode))
			err = add_way(files, folders[i], real);
	return err;
}

int guest_files__open(struct guest_files *files, const struct guest_arch *arch)
{
	char real[PATH_MAX];
	int err;

	*files = (struct guest_files){ .arch = arch };
	err = note_base(files);
	if (!err)
		err = add_merged_folders(files);
	/* Programs find libraries outside the system's folders through it. */
	if (!err && !access(CACHE, R_OK))
		err = add_way(files, CACHE, real);
	return err;
}

void guest_files__close(struct guest_files *files)
{
	for (size_t i = 0; i < files->n; i++)
		free(files->files[i].link);
	free(files->files);
	tdestroy(files->paths, free_known);
	*files = (struct guest_files){ 0 };
}

/*
 * While unpacking, the guest has the files twice, and a tmpfs takes half of the memory: hence three
 * times their size, plus the memory of any guest for what is done with them.
 */
#define MEMORY_BASE_MIB 512
#define MEMORY_TIMES	3

unsigned int guest_files__memory_mib(const struct guest_files *files)
{
	return MEMORY_BASE_MIB + (unsigned int)(MEMORY_TIMES * (files->size >> 20));
}
