// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/compile.h"

#include <errno.h>
#include <jansson.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/base/encode.h"
#include "bench/base/input_file.h"
#include "bench/base/locked_folder.h"
#include "bench/base/log.h"
#include "bench/machine/arch.h"
#include "bench/objects/compile_messages.h"
#include "bench/objects/strip_debug.h"
#include "bench/objects/tool.h"
#include "bench/objects/vmlinux_header.h"
#include "bench/objects/words.h"
#include "bench/vm/keyed_cache.h"

/* Of a source with all that it includes. */
#define TEXT_MOST ((size_t)256 << 20)
/* Of a command line, besides the user's words. */
#define WORDS_MOST 24

/* One compilation. */
struct job {
	const char *name; /* as the user gave it */
	const struct compile_options *options;
	char source[PATH_MAX], folder[PATH_MAX]; /* absolute */
	char maps[2][PATH_MAX + 32];		 /* for the names of files in the object */
	char own_include[PATH_MAX + 2];
	char compiler[128]; /* "" until clang was run */
	struct words cflags;
	/* For vmlinux.h and the object; locked until the descriptor is closed. */
	int lock;
	char scratch[PATH_MAX], object[PATH_MAX + 16];
	bool has_types; /* vmlinux.h was made for it */
	bool has_unnamed_members;
	uint32_t checksum; /* of the preprocessed text */
	size_t text_size;
	bool has_warnings;
};

/* ---- the command line ---- */

struct command {
	size_t n;
	char **words;
};

static void add(struct command *c, const char *word)
{
	c->words[c->n++] = (char *)word;
	c->words[c->n] = NULL;
}

/* Before the user's. */
static const char *const flags[] = { "-target", "bpf", "-O2", "-fdebug-compilation-dir=." };

/* After them: with the lines of the source, which the verifier shows, wherever it lies. */
static const char *const last_flags[] = { "-gdwarf-5", "-gembed-source" };

/*
 * `action` is -E or -c. The user's words come after ours, which they may contradict; but their
 * folders are searched first. The program's names of files must not depend on where it lies: its
 * checksum, by which runs are compared, would.
 */
static int make_command(const struct job *job, const char *action, struct command *c)
{
	bool compiles = !strcmp(action, "-c");

	*c = (struct command){ .words = calloc(job->cflags.n + WORDS_MOST, sizeof(char *)) };
	if (!c->words)
		return log__out_of_memory();
	add(c, "clang");
	if (!compiles && !job->compiler[0])
		add(c, "-v");
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		add(c, flags[i]);
	add(c, (job->options->arch ? job->options->arch : guest_arch__native())->bpf_flag);
	add(c, job->maps[0]);
	add(c, job->maps[1]);
	if (job->has_unnamed_members)
		add(c, "-fms-extensions");
	for (size_t i = 0; i < job->cflags.n; i++)
		add(c, job->cflags.v[i]);
	for (size_t i = 0; i < sizeof(last_flags) / sizeof(*last_flags); i++)
		add(c, last_flags[i]);
	add(c, job->own_include);
	add(c, "-isystem");
	add(c, job->scratch);
	/* clang's target BPF does not know where <asm/types.h> is on Debian. */
	add(c, "-isystem");
	add(c, "/usr/include/" ARCH_MULTIARCH);
	add(c, action);
	add(c, job->source);
	add(c, "-o");
	add(c, compiles ? job->object : "-");
	return 0;
}

/* ---- what clang says ---- */

static int fail(const struct job *job, const struct tool_result *result)
{
	char reason[COMPILE_REFUSAL_SIZE], *refusal = job->options->refusal, *text;

	compile_messages__reason(result, job->folder, reason, sizeof(reason));
	if (asprintf(&text, "cannot compile %s: %s; %s. clang printed:\n%s", job->name, reason,
		     compile_messages__remedy(result->messages, job->has_types),
		     result->messages) < 0)
		return log__out_of_memory();
	log__write_lines(refusal ? LOG_WARNING : LOG_ERROR, text);
	free(text);
	if (refusal)
		memcpy(refusal, reason, sizeof(reason));
	return -EINVAL;
}

