// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/user_target.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/encode.h"
#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/base/utf8.h"
#include "bench/elf/code_place.h"
#include "bench/elf/debug_names.h"
#include "bench/objects/instruction_start.h"
#include "bench/vm/boot_kernel.h"
#include "bench/vm/elf_file.h"
#include "bench/vm/mapped_file.h"
#include "bench/vm/program_file.h"

#define PROBLEM_SIZE 512

static int refuse(const char *name, const char *why)
{
	return log__fail(-EINVAL, "--target %s: %s", name, why);
}

/* ---- the file ---- */

static bool is_library(const char *file)
{
	return strstr(file, ".so") != NULL;
}

/* 0 with its path as it was found; -ENOENT. */
static int look_for(const char *file, const struct guest_arch *arch, char path[PATH_MAX])
{
	const struct elf_file any = { .arch = arch };
	char *found = is_library(file) ? elf_file__find_library(&any, "", file) : NULL;
	int err = found ? 0 : -ENOENT;

	if (found)
		snprintf(path, PATH_MAX, "%s", found);
	else if (!is_library(file))
		err = program_file__find(file, path);
	free(found);
	return err ? -ENOENT : 0;
}

/* A kernel function with something behind it, as in vfs_read:x, looks like a place in a file. */
static void suggest_function(const char *file)
{
	if (target__is_name(file))
		log__write(LOG_INFO,
			   "  a kernel function is named alone: --target %.200s, if that is one",
			   file);
}

static int fail_to_find(const char *name, const char *file)
{
	char why[PROBLEM_SIZE];

	if (strchr(file, '/'))
		return refuse(name, "there is no such file");
	if (!access(file, F_OK)) {
		snprintf(why, sizeof(why), "a file of this folder is named with a slash: ./%.200s",
			 file);
		return refuse(name, why);
	}
	snprintf(why, sizeof(why),
		 "there is no %s %.200s: name a file with its path, a library as in libc.so.6",
		 is_library(file) ? "library" : "program in PATH", file);
	refuse(name, why);
	if (!is_library(file))
		suggest_function(file);
	return -EINVAL;
}

static int find_file(const char *name, const char *file, const struct guest_arch *arch,
		     char path[PATH_MAX])
{
	char found[PATH_MAX];

	snprintf(found, sizeof(found), "%s", file);
	if (!strchr(file, '/') && look_for(file, arch, found))
		return fail_to_find(name, file);
	if (!realpath(found, path) && errno == ENOENT)
		return fail_to_find(name, file);
	if (!realpath(found, path))
		return refuse(name, strerror(errno));
	if (!utf8__is_valid(path))
		return refuse(name, "its path is not UTF-8, which a result cannot hold");
	return 0;
}

/* ---- the place ---- */

static int check_arch(const char *name, const struct code_file *file, const struct guest_arch *arch)
{
	const struct guest_arch *own = guest_arch__of_elf_machine(file->machine);
	char why[PROBLEM_SIZE];

	if (own == arch)
		return 0;
	snprintf(why, sizeof(why), "the file is for %s, and the kernel for %s",
		 own ? own->name : "another architecture", arch->name);
	return refuse(name, why);
}

/* What can be hooked all the same, where names are missing. */
static void suggest_entry(const struct code_file *file, const char *path,
			  const struct code_lookup *lookup)
{
	uint64_t offset;

	if (lookup->debug_path[0])
		log__write(
			LOG_INFO,
			"  find-dbgsym-packages %s (Debian's package debian-goodies) names the package that has %s",
			path, lookup->debug_path);
	if (file->entry && code_file__offset(file, file->entry, &offset))
		log__write(LOG_INFO,
			   "  %s+0x%" PRIx64 " is its entry point; objdump -d shows other places",
			   path, offset);
	else
		log__write(LOG_INFO,
			   "  %s+OFFSET hooks any place of its code: objdump -d shows them", path);
}

static int fail_to_place(const char *name, const struct code_name *in, const struct code_file *file,
			 const char *path, const struct code_lookup *lookup, const char *problem)
{
	bool is_missing = in->function[0] && !lookup->n && !lookup->versions.n &&
			  !lookup->is_data && !lookup->is_imported;
	char why[2 * PROBLEM_SIZE];

	if (is_missing && debug_names__has(file, in->function))
		snprintf(
			why, sizeof(why),
			"%.200s is in the debugging information of the file, but has no code: the compiler inlined it, or left it out",
			in->function);
	else
		snprintf(why, sizeof(why), "%s", problem);
	refuse(name, why);
	if (is_missing && !lookup->has_all)
		suggest_entry(file, path, lookup);
	return -EINVAL;
}

/* An offset says nothing about where instructions begin; a function's first one does. */
static int check_instruction(const char *name, const char *path, const struct code_place *place)
{
	enum instruction_start start = INSTRUCTION_UNKNOWN;
	uint64_t before = 0, after = 0;
	char why[PROBLEM_SIZE];

	if (place->is_known && !place->is_inside)
		return 0;
	if (place->is_known)
		start = instruction_start__find(path, place->symbol.address, place->address,
						&before, &after);
	if (start == INSTRUCTION_UNKNOWN)
		log__warning(
			"--target %s: whether an instruction begins there is not known; if none does, the probe breaks the program",
			name);
	if (start != INSTRUCTION_GOES_ON)
		return 0;
	snprintf(why, sizeof(why),
		 "there is the middle of an instruction, which begins at 0x%" PRIx64
		 " of the file; the next one begins at 0x%" PRIx64,
		 place->offset - (place->address - before),
		 place->offset + (after - place->address));
	return refuse(name, why);
}

