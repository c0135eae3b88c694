/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For programs that run at both entry and return of a call, and can ask which it is. */
#ifndef HOOKBENCH_BPF_SESSION_BPF_H
#define HOOKBENCH_BPF_SESSION_BPF_H

#include "bpf/programs.bpf.h"

/* Functions of the kernel; before Linux 7.0 without the context. */
#ifdef SESSION_WITHOUT_CONTEXT
extern bool bpf_session_is_return(void) __ksym;
extern __u64 *bpf_session_cookie(void) __ksym;
#define session__is_return(ctx) ((void)(ctx), bpf_session_is_return())
#define session__cookie(ctx)	((void)(ctx), bpf_session_cookie())
#else
extern bool bpf_session_is_return(void *ctx) __ksym;
extern __u64 *bpf_session_cookie(void *ctx) __ksym;
#define session__is_return(ctx) bpf_session_is_return(ctx)
#define session__cookie(ctx)	bpf_session_cookie(ctx)
#endif

/* The cookie is the session's own memory, kept from the entry to the return. */
static __always_inline void session__duration(void *ctx)
{
	__u64 *begin = session__cookie(ctx);

	if (session__is_return(ctx))
		duration__record(bpf_ktime_get_ns() - *begin);
	else
		*begin = bpf_ktime_get_ns();
}

static __always_inline void session__args(void *ctx, name_reader read_name)
{
	if (!session__is_return(ctx))
		payload__args(ctx, read_name);
}

static __always_inline void session__printk(void *ctx, name_reader read_name,
					    name_reader read_survivor, result_reader read_result)
{
	if (session__is_return(ctx))
		payload__printk_at_return(ctx, read_survivor, read_result);
	else
		payload__printk(ctx, read_name, NULL);
}

static __always_inline void session__ringbuf(void *ctx, name_reader read_name,
					     result_reader read_result)
{
	if (session__is_return(ctx))
		ringbuf__end(ctx, read_result);
	else
		ringbuf__begin(ctx, read_name);
}

#define PROGRAMS_SESSION(section, read_name, read_survivor, read_result)                     \
	PROGRAMS_PLAIN(section, both, never)                                                 \
	PROGRAMS_USER(section, both, never)                                                  \
	PROGRAM(section, both_args, never, session__args(ctx, read_name))                    \
	PROGRAM(section, both_printk, never,                                                 \
		session__printk(ctx, read_name, read_survivor, read_result))                 \
	PROGRAM(section, both_ringbuf, never, session__ringbuf(ctx, read_name, read_result)) \
	PROGRAM(section, both_duration, never, session__duration(ctx))

#endif
