// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Before a function whose result a program may replace, on a BPF trampoline. By returning 0, these
 * let the function run.
 */
#include "bpf/security.bpf.h"

SECURITY_PROGRAMS("fmod_ret")
