/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages for the user, on stderr. Strings that they quote are encoded for the terminal; see
 * print.h. A message says what failed, why, and what to do about it. It is logged once, where the
 * reason is known; callers only pass the -errno on.
 */
#ifndef HOOKBENCH_BENCH_BASE_LOG_H
#define HOOKBENCH_BENCH_BASE_LOG_H

#include <stdbool.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO };

/* Where messages go; NULL: stderr. The guest sends its messages to the host. */
typedef void (*log_sink)(enum log_level level, const char *text);
void log__set_sink(log_sink sink);
/*
 * Redirects the messages of the calling thread only; `context` is passed on. NULL: back to where
 * other threads log.
 */
typedef void (*log_thread_sink)(enum log_level level, const char *text, void *context);
void log__set_thread_sink(log_thread_sink sink, void *context);
/* Suppresses all messages of the calling thread, for an attempt that may fail. */
void log__silence(bool silent);
/* The first error that was suppressed since then in this thread; "" if there was none. */
const char *log__silenced(void);
/* Suppresses LOG_INFO. */
void log__set_quiet(void);

void log__write(enum log_level level, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Logs an error and returns `err`: log__fail(-errno, "...: %s", strerror(errno)). */
int log__fail(int err, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Logs "out of memory", which is noted in machine_failure.h, and returns -ENOMEM. */
int log__out_of_memory(void);

/* A message of another program: it may have several lines, and any bytes. */
void log__write_lines(enum log_level level, const char *text);

/* A message that a sink received, after "NAME: ". name: NULL: none. */
void log__repeat(enum log_level level, const char *name, const char *text);

#define log__error(...)	  log__write(LOG_ERROR, __VA_ARGS__)
#define log__warning(...) log__write(LOG_WARNING, __VA_ARGS__)
#define log__info(...)	  log__write(LOG_INFO, __VA_ARGS__)

#endif
