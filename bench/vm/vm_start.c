// SPDX-License-Identifier: GPL-2.0-or-later
/* How a guest comes to run: it boots, or continues from a snapshot of one that has. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/memory_file.h"
#include "bench/vm/guest_program.h"
#include "bench/vm/initramfs.h"
#include "bench/vm/snapshot.h"
#include "bench/vm/vm.h"
#include "bench/vm/vm_guest.h"

#define RESUME_S 60 /* that a guest may take to continue, before it boots instead */

/* What a guest is made of. */
struct parts {
	char program[PATH_MAX];
	int initramfs, request;
};

static int start_qemu(struct guest *g, const struct parts *parts, struct snapshot *snapshot,
		      const struct boot_kernel *kernel)
{
	struct qemu_inputs inputs = { kernel, parts->initramfs, parts->request, -1, -1, false };
	int err = snapshot__connect(snapshot, g->vm, &inputs);

	if (err)
		return log__fail(err, "cannot start %s: %s", vm__arch(g->vm)->qemu, strerror(-err));
	return qemu_process__start(&g->process, g->vm, &inputs);
}

/* Boots, or continues from the snapshot. */
static int start(struct guest *g, const struct parts *parts, struct snapshot *snapshot)
{
	struct boot_kernel kernel;
	int err = snapshot->state ? boot_kernel__stand_in(g->vm->image, vm__arch(g->vm),
							  snapshot->facts.is_elf, &kernel)
				  : boot_kernel__open(g->vm->image, &kernel);

	if (err)
		return err;
	g->was_packed = kernel.is_still_packed;
	err = start_qemu(g, parts, snapshot, &kernel);
	boot_kernel__close(&kernel);
	if (!err)
		err = snapshot__feed(snapshot, g->vm);
	if (!err && snapshot->state)
		err = guest__resume(g);
	if (!err && !snapshot->state)
		boot_time__begin(&g->boot, g->vm);
	if (!err)
		err = guest__wait_until_ready(g);
	if (!err && !snapshot->state)
		boot_time__keep(&g->boot);
	boot_time__close(&g->boot);
	if (!err && !snapshot->state)
		snapshot__take(snapshot, g->vm, kernel.is_elf);
	return err;
}

static int start_guest(struct vm *vm, const struct parts *parts, struct snapshot *snapshot,
		       struct guest **guest)
{
	struct guest *g = calloc(1, sizeof(*g));
	int err;

	if (!g)
		return log__out_of_memory();
	g->vm = vm;
	g->process = QEMU_PROCESS_NONE;
	guest_limits__open(&g->limits, vm);
	vm->has_reported = vm->has_answered = false;
	vm->measured[0] = '\0';
	vm->snapshot_taken = snapshot->state ? (time_t)snapshot->facts.taken : 0;
	g->request = vm->first.message;
	err = start(g, parts, snapshot);
	memcpy(vm->qemu_version, snapshot->facts.qemu_version, sizeof(vm->qemu_version));
	if (err)
		vm__stop(g);
	else
		*guest = g;
	return err;
}

int vm__forget_counts(const struct vm *vm)
{
	if (!vm->plugin)
		return 0;
	if (ftruncate(vm->plugin_output, 0) || lseek(vm->plugin_output, 0, SEEK_SET))
		return log__fail(-errno, "cannot empty the plugin's output: %s", strerror(errno));
	return 0;
}

/* Continues from the snapshot, if there is one. 0; -EINTR; another -errno, with none any more. */
static int resume(struct vm *vm, const struct parts *parts, struct snapshot *snapshot,
		  struct guest **guest)
{
	unsigned int timeout_s = vm->timeout_s;
	int err;

	if (!snapshot->state)
		return -ENOENT;
	vm->timeout_s = RESUME_S;
	log__silence(true);
	err = start_guest(vm, parts, snapshot, guest);
	log__silence(false);
	vm->timeout_s = timeout_s;
	if (err && err != -EINTR)
		snapshot__remove(snapshot, log__silenced());
	return err;
}

static int start_with(struct vm *vm, const struct parts *parts, struct guest **guest)
{
	struct snapshot snapshot;
	int err;

	snapshot__open(&snapshot, vm, parts->program);
	err = resume(vm, parts, &snapshot, guest);
	if (err && err != -EINTR) {
		machine_failure__forget();
		err = vm__forget_counts(vm);
		if (!err && vm->check)
			err = vm->check(vm);
		if (!err)
			err = start_guest(vm, parts, &snapshot, guest);
	}
	snapshot__close(&snapshot);
	return err;
}

static int open_parts(const struct vm *vm, struct parts *parts)
{
	int err = 0;

	if (vm->guest)
		snprintf(parts->program, sizeof(parts->program), "%s", vm->guest);
	else
		err = guest_program__find(vm__arch(vm), parts->program, sizeof(parts->program));
	if (err)
		return err;
	parts->initramfs = initramfs__make(parts->program, vm->files, &vm->first);
	if (parts->initramfs < 0)
		return parts->initramfs;
	parts->request = memory_file__make("hookbench-request", vm->kept.line, vm->kept.size);
	if (parts->request >= 0)
		return 0;
	close(parts->initramfs);
	return log__fail(parts->request, "cannot keep the request for the guest: %s",
			 strerror(-parts->request));
}

int vm__start(struct vm *vm, struct guest **guest)
{
	struct parts parts;
	int err = vm__check(vm);

	if (!err)
		err = open_parts(vm, &parts);
	if (err)
		return err;
	err = start_with(vm, &parts, guest);
	close(parts.initramfs);
	close(parts.request);
	return err;
}
