/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Starts a kernel image in QEMU with hookbench-guest as the guest's first process, and sends it
 * requests. Needs nothing else: no module, disk, network or shared folder. The messages are those
 * of wire.h, on the second serial line. QEMU dies with this process, however that ends.
 *
 * In order: vm__start; vm__ask, any number of times; vm__power_off, if its end matters; vm__stop.
 */
#ifndef HOOKBENCH_BENCH_VM_VM_H
#define HOOKBENCH_BENCH_VM_VM_H

#include <jansson.h>

#include "bench/vm/vm_options.h"

/* A booted guest. It keeps using `vm`. */
struct guest;

/*
 * Boots, and waits until the guest is ready for requests. 0 with *guest, to be stopped by vm__stop;
 * -EINTR if interrupted; another -errno, logged, with the last lines of the guest's console if it
 * had begun to boot.
 */
int vm__start(struct vm *vm, struct guest **guest);
/*
 * Sends a request of wire.h, and waits for the reply; takes ownership of `fields`. 0 with the
 * checked fields of the reply, for the caller to free; if the guest could not do it, they are
 * {"error": ERRNO}, and the guest has logged why. -errno as in vm__start: the guest can then only
 * be stopped.
 */
int vm__ask(struct guest *guest, const char *request, json_t *fields, json_t **reply);
/* Powers the guest off, and waits for that. 0 or -errno as in vm__start. */
int vm__power_off(struct guest *guest);
void vm__stop(struct guest *guest);

/* Starts a guest for one request, asks it, and stops it. */
int vm__run(struct vm *vm, const char *request, json_t *fields, json_t **reply);

#endif
