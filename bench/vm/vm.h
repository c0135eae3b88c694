/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Starts a kernel image in QEMU with this program as the guest's first process, and exchanges one
 * request for one reply. Nothing else is needed: no module, disk, network or shared folder.
 *
 * The guest speaks JSON, a message a line, on the second serial port:
 *   {"hello": RELEASE}       it has booted
 *   {"progress": {...}}      see struct progress
 *   {"log": [LEVEL, TEXT]}   see log.h
 *   {"output": [1, BASE64]}  what a command has written to that descriptor
 *   {"file": [0, BASE64]}    more of the file of vm.fetch with that index
 *   {"alive": true}          a command goes on
 *   {"reply": {...}}         the answer; nothing follows
 * QEMU dies with this process, however that ends.
 */
#ifndef HOOKBENCH_BENCH_VM_VM_H
#define HOOKBENCH_BENCH_VM_VM_H

#include <jansson.h>
#include <signal.h>
#include <stdbool.h>

#include "bench/base/progress.h"
#include "bench/vm/fetched_files.h"
#include "bench/vm/guest_files.h"

enum accelerator {
	ACCEL_EXACT, /* TCG with an instruction counter as its clock */
	ACCEL_KVM,
	ACCEL_TCG,
	ACCEL_AUTO, /* KVM if it works, otherwise exact; never reaches vm__run */
};

/* As in --accel; -EINVAL if there is none of that name. */
int accelerator__find(const char *name);
const char *accelerator__name(enum accelerator accelerator);

/* Takes what a command in the guest writes to its descriptor 1 or 2; and see guest_trace.h. */
typedef void (*vm_output)(int fd, const void *data, size_t size);

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
	struct fetched_files *fetch;	 /* takes files of the guest; NULL: none are asked for */
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
	bool has_reported; /* set by vm__run: the guest has booted, and said so */
};

const char *vm__cpu_model(const struct vm *vm);

/*
 * Whether image and QEMU are there, and /dev/kvm if it is wanted. 0 or -errno, logged; vm__run asks
 * it too.
 */
int vm__check(const struct vm *vm);
/*
 * Boots, and waits for the reply; with `reply` NULL also until the guest has powered off. 0 with
 * *reply for the caller to free; -EINTR if stopped; another -errno, logged, with the last lines of
 * the guest's console if it had begun to boot.
 */
int vm__run(struct vm *vm, json_t *request, json_t **reply);

/* What of the VM belongs in a stored run: a JSON object; see results/README.md. */
json_t *vm__describe(const struct vm *vm);

#endif
