// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/compile_job.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "bench/base/encode.h"
#include "bench/base/log.h"
#include "bench/objects/compile_messages.h"

/* Of a source with all that it includes. */
#define TEXT_MOST ((size_t)256 << 20)
/* Of a command line, besides the user's words. */
#define WORDS_MOST 32

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

/* Of the first command, so that it also says what it looks at; the name of the rule's file follows.
 */
static const char *const telling[] = { "-v", "-MD", "-MF" };

/* After them: with the lines of the source, which the verifier shows, wherever it lies. */
static const char *const last_flags[] = { "-gdwarf-5", "-gembed-source" };

/*
 * `action` is -E or -c. The user's words come after ours, which they may contradict; but their
 * folders are searched first. The program's names of files must not depend on where it lies: its
 * checksum, by which runs are compared, would.
 */
static int make_command(const struct compile_job *job, const char *action, struct command *c)
{
	bool compiles = !strcmp(action, "-c");

	*c = (struct command){ .words = calloc(job->cflags.n + WORDS_MOST, sizeof(char *)) };
	if (!c->words)
		return log__out_of_memory();
	add(c, "clang");
	if (!compiles && !job->text.compiler[0])
		for (size_t i = 0; i < sizeof(telling) / sizeof(*telling); i++)
			add(c, telling[i]);
	if (!compiles && !job->text.compiler[0])
		add(c, job->rule);
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		add(c, flags[i]);
	add(c, (job->options->arch ? job->options->arch : guest_arch__native())->bpf_flag);
	add(c, job->maps[0]);
	add(c, job->maps[1]);
	if (job->text.has_unnamed_members)
		add(c, "-fms-extensions");
	for (size_t i = 0; i < job->cflags.n; i++)
		add(c, job->cflags.v[i]);
	for (size_t i = 0; i < sizeof(last_flags) / sizeof(*last_flags); i++)
		add(c, last_flags[i]);
	add(c, job->own_include);
	add(c, "-isystem");
	add(c, job->scratch);
	add(c, "-isystem");
	add(c, job->asm_headers);
	add(c, action);
	add(c, job->source);
	add(c, "-o");
	add(c, compiles ? job->object : "-");
	return 0;
}

/* ---- what clang says ---- */

int compile_job__fail(const struct compile_job *job, const struct tool_result *result)
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

static int cannot_run(const struct compile_job *job, int err)
{
	if (err == -ENOENT)
		return tool__is_missing("clang", "compiles programs", "clang");
	return err == -EINTR ? err
			     : log__fail(err, "cannot compile %s: clang cannot be run: %s",
					 job->name, strerror(-err));
}

/* 0 whatever clang's status is: free the result then. */
int compile_job__run_clang(const struct compile_job *job, const char *action,
			   struct tool_result *result)
{
	struct command command;
	int err = make_command(job, action, &command);

	if (err)
		return err;
	err = tool__run(command.words, TEXT_MOST, -1, result);
	free(command.words);
	return err ? cannot_run(job, err) : 0;
}

bool compile_job__is_good(const struct tool_result *result)
{
	return WIFEXITED(result->status) && !WEXITSTATUS(result->status);
}

/* ---- what the object depends on ---- */

static json_t *list_of(const char *const *words, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, encode__json(words[i]));
	return list;
}

int compile_job__add_flags(const struct compile_job *job, json_t *facts)
{
	return json_object_set_new(facts, "flags", list_of(flags, sizeof(flags) / sizeof(*flags))) |
	       json_object_set_new(facts, "last_flags",
				   list_of(last_flags, sizeof(last_flags) / sizeof(*last_flags))) |
	       json_object_set_new(facts, "cflags",
				   list_of((const char *const *)job->cflags.v, job->cflags.n));
}