/* A tool that could not be run. */
static int cannot_run(const struct job *job, const char *tool, int err)
{
	if (err == -ENOENT && !strcmp(tool, "clang"))
		return tool__is_missing("clang", "compiles programs", "clang");
	return err == -EINTR ? err
			     : log__fail(err, "cannot compile %s: %s cannot be run: %s", job->name,
					 tool, strerror(-err));
}

/* 0 whatever clang's status is: free the result then. */
static int run_clang(const struct job *job, const char *action, struct tool_result *result)
{
	struct command command;
	int err = make_command(job, action, &command);

	if (err)
		return err;
	err = tool__run(command.words, TEXT_MOST, -1, result);
	free(command.words);
	return err ? cannot_run(job, "clang", err) : 0;
}

static bool is_good(const struct tool_result *result)
{
	return WIFEXITED(result->status) && !WEXITSTATUS(result->status);
}

/* ---- the text that is compiled ---- */

/* Without the name of the scratch folder, which is another each time. */
static void add_text(struct job *job, const char *text, size_t size)
{
	size_t skip = strlen(job->scratch);

	while (size) {
		const char *found = memmem(text, size, job->scratch, skip);
		size_t n = found ? (size_t)(found - text) : size;

		job->checksum = checksum__add(job->checksum, text, n);
		job->text_size += n;
		text += n;
		size -= n;
		if (found) {
			text += skip;
			size -= skip;
		}
	}
}

static int write_header(struct job *job)
{
	char path[PATH_MAX + 16], *text;
	size_t size;
	FILE *file;
	int err = vmlinux_header__get(job->options->image, &text, &size);

	if (err)
		return err;
	job->has_types = true;
	job->has_unnamed_members = vmlinux_header__has_unnamed_members(text);
	snprintf(path, sizeof(path), "%s/vmlinux.h", job->scratch);
	file = fopen(path, "we");
	if (!file || fwrite(text, 1, size, file) != size)
		err = -errno;
	if (file && fclose(file) && !err)
		err = -errno;
	free(text);
	return err ? log__fail(err, "cannot write %s: %s; TMPDIR chooses another folder", path,
			       strerror(-err))
		   : 0;
}

/*
 * Starting clang takes as long as all else here: so the first command, which preprocesses, also
 * says its version, as the first line of what -v prints. One that fails is run again without -v.
 */
static int run_first(struct job *job, struct tool_result *result)
{
	int err = run_clang(job, "-E", result);

	if (err)
		return err;
	if (is_good(result) && strstr(result->messages, "clang version "))
		snprintf(job->compiler, sizeof(job->compiler), "%.*s",
			 (int)strcspn(result->messages, "\n"), result->messages);
	if (job->compiler[0])
		return 0;
	tool__free(result);
	err = tool__version("clang", "compiles programs", "clang", job->compiler,
			    sizeof(job->compiler));
	return err ? err : run_clang(job, "-E", result);
}

/*
 * Saves a start of clang that fails, if the text asks for vmlinux.h and has none of its own.
 * Whether the header is there: if it cannot be made, clang says whether that matters.
 */
static bool foresee_header(struct job *job, const char *text, size_t size)
{
	char own[PATH_MAX + 16];
	int err;

	snprintf(own, sizeof(own), "%s/vmlinux.h", job->folder);
	if (job->cflags.n || !memmem(text, size, "\"vmlinux.h\"", 11) || !access(own, F_OK))
		return false;
	log__silence(true);
	err = write_header(job);
	log__silence(false);
	return !err;
}

/*
 * The text is compiled once more from the source, so that messages and line numbers are right. Only
 * a source that asks for vmlinux.h, and has none of its own, needs the kernel's.
 */
static int preprocess(struct job *job, const char *text, size_t size)
{
	struct tool_result result;
	bool has_header = foresee_header(job, text, size);
	int err = run_first(job, &result);

	if (!err && !has_header && !is_good(&result) &&
	    strstr(result.messages, "'vmlinux.h' file not found")) {
		tool__free(&result);
		err = write_header(job);
		if (!err)
			err = run_clang(job, "-E", &result);
	}
	if (err)
		return err;
	if (is_good(&result))
		add_text(job, result.output, result.size);
	else
		err = fail(job, &result);
	tool__free(&result);
	return err;
}

