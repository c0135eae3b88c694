/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of a VM, and what can be checked before it is started. */
#ifndef HOOKBENCH_BENCH_VM_VM_OPTIONS_H
#define HOOKBENCH_BENCH_VM_VM_OPTIONS_H

#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "bench/base/progress.h"
#include "bench/vm/fetched_files.h"
#include "bench/vm/guest_arch.h"
#include "bench/vm/guest_files.h"
#include "bench/wire/wire.h"

enum accelerator {
	ACCEL_EXACT, /* TCG with an instruction counter as its clock */
	ACCEL_KVM,
	ACCEL_TCG,
	ACCEL_AUTO, /* KVM if it works, otherwise exact; never reaches vm__run */
};

/* As in --accel; -EINVAL if there is no such accelerator. */
int accelerator__find(const char *name);
const char *accelerator__name(enum accelerator accelerator);

/* Receives the output of a command in the guest, or trace events; the bytes are the guest's. */
typedef void (*vm_output)(enum wire_stream stream, const void *data, size_t size, void *context);
/*
 * Whether to measure another round after `run`: the last round's trials, as run__from_json reads
 * them.
 */
typedef bool (*vm_round)(json_t *run, void *context);

/* A request that the guest has before it is asked. */
struct vm_request {
	const struct wire_message *message; /* NULL: none */
	char *line;			    /* with its newline */
	size_t size;
};

#define QEMU_VERSION_SIZE 64

struct vm {
	const char *image;	       /* path of a kernel image */
	const struct guest_arch *arch; /* of the image: boot_kernel__arch; NULL: this machine's */
	const char *guest; /* path of the first process's program; NULL: hookbench-guest */
	enum accelerator accelerator;
	const char *cpu_model; /* NULL: the accelerator's default, see vm__cpu_model */
	const char *append;    /* added to the kernel's command line; NULL: nothing */
	unsigned int cpus;     /* 1 with ACCEL_EXACT */
	/*
	 * Seconds of silence, including booting, after which the guest is stopped; 0: the default.
	 */
	unsigned int timeout_s;
	unsigned int time_limit_s; /* in all, whatever the guest does; 0: the default, a day */
	unsigned int memory_mib;   /* 0: the default, which is enough to measure */
	const struct guest_files *files; /* added to the guest's root file system; NULL: none */
	vm_output output;		 /* may be NULL */
	void *output_context;
	vm_round round; /* called after rounds of a plan with a precision; NULL: go on */
	void *round_context;
	struct fetched_files *fetch; /* receives files from the guest; NULL: none are requested */
	/*
	 * Called before the kernel boots, not before it continues from a snapshot; what it returns
	 * instead of 0 is what vm__start returns. NULL: nothing is called.
	 */
	int (*check)(const struct vm *vm);
	const char *target; /* a function of the kernel, for `check` */
	const volatile sig_atomic_t *stop;
	progress_fn progress; /* may be NULL */
	void *progress_context;
	/*
	 * A QEMU plugin, and the arguments after its path (with commas doubled) and
	 * ",output=DESCRIPTOR"; NULL: none. Its output goes to `plugin_output`, a descriptor of the
	 * caller.
	 */
	const char *plugin, *plugin_arguments;
	int plugin_output;
	bool boots;		 /* never continues from a snapshot, and takes none */
	bool renews;		 /* boots, and takes a snapshot in place of an old one */
	struct vm_request first; /* set by vm__run: in the guest's root file system */
	struct vm_request kept;	 /* set by vm__run: in QEMU's configuration */
	bool has_reported;	 /* set by vm__start: the guest has booted */
	bool has_answered;	 /* set by vm__ask: a part of the answer was passed on */
	char measured[64];	 /* set by vm__ask: the backend that is measured, or was last; or
				     "" */
	time_t snapshot_taken;	 /* set by vm__start: when the snapshot was that the guest continues
				    from; 0: it has booted */
	char qemu_version[QEMU_VERSION_SIZE]; /* set by vm__start if it is known; or "" */
};

/* Never NULL. */
const struct guest_arch *vm__arch(const struct vm *vm);
const char *vm__cpu_model(const struct vm *vm);

/*
 * Checks that the image and QEMU exist, that the kernel takes a command line of this length, and
 * /dev/kvm if it is needed. 0 or -errno, logged.
 * vm__start calls it too.
 */
int vm__check(const struct vm *vm);

/* The facts about the VM that are stored with a run: a JSON object, see results/README.md. */
json_t *vm__describe(const struct vm *vm);

#endif
