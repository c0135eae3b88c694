// SPDX-License-Identifier: GPL-2.0-or-later
/* As a security module, by the function that the kernel calls for them, on a BPF trampoline. */
#include "bpf/security.bpf.h"

SECURITY_PROGRAMS("lsm")
