/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An object with the programs of another, each of which returns 0 at once. */
#ifndef HOOKBENCH_BENCH_OBJECTS_TWIN_H
#define HOOKBENCH_BENCH_OBJECTS_TWIN_H

#include <stddef.h>

#include "bench/objects/bpf_elf.h"
#include "bench/objects/twin_maps.h"

/* With these maps. 0 with the twin's bytes, for the caller to free; or -errno, logged. */
int twin__make(const struct bpf_elf *of, const struct twin_maps *maps, void **bytes, size_t *size);

#endif
