// SPDX-License-Identifier: GPL-2.0-or-later
/* How the programs of a user's object that hook user space find their target and are attached. */
#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/elf/code_place.h"
#include "bench/elf/code_probe.h"
#include "bench/hook/link.h"
#include "bench/hook/mapped_code.h"
#include "bench/hook/program_kind.h"
#include "bench/hook/user_path.h"
#include "bench/machine/arch.h"
#include "bench/machine/own_code.h"
#include "workloads/workload.h"

#define EVERY_PROCESS 0
/* This program, which has the functions that a workload in user space calls. */
#define OWN_FILE "/proc/self/exe"

/* ---- what all of them need ---- */

static int fail(char *problem, size_t size, int err, const char *why)
{
	snprintf(problem, size, "%s", why);
	return err;
}

/* 0 with the path to open; or -errno with the reason. */
static int find_file(const struct user_part *part, const char *file, char path[PATH_MAX],
		     char *problem, size_t size)
{
	if (part->files == USER_FILES_OF_WORKLOAD)
		return fail(problem, size, -ENOTSUP, "no workload calls it");
	if (!user_path__find(file, path))
		return 0;
	if (strchr(file, '/'))
		snprintf(problem, size, "there is no file %.180s", file);
	else
		snprintf(problem, size, "there is no %s %.80s: name it with its path",
			 strstr(file, ".so") ? "library" : "program in PATH", file);
	return -ENOENT;
}

#define MOST_OF_TARGET 100

/* How much of a problem fits into the reason, with its NUL. */
static size_t room_for_problem(const struct user_part *part)
{
	return sizeof(((struct program_fact *)0)->reason) - strlen(": ") -
	       strnlen(part->target, MOST_OF_TARGET);
}

static void set_reason(const struct user_part *part, const char *problem, struct program_fact *fact)
{
	snprintf(fact->reason, sizeof(fact->reason), "%.*s: %s", MOST_OF_TARGET, part->target,
		 problem);
	if (part->files == USER_FILES_OF_WORKLOAD)
		snprintf(
			fact->remedy, sizeof(fact->remedy),
			"hookbench attach, macro or trace, with a command that calls it; hookbench run measures functions of the workload user-call, as in " OWN_FILE
			":user_call_nop");
}

/* ---- uprobes ---- */

/* A function of a workload: its symbol may have been stripped. */
static int find_own(const struct code_name *name, uint64_t *offset, char *problem, size_t size)
{
	const struct user_function *f = user_function__of_symbol(name->function);

	if (name->offset)
		return fail(problem, size, -ENOENT,
			    "of hookbench's own functions, only the first instruction is hooked");
	return f ? own_code__offset((uintptr_t)f->function, offset)
		 : fail(problem, size, -ENOENT,
			"no workload has such a function; one is " OWN_FILE ":user_call_nop");
}

/* A probe in the middle of an instruction breaks the program; so does that of a return elsewhere.
 */
static int check_place(const struct user_part *part, const struct code_file *file,
		       const struct code_place *place, char *problem, size_t size)
{
	if (file->machine != ARCH_ELF_MACHINE)
		return fail(problem, size, -ENOEXEC, "the file is for another architecture");
	if (place->is_inside && part->kind->at_return)
		return fail(
			problem, size, -ENOTSUP,
			"it is behind the function's first instruction, where a return is probed");
	if (place->is_inside && file->machine == EM_X86_64)
		return fail(
			problem, size, -ENOTSUP,
			"it is behind the function's first instruction: only --target without --program checks whether an instruction begins there");
	return 0;
}

static int find_in_file(const struct user_part *part, const struct code_name *name,
			const char *path, uint64_t *offset, char *problem, size_t size)
{
	struct code_lookup lookup;
	struct code_place place;
	struct code_file file;
	int err = code_file__open(&file, path, problem, size);

	if (err)
		return err;
	err = code_place__find(&file, name, &place, &lookup, problem, size);
	if (!err)
		err = check_place(part, &file, &place, problem, size);
	code_file__close(&file);
	*offset = place.offset;
	return err;
}

/* Sets the path and the offset. 0; or -errno, with the reason unless it is -EINVAL. */
static int find_place(const struct user_part *part, char path[PATH_MAX], uint64_t *offset,
		      char *problem, size_t size)
{
	struct code_name name;
	int err = code_name__parse(part->target, &name, problem, size);

	if (err)
		return -EINVAL;
	if (strpbrk(name.function, "*?"))
		return fail(problem, size, -ENOTSUP,
			    "it is a pattern, and hookbench hooks one function");
	snprintf(path, PATH_MAX, "%s", name.file);
	if (!strcmp(name.file, OWN_FILE) && part->files != USER_FILES_OF_COMMAND)
		return find_own(&name, offset, problem, size);
	err = find_file(part, name.file, path, problem, size);
	return err ? err : find_in_file(part, &name, path, offset, problem, size);
}

static int prepare_uprobe(struct user_part *part)
{
	char path[PATH_MAX], problem[256];
	struct code_name name;
	int err;

	/* What the kernel makes of a program does not depend on its file. */
	if (part->files == USER_FILES_INSPECTED)
		return code_name__parse(part->target, &name, problem, sizeof(problem)) ? -EINVAL
										       : 0;
	err = find_place(part, path, &part->file_offset, problem, sizeof(problem));
	if (err)
		return err;
	free(part->file);
	part->file = strdup(path);
	return part->file ? 0 : -ENOMEM;
}

