// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "bench/base/progress.h"

static bool quiet;

static void sink__stderr(enum log_level level, const char *text)
{
	static const char *const prefix[] = {
		[LOG_ERROR] = "hookbench: ",
		[LOG_WARNING] = "hookbench: warning: ",
		[LOG_INFO] = "",
	};

	progress__clear();
	fprintf(stderr, "%s%s\n", prefix[level], text);
}

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

void log__set_quiet(void)
{
	quiet = true;
}

void log__write(enum log_level level, const char *format, ...)
{
	char text[2048];
	va_list args;

	if (quiet && level == LOG_INFO)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (thread_sink)
		thread_sink(level, text, thread_context);
	else
		current_sink(level, text);
}

int log__out_of_memory(void)
{
	log__error("out of memory");
	return -ENOMEM;
}
