// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/repeat.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "bench/base/encode.h"

#define SAFE                                                             \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" \
	"_@%+=:,./-"

/* One line of printable characters for any shell; "$(...)" drops newlines at its end. */
static void write_printed(const char *word, FILE *file)
{
	size_t length = strlen(word);

	while (length && word[length - 1] == '\n')
		length--;
	fputs("\"$(printf '", file);
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)word[i];

		if (byte == '%' || byte == '\\')
			fprintf(file, "%c%c", byte, byte);
		else if (byte < ' ' || byte > '~' || strchr("'`", byte) || (byte == '-' && !i))
			fprintf(file, "\\%03o", byte);
		else
			fputc(byte, file);
	}
	fputs("')", file);
	for (; word[length]; length++)
		fputs("${IFS#??}", file);
	fputc('"', file);
}

/* Quoted as one word for the shell. */
static void write_word(const char *word, FILE *file)
{
	/* Markdown would replace a backtick. */
	if (!encode__is_plain(word) || strchr(word, '`')) {
		write_printed(word, file);
		return;
	}
	if (word[0] && !word[strspn(word, SAFE)]) {
		fputs(word, file);
		return;
	}
	fputc('\'', file);
	for (; *word; word++) {
		if (*word == '\'')
			fputs("'\\''", file);
		else
			fputc(*word, file);
	}
	fputc('\'', file);
}

/* NULL or "": the option is left out. */
static void write_text(const char *option, const char *value, FILE *file)
{
	if (!value || !value[0])
		return;
	fprintf(file, " --%s ", option);
	write_word(value, file);
}

/* 0: the option is left out. */
static void write_number(const char *option, uint64_t value, FILE *file)
{
	if (value)
		fprintf(file, " --%s %" PRIu64, option, value);
}

/* Programs come after the backends, from their files. */
static void write_backends(const struct plan *plan, FILE *file)
{
	char list[PLAN_MAX_BACKENDS * (NAME_SIZE + 1)];
	size_t length = 0;

	list[0] = '\0';
	for (size_t i = 0; i < plan->n_backends; i++) {
		const char *name = plan->backends[i];

		if (!plan__program(plan, name, false) && !plan__program(plan, name, true))
			length += (size_t)snprintf(list + length, sizeof(list) - length, "%s%s",
						   length ? "," : "", name);
	}
	write_text("backends", list, file);
}

static void write_programs(const struct plan *plan, FILE *file)
{
	for (size_t i = 0; i < plan->n_programs; i++)
		write_text("program", plan->programs[i].source, file);
	write_text("only", plan->settings.only, file);
	write_text("retarget", plan->settings.retarget, file);
	write_text("set", plan->settings.set, file);
}

/* What scripts/fetch-kernel calls "this release, for its architecture". */
static bool is_published(const char *release)
{
	static const char *const ends[] = { "-cloud-amd64", "-cloud-arm64" };
	size_t length = strlen(release);

	if (release[0] < '0' || release[0] > '9' || release[strspn(release, SAFE)] ||
	    strchr(release, '/'))
		return false;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (length > strlen(ends[i]) &&
		    !strcmp(release + length - strlen(ends[i]), ends[i]))
			return true;
	return false;
}

/* NULL if it is not a published one. */
static const char *release_of(const char *image)
{
	static const char begin[] = "vmlinuz-";

	if (!image || strncmp(image, begin, strlen(begin)) != 0 ||
	    !is_published(image + strlen(begin)))
		return NULL;
	return image + strlen(begin);
}

static const char *image_of(const json_t *vm)
{
	return json_string_value(json_object_get(vm, "image"));
}

const char *repeat__image(const struct run *run)
{
	const char *image = image_of(run->vm);

	return release_of(image) ? NULL : image;
}

static void write_vm(const json_t *vm, FILE *file)
{
	static const struct {
		const char *option, *key;
	} options[] = {
		{ "accel", "accelerator" },
		{ "cpu-model", "cpu_model" },
		{ "append", "append" },
	};

	write_text("kernel", release_of(image_of(vm)) ?: image_of(vm), file);
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		write_text(options[i].option,
			   json_string_value(json_object_get(vm, options[i].key)), file);
}

