// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/repeat.h"

#include <inttypes.h>
#include <string.h>

#define SAFE                                                             \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" \
	"_@%+=:,./-"

/* Quoted as one word for the shell. */
static void write_word(const char *word, FILE *file)
{
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

static void write_vm(const json_t *vm, FILE *file)
{
	static const struct {
		const char *option, *key;
	} options[] = {
		{ "kernel", "image" },
		{ "accel", "accelerator" },
		{ "cpu-model", "cpu_model" },
		{ "append", "append" },
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		write_text(options[i].option,
			   json_string_value(json_object_get(vm, options[i].key)), file);
}

/*
 * hyperfine's options are also options of hookbench. With --shell none, its words are already
 * quoted.
 */
static void write_macro(const struct run *run, FILE *file)
{
	static const char no_shell[] = "--shell none";
	const struct plan *plan = &run->plan;

	fputs("hookbench macro", file);
	write_backends(plan, file);
	write_text("workload", plan->hooked, file);
	write_text("payload", plan->payload, file);
	write_text("target", plan->target, file);
	write_number("rounds", plan->rounds, file);
	write_number("runs", plan->cycles, file);
	write_number("warmup", plan->warmup, file);
	write_number("seed", plan->seed, file);
	fprintf(file, " %s", plan->hyperfine);
	if (run->vm)
		write_vm(run->vm, file);
	fputs(" -- ", file);
	if (!strncmp(plan->hyperfine, no_shell, strlen(no_shell)))
		fputs(plan->command, file);
	else
		write_word(plan->command, file);
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
