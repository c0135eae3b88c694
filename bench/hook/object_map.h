/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds maps and read-only variables of a BPF object by the end of their name. */
#ifndef HOOKBENCH_BENCH_HOOK_OBJECT_MAP_H
#define HOOKBENCH_BENCH_HOOK_OBJECT_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bpf_map;
struct bpf_object;

/* Whether the map's name matches: libbpf prefixes section names with the object's name. */
bool object_map__is_named(const char *name, const char *end);
/* Returns NULL if not found. */
struct bpf_map *object_map__find(const struct bpf_object *object, const char *name);
/* The descriptor of a map of a loaded object; negative if not found. */
int object_map__fd(const struct bpf_object *object, const char *name);
/* Maps the first `size` bytes of a section of a loaded object for reading; NULL with errno. */
const void *object_map__read_section(const struct bpf_object *object, const char *name,
				     size_t size);
/* Accepts NULL. */
void object_map__unmap(const void *data, size_t size);
/* Sets a 32-bit variable that is alone in its section; call before loading. 0 or -errno. */
int object_map__set_constant(const struct bpf_object *object, const char *section, uint32_t value);

#endif
