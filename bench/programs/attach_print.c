// SPDX-License-Identifier: GPL-2.0-or-later
/* Shows the result of a command under a hook, to people and as JSON. */
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/new_file.h"
#include "bench/base/print.h"
#include "bench/programs/attach.h"

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

int attach__status(const json_t *document)
{
	const json_t *command = json_object_get(document, "command");

	return (int)json_integer_value(json_object_get(command, "status"));
}

/* ---- for people ---- */

static void add(char *text, size_t size, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void add(char *text, size_t size, const char *format, ...)
{
	size_t length = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + length, size - length, format, args);
	va_end(args);
}

/* "20,000" */
static void add_number(char *text, size_t size, json_int_t number)
{
	char digits[32];
	int n = snprintf(digits, sizeof(digits), "%" JSON_INTEGER_FORMAT, number);

	for (int i = 0; i < n; i++)
		add(text, size, "%s%c", i && (n - i) % 3 == 0 ? "," : "", digits[i]);
}

/* "hits 20,000" */
static void add_count(char *text, size_t size, const json_t *hook, const char *key,
		      const char *before)
{
	json_t *value = json_object_get(hook, key);

	add(text, size, "%s%s ", before, key);
	if (json_is_integer(value))
		add_number(text, size, json_integer_value(value));
	else
		add(text, size, "unknown");
}

static void add_time(char *text, size_t size, const json_t *hook, const char *key,
		     const char *before)
{
	double ns = (double)json_integer_value(json_object_get(hook, key));

	add(text, size, "%s in %.1f ms", before, ns / 1e6);
}

static void print_hook(const json_t *document)
{
	const json_t *hook = json_object_get(document, "hook"),
		     *vm = json_object_get(document, "vm"),
		     *environment = json_object_get(document, "environment");
	const char *function = text_of(hook, "function"), *call = text_of(hook, "system_call");
	char text[512] = "";
	size_t size = sizeof(text);

	add(text, size, "hookbench: %s", text_of(hook, "backend"));
	if (function || call)
		add(text, size, " on %s%s", function ? "" : "the system call ",
		    function ? function : call);
	if ((function || call) && text_of(hook, "payload"))
		add(text, size, ", payload %s", text_of(hook, "payload"));
	if (json_is_object(vm))
		add(text, size, ", in a VM with %s", text_of(environment, "kernel_release"));
	if (function || call) {
		add_count(text, size, hook, "hits", ": ");
		add_count(text, size, hook, "missed", ", ");
		add_count(text, size, hook, "recursion", ", ");
		add_time(text, size, hook, "attach_ns", "; attached");
		add_time(text, size, hook, "detach_ns", ", detached");
	}
	log__info("%s", text);
}

/* Of a user's program that has several. */
static void print_programs(const json_t *document)
{
	const json_t *programs = json_object_get(json_object_get(document, "hook"), "programs");
	size_t i;
	json_t *program;

	if (json_array_size(programs) < 2)
		return;
	json_array_foreach ((json_t *)programs, i, program) {
		char text[64] = "";

		if (!json_is_true(json_object_get(program, "attached")))
			continue;
		add_count(text, sizeof(text), program, "runs", "");
		log__info("hookbench:   %s, %s: %s", text_of(program, "name"),
			  text_of(program, "section"), text);
	}
}

static void print_command(const json_t *document)
{
	const json_t *command = json_object_get(document, "command"),
		     *vm = json_object_get(document, "vm");
	json_int_t wall_ns, user_ns, system_ns;
	const char *emulated = "";

	if (json_unpack((json_t *)command, "{s:I, s:I, s:I}", "wall_ns", &wall_ns, "user_ns",
			&user_ns, "system_ns", &system_ns))
		return;
	if (json_is_object(vm) && strcmp(text_of(vm, "accelerator"), "kvm") != 0)
		emulated = " (all times are emulated)";
	log__info(
		"hookbench: the command took %.3f s, %.3f s in user space, %.3f s in the kernel%s",
		(double)wall_ns / 1e9, (double)user_ns / 1e9, (double)system_ns / 1e9, emulated);
}

static void print_left(const json_t *document)
{
	const json_t *command = json_object_get(document, "command"),
		     *left = json_object_get(command, "left"),
		     *first = json_object_get(left, "first");
	json_int_t n = json_integer_value(json_object_get(left, "count"));
	char text[512] = "", shown[128];
	json_t *name;
	size_t i;

	json_array_foreach ((json_t *)first, i, name) {
		encode__text(shown, sizeof(shown), TO_TERMINAL_NAME, json_string_value(name));
		add(text, sizeof(text), "%s%s", i ? ", " : "", shown);
	}
	if (n)
		log__warning(
			"%" JSON_INTEGER_FORMAT
			" of the command's processes %s still running: %s%s; the hook is detached, so %s calls are no longer counted",
			n, n == 1 ? "is" : "are", text, (json_int_t)i < n ? ", ..." : "",
			n == 1 ? "its" : "their");
}

void attach__print(const json_t *document)
{
	print_hook(document);
	print_programs(document);
	print_command(document);
	print_left(document);
}

/* ---- for programs ---- */

static int dump(FILE *file, const void *document)
{
	if (print__json(file, document, JSON_INDENT(2)) || fputc('\n', file) == EOF)
		return -EIO;
	return 0;
}

int attach__write(const json_t *document, const char *path)
{
	int err = new_file__write_or_fill(path, dump, document);

	machine_failure__note_errno(err);
	return err ? log__fail(err, "cannot write %s: %s", path, strerror(-err)) : 0;
}
