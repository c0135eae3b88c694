// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/preprocess.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/written_file.h"
#include "bench/objects/vmlinux_header.h"

/* Without the name of the scratch folder, which is another each time. */
static void add_text(struct compile_job *job, const char *text, size_t size)
{
	size_t skip = strlen(job->scratch);

	while (size) {
		const char *found = memmem(text, size, job->scratch, skip);
		size_t n = found ? (size_t)(found - text) : size;

		job->text.checksum = checksum__add(job->text.checksum, text, n);
		job->text.size += n;
		text += n;
		size -= n;
		if (found) {
			text += skip;
			size -= skip;
		}
	}
}

static int write_header(struct compile_job *job)
{
	char path[PATH_MAX + 16], *text;
	size_t size;
	FILE *file;
	int err = vmlinux_header__get(job->options->image, &text, &size);

	if (err)
		return err;
	job->has_types = true;
	job->text.has_unnamed_members = vmlinux_header__has_unnamed_members(text);
	snprintf(path, sizeof(path), "%s/vmlinux.h", job->scratch);
	file = fopen(path, "we");
	if (file)
		fwrite(text, 1, size, file);
	err = machine_failure__note_errno(file ? written_file__close(file) : -errno);
	free(text);
	return err ? log__fail(err, "cannot write %s: %s; TMPDIR chooses another folder", path,
			       strerror(-err))
		   : 0;
}

/*
 * Starting clang takes as long as all else here: so the first command, which preprocesses, also
 * says its version, as the first line of what -v prints. One that fails is run again without -v.
 */
static int run_first(struct compile_job *job, struct tool_result *result)
{
	int err = compile_job__run_clang(job, "-E", result);

	if (err)
		return err;
	if (compile_job__is_good(result) && strstr(result->messages, "clang version "))
		snprintf(job->text.compiler, sizeof(job->text.compiler), "%.*s",
			 (int)strcspn(result->messages, "\n"), result->messages);
	if (job->text.compiler[0])
		return 0;
	tool__free(result);
	err = tool__version("clang", "compiles programs", "clang", job->text.compiler,
			    sizeof(job->text.compiler));
	return err ? err : compile_job__run_clang(job, "-E", result);
}

/*
 * Saves a start of clang that fails, if the text asks for vmlinux.h and has none of its own.
 * Whether the header is there: if it cannot be made, clang says whether that matters.
 */
static void foresee_header(struct compile_job *job, const char *text, size_t size)
{
	char own[PATH_MAX + 16];

	snprintf(own, sizeof(own), "%s/vmlinux.h", job->folder);
	if (job->cflags.n || !memmem(text, size, "\"vmlinux.h\"", 11) || !access(own, F_OK))
		return;
	log__silence(true);
	write_header(job);
	log__silence(false);
}

/* Without the header that was made in case it is needed. */
static void unmake_header(struct compile_job *job)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/vmlinux.h", job->scratch);
	unlink(path);
	job->has_types = job->text.has_unnamed_members = false;
}

/* Whether it is the text of an earlier time, which is then known without clang. */
static bool is_known(struct compile_job *job, const struct text_before *before)
{
	struct source_text text;
	bool is_made = !job->has_types && text_before__needs_header(before), is_same;

	log__silence(true);
	is_same = !is_made || !write_header(job);
	log__silence(false);
	is_same = is_same && text_before__is_same(before, job->scratch, &text) &&
		  text.has_unnamed_members == job->text.has_unnamed_members;
	if (is_same)
		job->text = text;
	else if (is_made)
		unmake_header(job);
	return is_same;
}

/*
 * The text is compiled once more from the source, so that messages and line numbers are right. Only
 * a source that asks for vmlinux.h, and has none of its own, needs the kernel's.
 */
static int run(struct compile_job *job, struct text_before *before)
{
	struct tool_result result;
	int err;

	text_before__note_time(before);
	err = run_first(job, &result);
	if (!err && !job->has_types && !compile_job__is_good(&result) &&
	    strstr(result.messages, "'vmlinux.h' file not found")) {
		tool__free(&result);
		err = write_header(job);
		job->text.compiler[0] = '\0';
		if (!err)
			err = run_first(job, &result);
	}
	if (err)
		return err;
	if (compile_job__is_good(&result)) {
		add_text(job, result.output, result.size);
		text_before__keep(before, job->scratch, job->rule, result.messages, &job->text);
	} else {
		err = compile_job__fail(job, &result);
	}
	tool__free(&result);
	return err;
}

/* Besides what text_before.h says. A path that is not UTF-8 is not known again. */
static json_t *facts_of(const struct compile_job *job)
{
	const struct compile_options *o = job->options;
	const struct guest_arch *arch = o->arch ? o->arch : guest_arch__native();
	json_t *facts =
		json_pack("{s:o, s:o, s:s}", "source", json_string(job->source), "image",
			  o->image ? json_string(o->image) : json_null(), "arch", arch->name);

	if (facts && !compile_job__add_flags(job, facts))
		return facts;
	json_decref(facts);
	return NULL;
}

static int find_or_run(struct compile_job *job, const char *text, size_t size)
{
	struct text_before before;
	int err = 0;

	foresee_header(job, text, size);
	text_before__open(&before, facts_of(job), &job->cflags);
	if (!is_known(job, &before))
		err = run(job, &before);
	text_before__close(&before);
	return err;
}

/* Then the lines as they are: some become part of the object, with their comments. */
int preprocess(struct compile_job *job)
{
	void *bytes;
	size_t size;
	int err = input_file__read(job->source, "a source", PROGRAM_OBJECT_MOST, &bytes, &size);

	if (err)
		return err;
	err = find_or_run(job, bytes, size);
	if (!err)
		add_text(job, bytes, size);
	free(bytes);
	return err;
}
