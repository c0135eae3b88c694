/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arenas: memory that the programs of a user's object share with user space, since Linux 6.9. */
#ifndef HOOKBENCH_BENCH_HOOK_USER_ARENA_H
#define HOOKBENCH_BENCH_HOOK_USER_ARENA_H

struct bpf_map;
struct bpf_object;

/*
 * The kernel loads a program with an arena only if that has an address in user space, which libbpf
 * gives it since 1.4. To be called before the object is loaded with an older one. An arena that
 * cannot be made is left to libbpf, which says why.
 */
void user_arena__make_all(const struct bpf_object *object);

/* Its type's name, also if libbpf does not know it; never NULL. */
const char *user_arena__type_of(const struct bpf_map *map);

#endif
