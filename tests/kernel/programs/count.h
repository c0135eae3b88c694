/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the test programs do at each hit: they add one to a global counter. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

unsigned long long hits;

static __always_inline int count(void)
{
	__sync_fetch_and_add(&hits, 1);
	return 0;
}
