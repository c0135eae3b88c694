// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/libbpf_log.h"

#include <bpf/libbpf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/hook/verifier_log.h"

#define PREFIX	  "libbpf: "
#define PROGRAM	  PREFIX "prog '"
#define LOG_BEGIN "-- BEGIN PROG LOAD LOG --\n"
#define LOG_END	  "-- END PROG LOAD LOG --"

static const char *const poor[] = { "failed to load object", "failed to load: -",
				    "Retrying without BTF" };

/* libbpf calls back in the thread that called it. */
static _Thread_local char last_message[256];
static _Thread_local struct load_log *captured;

static void cut_to_a_line(char *text)
{
	text[strcspn(text, "\n")] = '\0';
}

/* "libbpf: prog 'NAME': ..." */
static void load_log__take_program(struct load_log *log, const char *text)
{
	const char *name = text + strlen(PROGRAM);

	if (!strncmp(text, PROGRAM, strlen(PROGRAM)))
		snprintf(log->program, sizeof(log->program), "%.*s", (int)strcspn(name, "'"), name);
}

/* What is between two lines of libbpf. */
static void load_log__take_verifier(struct load_log *log, const char *begin)
{
	const char *end = strstr(begin, LOG_END);

	free(log->verifier);
	log->verifier = verifier_log__end_of(begin, end ? (size_t)(end - begin) : strlen(begin));
}

/* Some messages only say that something failed, and those before say why. */
static bool says_why(const char *text)
{
	for (size_t i = 0; i < sizeof(poor) / sizeof(*poor); i++)
		if (strstr(text, poor[i]))
			return false;
	return true;
}

static void load_log__take(struct load_log *log, const char *text)
{
	const char *begin = strstr(text, LOG_BEGIN);
	bool is_prefixed = !strncmp(text, PREFIX, strlen(PREFIX));

	load_log__take_program(log, text);
	if (begin) {
		load_log__take_verifier(log, begin + strlen(LOG_BEGIN));
	} else if (says_why(text)) {
		snprintf(log->message, sizeof(log->message), "%s",
			 text + (is_prefixed ? strlen(PREFIX) : 0));
		cut_to_a_line(log->message);
	}
}

__attribute__((format(printf, 2, 0))) static int keep_message(enum libbpf_print_level level,
							      const char *format, va_list args)
{
	va_list again;
	char *whole;

	if (level != LIBBPF_WARN)
		return 0;
	va_copy(again, args);
	vsnprintf(last_message, sizeof(last_message), format, args);
	cut_to_a_line(last_message);
	if (captured && vasprintf(&whole, format, again) >= 0) {
		load_log__take(captured, whole);
		free(whole);
	}
	va_end(again);
	return 0;
}

void libbpf_log__start(void)
{
	libbpf_set_print(keep_message);
	last_message[0] = '\0';
}

const char *libbpf_log__last(void)
{
	return last_message;
}

void libbpf_log__set(const char *format, ...)
{
	char text[sizeof(last_message)]; /* the arguments may be the message itself */
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	cut_to_a_line(text);
	strcpy(last_message, text);
}

void libbpf_log__capture(struct load_log *log)
{
	captured = log;
}
