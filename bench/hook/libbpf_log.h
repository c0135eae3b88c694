/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The warnings of libbpf, which passes no context with them: each thread keeps its own. */
#ifndef HOOKBENCH_BENCH_HOOK_LIBBPF_LOG_H
#define HOOKBENCH_BENCH_HOOK_LIBBPF_LOG_H

/* Takes the messages of libbpf from here on; nothing was said yet. */
void libbpf_log__start(void);
/* The last warning in this thread since then, on one line; "" if none. Never NULL. */
const char *libbpf_log__last(void);
/* Replaces it by a better one, cut to its first line. */
void libbpf_log__set(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What is said while an object is loaded. */
struct load_log {
	char message[256]; /* the last warning that says why; "" if none */
	char program[64];  /* that was not loaded; "": not known */
	char *verifier;	   /* what it said: the end of it; NULL if nothing. Free it. */
};

/* From here on, this thread's messages go to `log`, too, which must be { 0 }. NULL: no longer. */
void libbpf_log__capture(struct load_log *log);

#endif