static void explain_uprobe(const struct user_part *part, struct program_fact *fact)
{
	char path[PATH_MAX], problem[sizeof(fact->reason)] = "";
	uint64_t offset;

	if (find_place(part, path, &offset, problem, room_for_problem(part)))
		set_reason(part, problem, fact);
}

static int attach_uprobe(const struct user_part *part, struct hook_part *hooked)
{
	const struct user_place place = { .path = part->file, .offset = part->file_offset };
	struct mapped_code mapped = mapped_code__open(part->file, part->file_offset);
	int err = link__uprobe(hooked, &place, part->kind->at_return);

	mapped_code__close(&mapped);
	return err;
}

static int attach_uprobe_multi(const struct user_part *part, struct hook_part *hooked)
{
	const struct user_place place = { .path = part->file, .offset = part->file_offset };
	struct mapped_code mapped = mapped_code__open(part->file, part->file_offset);
	int err =
		link__uprobe_multi(hooked, part->kind->attach_type, part->kind->at_return, &place);

	mapped_code__close(&mapped);
	return err;
}

#define A_PLACE "FILE:FUNCTION, as in libc.so.6:malloc"

const struct mechanism mechanism_uprobe = {
	.prepare = prepare_uprobe,
	.attach = attach_uprobe,
	.explain = explain_uprobe,
	.example = A_PLACE,
};

const struct mechanism mechanism_uprobe_multi = {
	.prepare = prepare_uprobe,
	.attach = attach_uprobe_multi,
	.explain = explain_uprobe,
	.example = A_PLACE,
};

/* ---- USDT ---- */

/* FILE:PROVIDER:NAME. */
struct probe_name {
	char file[512];
	const char *provider, *name; /* within `file`, behind the file's name */
};

static int probe_name__parse(const char *text, struct probe_name *name)
{
	char *colon;

	snprintf(name->file, sizeof(name->file), "%s", text);
	colon = strrchr(name->file, ':');
	if (!colon || !colon[1])
		return -EINVAL;
	name->name = colon + 1;
	*colon = '\0';
	colon = strrchr(name->file, ':');
	if (!colon || colon == name->file || !colon[1])
		return -EINVAL;
	name->provider = colon + 1;
	*colon = '\0';
	return 0;
}

/* libbpf would say only that it found nothing. */
static int check_probe(const struct code_file *file, const struct probe_name *name, char *problem,
		       size_t size)
{
	struct similar_names near;
	char names[128];

	if (code_probe__count(file, name->provider, name->name, &near))
		return 0;
	similar_names__format(&near, names, sizeof(names));
	snprintf(problem, size, "it has no such probe%s%s", names[0] ? "; similar names: " : "",
		 names);
	return -ENOENT;
}

static int find_probe(const struct user_part *part, struct probe_name *name, char path[PATH_MAX],
		      char *problem, size_t size)
{
	struct code_file file;
	int err = probe_name__parse(part->target, name);

	path[0] = '\0';
	if (!err && !part->has_usdt_maps)
		err = fail(problem, size, -ENOTSUP,
			   "its object lacks the maps in which libbpf keeps USDT probes");
	if (err)
		return err;
	if (!strcmp(name->file, OWN_FILE) && part->files != USER_FILES_OF_COMMAND)
		snprintf(path, PATH_MAX, "%s", OWN_FILE);
	else
		err = find_file(part, name->file, path, problem, size);
	if (!err)
		err = code_file__open(&file, path, problem, size);
	if (err)
		return err;
	err = check_probe(&file, name, problem, size);
	code_file__close(&file);
	return err;
}

static int prepare_usdt(struct user_part *part)
{
	char path[PATH_MAX], problem[256];
	struct probe_name name;
	int err;

	if (part->files == USER_FILES_INSPECTED)
		return probe_name__parse(part->target, &name);
	err = find_probe(part, &name, path, problem, sizeof(problem));
	if (err)
		return err;
	free(part->file);
	part->file = strdup(path);
	return part->file ? 0 : -ENOMEM;
}

static void explain_usdt(const struct user_part *part, struct program_fact *fact)
{
	char path[PATH_MAX], problem[sizeof(fact->reason)] = "";
	struct probe_name name;

	if (find_probe(part, &name, path, problem, room_for_problem(part)))
		set_reason(part, problem, fact);
	if (!part->has_usdt_maps)
		snprintf(
			fact->remedy, sizeof(fact->remedy),
			"#include <bpf/usdt.bpf.h> in its source; Debian's package libbpf-dev has it");
}

/* libbpf finds the probe's places in the file, and hooks all of them. */
static int attach_usdt(const struct user_part *part, struct hook_part *hooked)
{
	struct probe_name name;

	if (probe_name__parse(part->target, &name))
		return -EINVAL;
	return link__usdt(hooked, part->file, name.provider, name.name, EVERY_PROCESS);
}

const struct mechanism mechanism_usdt = {
	.prepare = prepare_usdt,
	.attach = attach_usdt,
	.explain = explain_usdt,
	.example = "FILE:PROVIDER:NAME",
};
