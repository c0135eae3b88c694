/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The BTF of an object, which may hold anything. */
#ifndef HOOKBENCH_BENCH_OBJECTS_OBJECT_BTF_H
#define HOOKBENCH_BENCH_OBJECTS_OBJECT_BTF_H

#include <bpf/btf.h>
#include <stddef.h>

/* For btf__free. NULL if the object has none, or none that can be read. */
struct btf *object_btf__read(const void *bytes, size_t size);

#endif
