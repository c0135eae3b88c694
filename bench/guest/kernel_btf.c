// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libbpf parses the BTF of the whole kernel for each object that it loads: 22 million instructions
 * on 6.12, more than a trial of 1,000 operations. The kernel of a guest stays the same, so here it
 * is parsed once. The linker gives libbpf, and us, these functions instead (--wrap).
 */
#include <bpf/btf.h>
#include <pthread.h>

struct btf *__real_btf__load_vmlinux_btf(void);
void __real_btf__free(struct btf *btf);
struct btf *__wrap_btf__load_vmlinux_btf(void);
void __wrap_btf__free(struct btf *btf);

/* Global, because libbpf's functions have no context; set once. libbpf only reads it. */
static struct btf *kernel;
static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;

/* As libbpf's: NULL with errno if it cannot be loaded. */
struct btf *__wrap_btf__load_vmlinux_btf(void)
{
	struct btf *btf;

	pthread_mutex_lock(&loading);
	if (!kernel)
		kernel = __real_btf__load_vmlinux_btf();
	btf = kernel;
	pthread_mutex_unlock(&loading);
	return btf;
}

void __wrap_btf__free(struct btf *btf)
{
	if (btf != kernel)
		__real_btf__free(btf);
}
