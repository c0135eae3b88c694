/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Maps and read-only variables of a BPF object, by the end of their name: see object_map__find. */
#ifndef HOOKBENCH_BENCH_HOOK_OBJECT_MAP_H
#define HOOKBENCH_BENCH_HOOK_OBJECT_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bpf_map;
struct bpf_object;

/* Whether a map of this name is meant: libbpf puts the object's name before those of sections. */
bool object_map__is_named(const char *name, const char *end);
/* NULL if there is none. */
struct bpf_map *object_map__find(const struct bpf_object *object, const char *name);
/* Of a loaded object; negative if there is none. */
int object_map__fd(const struct bpf_object *object, const char *name);
/* The first `size` bytes of a section of a loaded object, to read; NULL with errno. */
const void *object_map__read_section(const struct bpf_object *object, const char *name,
				     size_t size);
/* Takes NULL too. */
void object_map__unmap(const void *data, size_t size);
/* A variable of 32 bits, in a section of its own; before loading. 0 or -errno. */
int object_map__set_constant(const struct bpf_object *object, const char *section, uint32_t value);

#endif
