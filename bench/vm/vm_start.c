// SPDX-License-Identifier: GPL-2.0-or-later
/* How a guest comes to run: it boots, or continues from a snapshot of one that has. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/vm/guest_program.h"
#include "bench/vm/initramfs.h"
#include "bench/vm/snapshot.h"
#include "bench/vm/vm.h"
#include "bench/vm/vm_guest.h"

#define RESUME_S 30 /* that a guest may take to continue, before it boots instead */

/* Boots, or continues from the snapshot. */
static int start(struct guest *g, int initramfs, struct snapshot *snapshot)
{
	struct qemu_inputs inputs = { initramfs, -1, -1 };
	int err = snapshot__connect(snapshot, &inputs);

	if (err)
		log__error("cannot start " QEMU ": %s", strerror(-err));
	else
		err = qemu_process__start(&g->process, g->vm, &inputs);
	if (!err)
		err = snapshot__feed(snapshot, g->vm);
	if (!err && snapshot->state)
		err = guest__send(g, "resume", NULL);
	return err ? err : guest__wait_until_ready(g);
}

static int start_guest(struct vm *vm, int initramfs, struct snapshot *snapshot,
		       struct guest **guest)
{
	struct guest *g = calloc(1, sizeof(*g));
	int err;

	if (!g)
		return log__out_of_memory();
	g->vm = vm;
	g->process = QEMU_PROCESS_NONE;
	guest_limits__open(&g->limits, vm);
	vm->has_reported = false;
	g->request = vm->first.message;
	err = start(g, initramfs, snapshot);
	if (err)
		vm__stop(g);
	else
		*guest = g;
	return err;
}

/* Continues from the snapshot, if there is one. 0; -EINTR; another -errno, with none any more. */
static int resume(struct vm *vm, int initramfs, struct snapshot *snapshot, struct guest **guest)
{
	unsigned int timeout_s = vm->timeout_s;
	int err;

	if (!snapshot->state)
		return -ENOENT;
	vm->timeout_s = RESUME_S;
	log__silence(true);
	err = start_guest(vm, initramfs, snapshot, guest);
	log__silence(false);
	vm->timeout_s = timeout_s;
	if (err && err != -EINTR)
		snapshot__remove(snapshot);
	return err;
}

static int start_with(struct vm *vm, const char *program, int initramfs, struct guest **guest)
{
	struct snapshot snapshot;
	int err;

	snapshot__open(&snapshot, vm, program);
	err = resume(vm, initramfs, &snapshot, guest);
	if (err && err != -EINTR) {
		err = start_guest(vm, initramfs, &snapshot, guest);
		if (!err)
			snapshot__take(&snapshot, vm);
	}
	snapshot__close(&snapshot);
	return err;
}

int vm__start(struct vm *vm, struct guest **guest)
{
	char program[PATH_MAX];
	int initramfs, err = vm__check(vm);

	if (!err && vm->guest)
		snprintf(program, sizeof(program), "%s", vm->guest);
	else if (!err)
		err = guest_program__find(program, sizeof(program));
	if (err)
		return err;
	initramfs = initramfs__make(program, vm->files, &vm->first);
	if (initramfs < 0)
		return initramfs;
	err = start_with(vm, program, initramfs, guest);
	close(initramfs);
	return err;
}
