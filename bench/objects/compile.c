// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/compile.h"

#include <errno.h>
#include <jansson.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/encode.h"
#include "bench/base/input_file.h"
#include "bench/base/locked_folder.h"
#include "bench/base/log.h"
#include "bench/machine/arch.h"
#include "bench/objects/compile_job.h"
#include "bench/objects/preprocess.h"
#include "bench/objects/strip_debug.h"
#include "bench/objects/text_before.h"
#include "bench/vm/keyed_cache.h"

/* ---- the object ---- */

/* DWARF has a checksum of each file, comments included, and libbpf does not read it. BTF stays. */
static int strip(const struct compile_job *job)
{
	int err = strip_debug(job->object);

	return err ? log__fail(err, "cannot compile %s: what clang has written is no object: %s",
			       job->name, strerror(-err))
		   : 0;
}

static int warn(const struct compile_job *job, const char *messages)
{
	char *text;

	if (asprintf(&text, "compiling %s, clang printed:\n%s", job->name, messages) < 0)
		return log__out_of_memory();
	log__write_lines(LOG_WARNING, text);
	free(text);
	return 0;
}

static int compile(struct compile_job *job, void **object, size_t *size)
{
	struct tool_result result;
	int err = compile_job__run_clang(job, "-c", &result);

	if (err)
		return err;
	job->has_warnings = result.messages[0];
	if (!compile_job__is_good(&result))
		err = compile_job__fail(job, &result);
	else if (job->has_warnings)
		err = warn(job, result.messages);
	tool__free(&result);
	if (!err)
		err = strip(job);
	return err ? err
		   : input_file__read(job->object, "an object", PROGRAM_OBJECT_MOST, object, size);
}

/* Everything that the object depends on. The command line's paths are not part of it. */
static json_t *facts_of(const struct compile_job *job)
{
	const char *name = strrchr(job->source, '/');
	json_t *facts =
		json_pack("{s:s, s:I, s:I, s:o, s:s, s:b}", "schema", "hookbench-object/2", "text",
			  (json_int_t)job->text.checksum, "size", (json_int_t)job->text.size,
			  "source", encode__json(name ? name : ""), "compiler", job->text.compiler,
			  "ms_extensions", job->text.has_unnamed_members);

	if (facts && !compile_job__add_flags(job, facts))
		return facts;
	json_decref(facts);
	return NULL;
}

static int find_or_compile(struct compile_job *job, void **object, size_t *size)
{
	struct keyed_cache cache;
	int err = 0;

	/* What an unknown word names, such as the file of @file, may have changed. */
	if (!text_before__has_all(&job->cflags))
		return compile(job, object, size);
	keyed_cache__open(&cache, "objects", NULL, facts_of(job));
	if (keyed_cache__read(&cache, PROGRAM_OBJECT_MOST, object, size)) {
		err = compile(job, object, size);
		/* A warning is to be seen each time. */
		if (!err && !job->has_warnings)
			keyed_cache__write(&cache, *object, *size);
	}
	keyed_cache__close(&cache);
	return err;
}

/* ---- the whole ---- */

static int open_scratch(struct compile_job *job)
{
	const char *parent = getenv("TMPDIR");

	job->lock = locked_folder__make(parent && parent[0] == '/' ? parent : "/tmp",
					"hookbench-compile", job->scratch, sizeof(job->scratch));
	if (job->lock < 0)
		return log__fail(job->lock,
				 "cannot make a folder to compile %s in: %s; TMPDIR chooses where",
				 job->name, strerror(-job->lock));
	snprintf(job->object, sizeof(job->object), "%s/object.o", job->scratch);
	snprintf(job->rule, sizeof(job->rule), "%s/rule", job->scratch);
	snprintf(job->maps[1], sizeof(job->maps[1]), "-ffile-prefix-map=%s=.", job->scratch);
	return 0;
}

/*
 * clang's target BPF does not know where <asm/types.h> is on Debian. Those of another architecture
 * are with its compiler. Without them, this machine's do for programs that look at no registers.
 */
static void find_asm_headers(struct compile_job *job)
{
	static const struct {
		const char *before, *behind; /* the name of the architecture */
	} folders[] = {
		{ "/usr/include/", "-linux-gnu" },
		{ "/usr/", "-linux-gnu/include" },
	};
	const struct guest_arch *arch =
		job->options->arch ? job->options->arch : guest_arch__native();

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		char types[128];

		snprintf(job->asm_headers, sizeof(job->asm_headers), "%s%s%s", folders[i].before,
			 arch->machine, folders[i].behind);
		snprintf(types, sizeof(types), "%s/asm/types.h", job->asm_headers);
		if (!access(types, R_OK))
			return;
	}
	snprintf(job->asm_headers, sizeof(job->asm_headers), "/usr/include/" ARCH_MULTIARCH);
}

static int open_job(struct compile_job *job)
{
	const char *cflags = job->options->cflags;
	int err;

	if (!realpath(job->name, job->source))
		return log__fail(-errno, "cannot read %s: %s", job->name, strerror(errno));
	snprintf(job->folder, sizeof(job->folder), "%s", job->source);
	dirname(job->folder);
	snprintf(job->own_include, sizeof(job->own_include), "-I%s", job->folder);
	snprintf(job->maps[0], sizeof(job->maps[0]), "-ffile-prefix-map=%s=.", job->folder);
	find_asm_headers(job);
	err = words__split(cflags ? cflags : "", &job->cflags);
	if (err == -EINVAL)
		return log__fail(
			err, "--cflags \"%s\" has a quote or a backslash without an end; add it",
			cflags);
	if (err)
		return log__out_of_memory();
	return open_scratch(job);
}

static void close_job(struct compile_job *job)
{
	if (job->lock >= 0) {
		locked_folder__remove_tree(job->scratch);
		close(job->lock);
	}
	words__free(&job->cflags);
}

int compile__source(const char *path, const struct compile_options *options, char *compiler,
		    size_t compiler_size, void **object, size_t *size)
{
	struct compile_job *job = calloc(1, sizeof(*job));
	int err;

	if (!job)
		return log__out_of_memory();
	job->name = path;
	job->options = options;
	job->lock = -1;
	err = open_job(job);
	if (!err)
		err = preprocess(job);
	if (!err)
		err = find_or_compile(job, object, size);
	if (!err)
		snprintf(compiler, compiler_size, "%s", job->text.compiler);
	close_job(job);
	free(job);
	return err;
}
