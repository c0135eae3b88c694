// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/hyperfine.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench/base/asked_program.h"
#include "bench/base/log.h"

/* --shell=none came with 1.13. */
#define OLDEST_MAJOR 1
#define OLDEST_MINOR 13

#define INSTALL_HINT "scripts/setup macro installs it, as does apt-get install hyperfine"

#define TEXT_SIZE 8192 /* of a quoted line */

/* ---- quoting ---- */

struct text {
	char *to;
	size_t size, length;
};

static void text__add(struct text *t, const char *bytes, size_t n)
{
	if (t->length + n < t->size)
		memcpy(t->to + t->length, bytes, n);
	t->length += n;
	t->to[t->length < t->size ? t->length : t->size - 1] = '\0';
}

static void text__add_string(struct text *t, const char *string)
{
	text__add(t, string, strlen(string));
}

static void text__add_quoted(struct text *t, const char *word)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";

	if (word[0] && !word[strspn(word, plain)]) {
		text__add_string(t, word);
		return;
	}
	text__add_string(t, "'");
	for (; *word; word++) {
		if (*word == '\'')
			text__add_string(t, "'\\''");
		else
			text__add(t, word, 1);
	}
	text__add_string(t, "'");
}

static int text__check(const struct text *t, const char *what)
{
	json_t *string;

	if (t->length >= t->size) {
		log__error("%s is too long: %zu bytes at most; put it into a script", what,
			   t->size - 1);
		return -E2BIG;
	}
	string = json_string(t->to);
	json_decref(string);
	if (string)
		return 0;
	log__error("%s is not UTF-8, which hyperfine requires; put it into a script", what);
	return -EILSEQ;
}

int hyperfine__format_command(const struct macro *macro, char *text, size_t size)
{
	struct text t = { text, size, 0 };

	text[0] = '\0';
	for (char *const *word = macro->words; *word; word++) {
		if (word != macro->words)
			text__add_string(&t, " ");
		if (macro->shell)
			text__add_string(&t, *word);
		else
			text__add_quoted(&t, *word);
	}
	return text__check(&t, "the command");
}

int hyperfine__format_options(const struct macro *macro, char *text, size_t size)
{
	const struct {
		const char *option, *value;
	} options[] = { { "--shell", macro->shell ? macro->shell : "none" },
			{ "--setup", macro->setup },
			{ "--prepare", macro->prepare },
			{ "--cleanup", macro->cleanup } };
	struct text t = { text, size, 0 };

	text[0] = '\0';
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (!options[i].value)
			continue;
		text__add_string(&t, i ? " " : "");
		text__add_string(&t, options[i].option);
		text__add_string(&t, " ");
		text__add_quoted(&t, options[i].value);
	}
	if (macro->ignore_failure)
		text__add_string(&t, " --ignore-failure");
	return text__check(&t, "the list of hyperfine's options");
}

/* ---- running ---- */

/* Keeps the end of the output, as a command may write without end. */
static void capture(int fd, const void *data, size_t size, void *context)
{
	struct hyperfine_end *end = context;
	size_t room = sizeof(end->text) - 1;
	const char *bytes = data;

	(void)fd;
	if (size > room) {
		bytes += size - room;
		size = room;
	}
	if (end->length + size > room) {
		size_t drop = end->length + size - room;

		memmove(end->text, end->text + drop, end->length - drop);
		end->length -= drop;
	}
	memcpy(end->text + end->length, bytes, size);
	end->length += size;
	end->text[end->length] = '\0';
}

#define OUTPUT_LINES 5

const char *hyperfine__output(struct hyperfine_end *end)
{
	size_t lines = 0;
	char *start;

	while (end->length && strchr("\n ", end->text[end->length - 1]))
		end->text[--end->length] = '\0';
	for (start = end->text + end->length; start > end->text; start--)
		if (start[-1] == '\n' && ++lines == OUTPUT_LINES)
			break;
	return start;
}

static int run_words(char **words, const struct command_setup *setup, int input,
		     struct hyperfine_end *end)
{
	/* Not split at "&&": there is only one command. */
	struct cmdline line = { 1, words };
	struct command_setup quiet = *setup;

	*end = (struct hyperfine_end){ .length = 0 };
	quiet.output = capture;
	quiet.output_context = end;
	quiet.input = input;
	return wrapper__run(&line, &quiet, &end->command);
}

/* The way hyperfine starts a shell. */
static int run_in_shell(const char *shell, const char *line, const struct command_setup *setup,
			struct hyperfine_end *end)
{
	char *words[] = { (char *)shell, (char *)"-c", (char *)line, NULL };

	return run_words(words, setup, 0, end);
}

int hyperfine__run_once(const struct macro *macro, const struct command_setup *setup,
			struct hyperfine_end *end)
{
	char line[TEXT_SIZE];
	int err;

	if (!macro->shell)
		return run_words((char **)macro->words, setup, 0, end);
	err = hyperfine__format_command(macro, line, sizeof(line));
	return err ? err : run_in_shell(macro->shell, line, setup, end);
}

int hyperfine__run_line(const struct macro *macro, const char *line,
			const struct command_setup *setup, struct hyperfine_end *end)
{
	*end = (struct hyperfine_end){ .length = 0 };
	return line ? run_in_shell(macro->shell ? macro->shell : "sh", line, setup, end) : 0;
}

/* ---- hyperfine's command line ---- */

#define MAX_WORDS 24

struct words {
	size_t n;
	char *v[MAX_WORDS];
};

static void __attribute__((format(printf, 2, 3)))
words__add(struct words *w, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (vasprintf(&w->v[w->n], format, args) < 0)
		w->v[w->n] = NULL;
	va_end(args);
	w->n += w->v[w->n] != NULL;
}

