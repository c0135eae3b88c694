/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which class an instruction is in, by its bytes: see enum driver_id. Decoded by capstone. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_CLASSIFY_H
#define HOOKBENCH_BENCH_EXPLAIN_CLASSIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/model/driver.h"

#define CLASSIFY_MAX_BYTES 15

struct instruction_class {
	enum driver_id driver; /* a class */
	/* "lfence", "lock add", "msr": of classes whose kinds are told apart, else "". */
	char kind[40];
	bool unlocked;	 /* the kernel has replaced a lock prefix: see DRIVER_UNLOCKED */
	bool breakpoint; /* arm64; on x86-64 the kernel is entered at a symbol of its own */
};

struct classifier;

/* 0; -ENOSYS, logged, if hookbench was built without capstone. */
int classifier__check(void);
/* machine: as in uname -m. 0, or -errno, logged. */
int classifier__open(const char *machine, struct classifier **classifier);
/* NULL: none. */
void classifier__close(struct classifier *classifier);
/* Any bytes; at most CLASSIFY_MAX_BYTES. Those that are no one instruction are DRIVER_OTHER. */
void classifier__classify(struct classifier *classifier, const uint8_t *bytes, size_t size,
			  struct instruction_class *class);

#endif
