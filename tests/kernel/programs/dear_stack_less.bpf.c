// SPDX-License-Identifier: GPL-2.0-or-later
/* The same with 40 bytes. */
#define BYTES 40
#include "dear_stack.bpf.c"
