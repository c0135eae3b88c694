/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a VM is made of, and what can be said of it before it is started. */
#ifndef HOOKBENCH_BENCH_VM_VM_OPTIONS_H
#define HOOKBENCH_BENCH_VM_VM_OPTIONS_H

#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench/base/progress.h"
#include "bench/vm/fetched_files.h"
#include "bench/vm/guest_files.h"
#include "bench/wire/wire.h"

enum accelerator {
	ACCEL_EXACT, /* TCG with an instruction counter as its clock */
	ACCEL_KVM,
	ACCEL_TCG,
	ACCEL_AUTO, /* KVM if it works, otherwise exact; never reaches vm__run */
};

/* As in --accel; -EINVAL if there is none of that name. */
int accelerator__find(const char *name);
const char *accelerator__name(enum accelerator accelerator);

/* Takes what a command in the guest writes, and what is traced; the bytes are the guest's. */
typedef void (*vm_output)(enum wire_stream stream, const void *data, size_t size, void *context);
/* Whether there is another round after `run`: the last one's trials, as run__from_json reads them.
 */
typedef bool (*vm_round)(json_t *run, void *context);

struct vm {
	const char *image; /* path of a kernel image */
	const char *guest; /* path of the first process's program; NULL: hookbench-guest */
	enum accelerator accelerator;
	const char *cpu_model; /* NULL: the accelerator's default, see vm__cpu_model */
	const char *append;    /* more for the kernel's command line; NULL: nothing */
	unsigned int cpus;     /* 1 with ACCEL_EXACT */
	/* Seconds of silence, booting included, after which it is given up; 0: the default. */
	unsigned int timeout_s;
	unsigned int memory_mib;	 /* 0: the default, which is enough to measure */
	const struct guest_files *files; /* more for the guest's root file system; NULL: none */
	vm_output output;		 /* may be NULL */
	void *output_context;
	vm_round round; /* asked after rounds of a plan with a precision; NULL: always another */
	void *round_context;
	struct fetched_files *fetch; /* takes files of the guest; NULL: none are asked for */
	const volatile sig_atomic_t *stop;
	progress_fn progress; /* may be NULL */
	void *progress_context;
	/*
	 * A plugin for QEMU, and what it is told behind its path (commas in it doubled) and
	 * ",output=DESCRIPTOR"; NULL: none. What it writes goes to `plugin_output`, a descriptor of
	 * the caller's.
	 */
	const char *plugin, *plugin_arguments;
	int plugin_output;
	bool has_reported; /* set by vm__start: the guest has booted, and said so */
};

const char *vm__cpu_model(const struct vm *vm);

/*
 * Whether image and QEMU are there, and /dev/kvm if it is wanted. 0 or -errno, logged; vm__start
 * asks it too.
 */
int vm__check(const struct vm *vm);

/* What of the VM belongs in a stored run: a JSON object; see results/README.md. */
json_t *vm__describe(const struct vm *vm);

#endif
