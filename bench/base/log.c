// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/machine_failure.h"
#include "bench/base/print.h"
#include "bench/base/progress.h"

/*
 * Of the process, as its stderr is: passing them to every function that may fail would say no more.
 * Set once, before the first thread starts.
 */
static bool quiet;

static void sink__stderr(enum log_level level, const char *text)
{
	static const char *const prefix[] = {
		[LOG_ERROR] = "hookbench: ",
		[LOG_WARNING] = "hookbench: warning: ",
		[LOG_INFO] = "",
	};

	progress__clear();
	fputs(prefix[level], stderr);
	fputs(text, stderr);
	fputc('\n', stderr);
}

/* As above; the guest sets it. */
static log_sink current_sink = sink__stderr;

void log__set_sink(log_sink sink)
{
	current_sink = sink ? sink : sink__stderr;
}

static _Thread_local log_thread_sink thread_sink;
static _Thread_local void *thread_context;

void log__set_thread_sink(log_thread_sink sink, void *context)
{
	thread_sink = sink;
	thread_context = context;
}

static _Thread_local bool is_silent;
static _Thread_local char silenced[2048];

void log__silence(bool silent)
{
	is_silent = silent;
	if (silent)
		silenced[0] = '\0';
}

const char *log__silenced(void)
{
	return silenced;
}

void log__set_quiet(void)
{
	quiet = true;
}

static void pass_on(enum log_level level, const char *text)
{
	if (is_silent && level == LOG_ERROR && !silenced[0])
		snprintf(silenced, sizeof(silenced), "%s", text);
	if (is_silent || (quiet && level == LOG_INFO))
		return;
	if (thread_sink)
		thread_sink(level, text, thread_context);
	else
		current_sink(level, text);
}

static void write_message(enum log_level level, const char *format, va_list args)
{
	char text[2048];

	print__vtext(text, sizeof(text), TO_TERMINAL, format, args);
	pass_on(level, text);
}

void log__write_lines(enum log_level level, const char *text)
{
	size_t size = 4 * strlen(text) + 1;
	char *encoded = malloc(size);

	if (!encoded) {
		log__out_of_memory();
		return;
	}
	encode__text(encoded, size, TO_TERMINAL_LINES, text);
	pass_on(level, encoded);
	free(encoded);
}

/* The text is encoded already: its lines stay lines. */
void log__repeat(enum log_level level, const char *name, const char *text)
{
	char prefix[1024] = "", *whole;

	if (name)
		print__text(prefix, sizeof(prefix), TO_TERMINAL, "%s: ", name);
	if (asprintf(&whole, "%s%s", prefix, text) < 0) {
		log__out_of_memory();
		return;
	}
	pass_on(level, whole);
	free(whole);
}

void log__write(enum log_level level, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_message(level, format, args);
	va_end(args);
}

int log__fail(int err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_message(LOG_ERROR, format, args);
	va_end(args);
	return err;
}

int log__out_of_memory(void)
{
	machine_failure__note();
	return log__fail(-ENOMEM, "out of memory");
}
