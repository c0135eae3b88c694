/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The static probes (USDT) that a program or library has, by the notes about them. */
#ifndef HOOKBENCH_BENCH_ELF_CODE_PROBE_H
#define HOOKBENCH_BENCH_ELF_CODE_PROBE_H

#include "bench/base/similar_names.h"
#include "bench/elf/code_file.h"

/* The number of places with the probe PROVIDER:NAME; `near` gets the names of the others. */
size_t code_probe__count(const struct code_file *file, const char *provider, const char *name,
			 struct similar_names *near);

#endif