static int fill(const char *name, const struct code_name *in, const char *path,
		const struct code_place *place, struct target *target)
{
	const char *base = text__base_name(in->file);
	char label[2 * PATH_MAX], offset[32] = "";

	if (in->offset || !in->function[0])
		snprintf(offset, sizeof(offset), "+0x%" PRIx64, in->offset);
	snprintf(label, sizeof(label), "%s%s%s%s", base, in->function[0] ? ":" : "", in->function,
		 offset);
	if (strlen(label) >= sizeof(target->symbol))
		return refuse(name, "the name is too long: name the place by FILE+OFFSET");
	if (!encode__is_plain(label) || strchr(label, '\t'))
		return refuse(name, "its name has characters that cannot be shown");
	*target = (struct target){
		.is_user = true,
		.parameters = TARGET_UNKNOWN,
		.name_parameter = -1,
		.offset = place->offset,
		.is_inside = place->is_inside,
		.n_code = place->n_code,
	};
	snprintf(target->symbol, sizeof(target->symbol), "%.127s", label);
	snprintf(target->file, sizeof(target->file), "%s", path);
	memcpy(target->code, place->code, place->n_code);
	return 0;
}

static int find_place(const char *name, const struct code_name *in, const struct guest_arch *arch,
		      const char *path, struct target *target)
{
	char problem[PROBLEM_SIZE];
	struct code_lookup lookup;
	struct code_place place;
	struct code_file file;
	int err = code_file__open(&file, path, problem, sizeof(problem));

	if (err)
		return refuse(name, problem);
	err = check_arch(name, &file, arch);
	if (!err && code_place__find(&file, in, &place, &lookup, problem, sizeof(problem)))
		err = fail_to_place(name, in, &file, path, &lookup, problem);
	code_file__close(&file);
	if (!err)
		err = fill(name, in, path, &place, target);
	return err ? err : check_instruction(name, path, &place);
}

int user_target__find(const char *name, const struct guest_arch *arch, struct target *target)
{
	char problem[PROBLEM_SIZE], path[PATH_MAX];
	struct code_name in;
	int err;

	if (code_name__parse(name, &in, problem, sizeof(problem)))
		return refuse(name, problem);
	err = find_file(name, in.file, arch, path);
	return err ? err : find_place(name, &in, arch, path, target);
}

int user_target__arch(const struct where *where, const struct guest_arch **arch)
{
	char image[4096];
	int err;

	*arch = guest_arch__native();
	if (!where->in_vm)
		return 0;
	err = where__find_image(where, where->kernel, image, sizeof(image));
	return err ? err : boot_kernel__arch(image, arch);
}

int user_target__find_where(const char *name, const struct where *where, struct target *target)
{
	const struct guest_arch *arch;
	int err;

	*target = (struct target){ .file = "" };
	if (!target__is_in_file(name))
		return 0;
	err = user_target__arch(where, &arch);
	if (!err)
		err = user_target__find(name, arch, target);
	return err == -ENOENT || err == -EACCES ? -EINVAL : err;
}

/* ---- no hits ---- */

static void explain_command(const char *file, const struct guest_arch *arch, const char *command)
{
	char program[PATH_MAX], other[PATH_MAX];

	if (program_file__find(command, program))
		return;
	switch (mapped_file__find(program, file, arch, other)) {
	case MAPPED_ITSELF:
		log__info(
			"  %s is that file, and did not come to that place: perhaps the compiler inlined the function where it is called",
			program);
		break;
	case MAPPED_AT_START:
		log__info("  %s is linked with that file, and did not come to that place", program);
		break;
	case MAPPED_OTHER: log__info("  %s is linked with another copy: %s", program, other); break;
	case MAPPED_STATIC:
		log__info(
			"  %s is statically linked: it has its own copy of what it needs of libraries, as in --target %s:FUNCTION",
			program, program);
		break;
	case MAPPED_SCRIPT:
		log__info("  %s is a script: its interpreter or what it starts may use the file",
			  program);
		break;
	case MAPPED_NOT:
		log__info(
			"  %s is not linked with that file: it could only load it later (dlopen), or start a program that uses it",
			program);
		break;
	}
}

static void explain_commands(const char *file, const struct guest_arch *arch,
			     const struct cmdline *line)
{
	char **words = line->words;

	for (size_t i = 0; i < line->n; i++) {
		if (i)
			words = cmdline__next(words);
		explain_command(file, arch, words[0]);
	}
}

void user_target__explain_no_hits(const struct target *target, const struct guest_arch *arch,
				  const struct cmdline *line)
{
	log__warning("0 hits: nothing came to %s, which is at 0x%" PRIx64 " of %s", target->symbol,
		     target->offset, target->file);
	explain_commands(target->file, arch, line);
}

void user_target__explain_no_runs(const char *place, const char *file,
				  const struct guest_arch *arch, const struct cmdline *line)
{
	log__warning("0 hits: nothing came to %s, which is in %s", place, file);
	explain_commands(file, arch, line);
}
