// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libbpf parses the BTF of the whole kernel for each object that it loads: 22 million instructions
 * on 6.12, more than a trial of 1,000 operations. It compares the name of each function until it
 * finds a target: 5 million for each program of a trampoline. The kernel of a guest stays the same,
 * so here it is parsed once, and functions are found by the hash of their name. The linker gives
 * libbpf, and us, these functions instead (--wrap).
 */
#include "bench/base/log.h"
#include <bpf/btf.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct btf *__real_btf__load_vmlinux_btf(void);
void __real_btf__free(struct btf *btf);
__s32 __real_btf__find_by_name_kind(const struct btf *btf, const char *name, __u32 kind);
struct btf *__wrap_btf__load_vmlinux_btf(void);
void __wrap_btf__free(struct btf *btf);
__s32 __wrap_btf__find_by_name_kind(const struct btf *btf, const char *name, __u32 kind);

/* Ids of functions, each in the first free place from that of its name's hash on; 0 is free. */
struct function_index {
	uint32_t *ids;
	size_t mask;
};

/* Global, because libbpf's functions have no context; set once. libbpf only reads it. */
static struct btf *kernel;
static struct function_index functions;
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

/* FNV-1a. */
static size_t hash(const char *name)
{
	uint32_t h = 2166136261U;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 16777619U;
	return h;
}

static const char *name_of(const struct btf *btf, uint32_t id)
{
	const char *name = btf__name_by_offset(btf, btf__type_by_id(btf, id)->name_off);

	return name ? name : "";
}

/* Twice as many places as types: never full. Without memory, libbpf's own search is left. */
static void index_functions(const struct btf *btf)
{
	uint32_t n = btf__type_cnt(btf);
	size_t places = 2;

	while (places < 2 * (size_t)n)
		places *= 2;
	functions.ids = calloc(places, sizeof(*functions.ids));
	functions.mask = places - 1;
	for (uint32_t id = 1; id < n && functions.ids; id++) {
		size_t i;

		if (!btf_is_func(btf__type_by_id(btf, id)))
			continue;
		i = hash(name_of(btf, id)) & functions.mask;
		while (functions.ids[i])
			i = (i + 1) & functions.mask;
		functions.ids[i] = id;
	}
}

static __s32 find_function(const char *name)
{
	size_t i = hash(name) & functions.mask;

	/* The first of a name has the lowest id, which is what libbpf's search finds. */
	for (; functions.ids[i]; i = (i + 1) & functions.mask)
		if (!strcmp(name_of(kernel, functions.ids[i]), name))
			return (__s32)functions.ids[i];
	errno = ENOENT;
	return -ENOENT;
}

/* As libbpf's: NULL with errno if it cannot be loaded. */
struct btf *__wrap_btf__load_vmlinux_btf(void)
{
	struct btf *btf;

	pthread_mutex_lock(&loading);
	if (!kernel) {
		kernel = __real_btf__load_vmlinux_btf();
		if (kernel)
			index_functions(kernel);
	}
	btf = kernel;
	pthread_mutex_unlock(&loading);
	return btf;
}

void __wrap_btf__free(struct btf *btf)
{
	if (btf != kernel)
		__real_btf__free(btf);
}

/* As libbpf's: errno and its negative if there is none. */
__s32 __wrap_btf__find_by_name_kind(const struct btf *btf, const char *name, __u32 kind)
{
	if (!btf || btf != kernel || kind != BTF_KIND_FUNC || !functions.ids)
		return __real_btf__find_by_name_kind(btf, name, kind);
	return find_function(name);
}
