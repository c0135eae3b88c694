/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Starts a kernel image in QEMU with hookbench-guest as the guest's first process, and asks it.
 * Nothing else is needed: no module, disk, network or shared folder. The messages are those of
 * wire.h, on the second serial line. QEMU dies with this process, however that ends.
 *
 *   vm__start, vm__ask as often as wanted, vm__power_off if its end matters, vm__stop
 */
#ifndef HOOKBENCH_BENCH_VM_VM_H
#define HOOKBENCH_BENCH_VM_VM_H

#include <jansson.h>

#include "bench/vm/vm_options.h"

/* A guest that has booted. It keeps `vm` in use. */
struct guest;

/*
 * Boots, and waits until the guest is ready for requests. 0 with *guest for vm__stop; -EINTR if
 * stopped; another -errno, logged, with the last lines of the guest's console if it had begun to
 * boot.
 */
int vm__start(struct vm *vm, struct guest **guest);
/*
 * Sends a request of wire.h, and waits for the reply; takes `fields` over. 0 with the reply's
 * fields, for the caller to free, which have been checked; or, if the guest could not do it, with
 * {"error": ERRNO}, and the guest has logged why. -errno as of vm__start: then the guest can only
 * be stopped.
 */
int vm__ask(struct guest *guest, const char *request, json_t *fields, json_t **reply);
/* Has it power off, and waits for that. 0 or -errno as of vm__start. */
int vm__power_off(struct guest *guest);
void vm__stop(struct guest *guest);

/* A guest for one request: starts it, asks and stops it. */
int vm__run(struct vm *vm, const char *request, json_t *fields, json_t **reply);

#endif