static void words__free(struct words *w)
{
	while (w->n)
		free(w->v[--w->n]);
}

/* Untimed lines may use a shell even if the timed command has none. */
static void words__add_line(struct words *w, const char *option, const char *line,
			    const struct macro *macro)
{
	char quoted[TEXT_SIZE];
	struct text t = { quoted, sizeof(quoted), 0 };

	if (!line)
		return;
	text__add_quoted(&t, line);
	words__add(w, "%s", option);
	if (macro->shell)
		words__add(w, "%s", line);
	else
		words__add(w, "sh -c %s", quoted);
}

static void words__make(struct words *w, const struct macro *macro, const char *command,
			uint64_t runs, uint64_t warmup)
{
	*w = (struct words){ 0 };
	words__add(w, HYPERFINE);
	words__add(w, "--style=none");
	words__add(w, "--runs=%" PRIu64, runs);
	words__add(w, "--warmup=%" PRIu64, warmup);
	words__add(w, "--shell=%s", macro->shell ? macro->shell : "none");
	words__add_line(w, "--setup", macro->setup, macro);
	words__add_line(w, "--prepare", macro->prepare, macro);
	words__add_line(w, "--cleanup", macro->cleanup, macro);
	if (macro->ignore_failure)
		words__add(w, "--ignore-failure");
	/*
	 * Its standard input, which the timed command does not inherit. Works for another user too:
	 * the link refers to the memory itself, which anybody may open.
	 */
	words__add(w, "--export-json=/proc/self/fd/0");
	words__add(w, "--");
	words__add(w, "%s", command);
	w->v[w->n] = NULL;
}

/* Reads all of it. NULL when out of memory, or if it is empty. */
static char *read_memory(int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *text = size > 0 ? malloc((size_t)size + 1) : NULL;
	ssize_t n = text ? pread(fd, text, (size_t)size, 0) : -1;

	if (n < 0) {
		free(text);
		return NULL;
	}
	text[n] = '\0';
	return text;
}

int hyperfine__run(const struct macro *macro, uint64_t runs, uint64_t warmup,
		   const struct command_setup *setup, struct hyperfine_end *end, char **json)
{
	int fd = memfd_create("hyperfine", MFD_CLOEXEC), err;
	char command[TEXT_SIZE];
	struct words words;

	*json = NULL;
	*end = (struct hyperfine_end){ .length = 0 };
	if (fd < 0)
		return log__fail(-errno, "cannot create memory for hyperfine's output: %s",
				 strerror(errno));
	err = hyperfine__format_command(macro, command, sizeof(command));
	if (!err) {
		words__make(&words, macro, command, runs, warmup);
		err = run_words(words.v, setup, fd, end);
		words__free(&words);
	}
	if (!err && !end->command.status)
		*json = read_memory(fd);
	close(fd);
	return err;
}

/* ---- which one ---- */

int hyperfine__parse_version(const char *text, char version[HYPERFINE_VERSION_SIZE])
{
	static const char name[] = HYPERFINE " ";
	unsigned long major, minor = 0;
	char *end;

	if (strncmp(text, name, strlen(name)) != 0)
		return -ENOTSUP;
	text += strlen(name);
	snprintf(version, HYPERFINE_VERSION_SIZE, "%.*s", (int)strcspn(text, " \n"), text);
	major = strtoul(text, &end, 10);
	if (*end == '.')
		minor = strtoul(end + 1, NULL, 10);
	return major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR) ? 0
											: -ENOTSUP;
}

int hyperfine__check(char version[HYPERFINE_VERSION_SIZE])
{
	FILE *pipe = asked_program__open(HYPERFINE " --version");
	char line[128] = "";
	int status;

	if (pipe && !fgets(line, sizeof(line), pipe))
		line[0] = '\0';
	status = pipe ? pclose(pipe) : -1;
	line[strcspn(line, "\n")] = '\0';
	if (status) {
		log__error(
			"hyperfine, which times the command, is not in PATH, or does not run: " INSTALL_HINT);
		return -ENOENT;
	}
	if (!hyperfine__parse_version(line, version))
		return 0;
	log__error("hyperfine %d.%d or newer is needed, but this one reports \"%s\": " INSTALL_HINT,
		   OLDEST_MAJOR, OLDEST_MINOR, line);
	return -ENOTSUP;
}

/* ---- what it has written ---- */

static int read_times(const json_t *list, struct hyperfine_times *times)
{
	size_t n = json_array_size(list);

	*times = (struct hyperfine_times){ 0 };
	times->ns = n ? calloc(n, sizeof(*times->ns)) : NULL;
	for (size_t i = 0; times->ns && i < n; i++) {
		const json_t *value = json_array_get(list, i);
		double seconds = json_number_value(value);

		if (!json_is_number(value) || !(seconds >= 0) || seconds > 1e9)
			break;
		times->ns[times->n++] = (uint64_t)llround(seconds * 1e9);
	}
	if (n && times->n == n)
		return 0;
	hyperfine__free(times);
	return -EINVAL;
}

int hyperfine__read(const char *json, struct hyperfine_times *times)
{
	json_error_t error;
	json_t *document = json ? json_loads(json, 0, &error) : NULL;
	json_t *result = json_array_get(json_object_get(document, "results"), 0);
	int err = read_times(json_object_get(result, "times"), times);

	json_decref(document);
	if (err)
		log__error(
			"hyperfine's JSON has no results[0].times: is the program in PATH really hyperfine?");
	return err;
}

void hyperfine__free(struct hyperfine_times *times)
{
	free(times->ns);
	*times = (struct hyperfine_times){ 0 };
}
