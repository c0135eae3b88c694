// SPDX-License-Identifier: GPL-2.0-or-later
/* As kprobe_session.bpf.c, for kernels from 6.10 to before 7.0. */
#define SESSION_WITHOUT_CONTEXT
#include "bpf/kprobe_session.bpf.c"
