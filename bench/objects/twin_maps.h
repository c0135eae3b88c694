/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The maps of <bpf/usdt.bpf.h>, in which libbpf keeps the places and arguments of USDT probes. It
 * attaches an object's programs to none without them, so that a twin has them, too.
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_TWIN_MAPS_H
#define HOOKBENCH_BENCH_OBJECTS_TWIN_MAPS_H

#include <bpf/btf.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/objects/bpf_elf.h"

#define TWIN_MAPS_MOST	    2
#define TWIN_MAPS_SECTION   ".maps"
#define TWIN_MAP_DEFINITION 32 /* the bytes of each in that section, one after the other; all 0 */

struct twin_map {
	const char *name;
	uint32_t type; /* as in enum bpf_map_type */
	uint32_t key_size, value_size, max_entries;
};

struct twin_maps {
	size_t n; /* 0, or all */
	struct twin_map v[TWIN_MAPS_MOST];
};

/*
 * Those of the object, if it has programs for USDT: libbpf's version, by which it was compiled,
 * decides on their sizes. None if it lacks one of them.
 */
void twin_maps__find(const struct bpf_elf *elf, const void *bytes, size_t size,
		     struct twin_maps *maps);
/* BTF that defines these maps, for btf__free. NULL when out of memory. */
struct btf *twin_maps__make_btf(const struct twin_maps *maps);

#endif