/* ---- words that are quoted already ---- */

/*
 * Takes a word as hookbench quotes it: plain characters, '...', and \' between them. False at the
 * end, and if it is anything else, with *text where that is.
 */
static bool take_word(const char **text, char word[PLAN_COMMAND_SIZE])
{
	const char *start = *text += strspn(*text, " ");
	size_t n = 0;

	while (**text && **text != ' ') {
		size_t safe = strspn(*text, SAFE), skipped = 0, taken = safe;

		if (!safe && **text == '\'') {
			skipped = 1;
			taken = strcspn(*text + 1, "'");
			if (!(*text)[1 + taken])
				return false;
		} else if (!strncmp(*text, "\\'", 2)) {
			skipped = 1;
			taken = 1;
		} else if (!safe) {
			return false;
		}
		memcpy(word + n, *text + skipped, taken);
		n += taken;
		*text += skipped + taken + (skipped && **text == '\'');
	}
	word[n] = '\0';
	return *text > start;
}

/*
 * Quotes words again. A stored run may say anything there: what hookbench would not write becomes
 * one word, which no shell acts on.
 */
static void write_words(const char *text, FILE *file)
{
	char word[PLAN_COMMAND_SIZE];
	const char *rest = text;

	while (take_word(&rest, word))
		;
	if (*rest) {
		fputc(' ', file);
		write_word(text, file);
		return;
	}
	for (rest = text; take_word(&rest, word);) {
		fputc(' ', file);
		write_word(word, file);
	}
}

/* Whether hyperfine's first option is --shell none. */
static bool has_no_shell(const char *options)
{
	char word[PLAN_COMMAND_SIZE];

	return take_word(&options, word) && !strcmp(word, "--shell") && take_word(&options, word) &&
	       !strcmp(word, "none");
}

/*
 * hyperfine's options are also options of hookbench. With --shell none, the command's words are
 * quoted already.
 */
static void write_macro(const struct run *run, FILE *file)
{
	const struct plan *plan = &run->plan;

	fputs("hookbench macro", file);
	write_backends(plan, file);
	write_programs(plan, file);
	write_text("workload", plan->hooked, file);
	write_text("payload", plan->payload, file);
	write_text("target", plan->target, file);
	write_number("rounds", plan->rounds, file);
	write_number("runs", plan->cycles, file);
	write_number("warmup", plan->warmup, file);
	write_number("seed", plan->seed, file);
	write_words(plan->hyperfine, file);
	if (run->vm)
		write_vm(run->vm, file);
	fputs(" --", file);
	if (has_no_shell(plan->hyperfine)) {
		write_words(plan->command, file);
	} else {
		fputc(' ', file);
		write_word(plan->command, file);
	}
}

void repeat__write(const struct run *run, FILE *file)
{
	const struct plan *plan = &run->plan;

	if (plan__is_macro(plan)) {
		write_macro(run, file);
		return;
	}

	fputs("hookbench run", file);
	write_backends(plan, file);
	write_programs(plan, file);
	write_text("workload", plan->workload, file);
	write_text("payload", plan->payload, file);
	write_text("target", plan->target, file);
	write_number("rounds", plan->rounds, file);
	write_text("precision", plan->precision, file);
	write_number("max-time", plan->max_time_s, file);
	write_number("cycles", plan->cycles, file);
	write_text("beside", plan->beside, file);
	write_text("elsewhere", plan->elsewhere, file);
	write_number("copies", plan->copies > 1 ? plan->copies : 0, file);
	write_text("pid-filter", plan->pid_filter ? "yes" : NULL, file);
	write_number("threads", plan->threads, file);
	write_number("rate", plan->rate_hz, file);
	write_number("seed", plan->seed, file);
	write_text("dir", plan->dir, file);
	/*
	 * CPUs that hookbench chose affect the numbers as much as requested ones. A VM has its own.
	 */
	if (run->vm)
		write_vm(run->vm, file);
	else
		write_text("cpus", plan->cpus[0] ? plan->cpus : run->cpus, file);
}