/* Then the lines as they are: some become part of the object, with their comments. */
static int read_source(struct job *job)
{
	void *bytes;
	size_t size;
	int err = input_file__read(job->source, "a source", PROGRAM_OBJECT_MOST, &bytes, &size);

	if (err)
		return err;
	err = preprocess(job, bytes, size);
	if (!err)
		add_text(job, bytes, size);
	free(bytes);
	return err;
}

/* ---- the object ---- */

static int strip(const struct job *job)
{
	int err = strip_debug(job->object);

	return err ? log__fail(err, "cannot compile %s: what clang has written is no object: %s",
			       job->name, strerror(-err))
		   : 0;
}

static int warn(const struct job *job, const char *messages)
{
	char *text;

	if (asprintf(&text, "compiling %s, clang printed:\n%s", job->name, messages) < 0)
		return log__out_of_memory();
	log__write_lines(LOG_WARNING, text);
	free(text);
	return 0;
}

static int compile(struct job *job, void **object, size_t *size)
{
	struct tool_result result;
	int err = run_clang(job, "-c", &result);

	if (err)
		return err;
	job->has_warnings = result.messages[0];
	if (!is_good(&result))
		err = fail(job, &result);
	else if (job->has_warnings)
		err = warn(job, result.messages);
	tool__free(&result);
	if (!err)
		err = strip(job);
	return err ? err
		   : input_file__read(job->object, "an object", PROGRAM_OBJECT_MOST, object, size);
}

static json_t *list_of(const char *const *words, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, encode__json(words[i]));
	return list;
}

/* Everything that the object depends on. The command line's paths are not part of it. */
static json_t *facts_of(const struct job *job)
{
	const char *name = strrchr(job->source, '/');

	return json_pack("{s:s, s:I, s:I, s:o, s:o, s:o, s:o, s:s, s:b}", "schema",
			 "hookbench-object/2", "text", (json_int_t)job->checksum, "size",
			 (json_int_t)job->text_size, "source", encode__json(name ? name : ""),
			 "flags", list_of(flags, sizeof(flags) / sizeof(*flags)), "last_flags",
			 list_of(last_flags, sizeof(last_flags) / sizeof(*last_flags)), "cflags",
			 list_of((const char *const *)job->cflags.v, job->cflags.n), "compiler",
			 job->compiler, "ms_extensions", job->has_unnamed_members);
}

static int find_or_compile(struct job *job, void **object, size_t *size)
{
	struct keyed_cache cache;
	int err = 0;

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

static int open_scratch(struct job *job)
{
	const char *parent = getenv("TMPDIR");

	job->lock = locked_folder__make(parent && parent[0] == '/' ? parent : "/tmp",
					"hookbench-compile", job->scratch, sizeof(job->scratch));
	if (job->lock < 0)
		return log__fail(job->lock,
				 "cannot make a folder to compile %s in: %s; TMPDIR chooses where",
				 job->name, strerror(-job->lock));
	snprintf(job->object, sizeof(job->object), "%s/object.o", job->scratch);
	snprintf(job->maps[1], sizeof(job->maps[1]), "-ffile-prefix-map=%s=.", job->scratch);
	return 0;
}

static int open_job(struct job *job)
{
	const char *cflags = job->options->cflags;
	int err;

	if (!realpath(job->name, job->source))
		return log__fail(-errno, "cannot read %s: %s", job->name, strerror(errno));
	snprintf(job->folder, sizeof(job->folder), "%s", job->source);
	dirname(job->folder);
	snprintf(job->own_include, sizeof(job->own_include), "-I%s", job->folder);
	snprintf(job->maps[0], sizeof(job->maps[0]), "-ffile-prefix-map=%s=.", job->folder);
	err = words__split(cflags ? cflags : "", &job->cflags);
	if (err == -EINVAL)
		return log__fail(
			err, "--cflags \"%s\" has a quote or a backslash without an end; add it",
			cflags);
	if (err)
		return log__out_of_memory();
	return open_scratch(job);
}

static void close_job(struct job *job)
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
	struct job *job = calloc(1, sizeof(*job));
	int err;

	if (!job)
		return log__out_of_memory();
	job->name = path;
	job->options = options;
	job->lock = -1;
	err = open_job(job);
	if (!err)
		err = read_source(job);
	if (!err)
		err = find_or_compile(job, object, size);
	if (!err)
		snprintf(compiler, compiler_size, "%s", job->compiler);
	close_job(job);
	free(job);
	return err;
}
