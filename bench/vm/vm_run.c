// SPDX-License-Identifier: GPL-2.0-or-later
/* A guest for one request. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/vm/vm.h"
#include "bench/vm/vm_guest.h"

/*
 * What comes on the line arrives at another instruction in each run, and all that follows moves by
 * some: a message that wakes a guest cannot be exact. Trials do not see that, but a whole command
 * does. Such guests have files of their own, and continue from no snapshot.
 */
static bool has_first_request(const struct vm *vm)
{
	return vm->accelerator == ACCEL_EXACT && vm->files;
}

static int run_first_request(struct vm *vm, const char *request, json_t *fields, json_t **reply)
{
	struct guest *guest = NULL;
	int err;

	vm->first.message = wire__find(&wire_to_guest, request);
	vm->first.line = wire__write(request, fields, &vm->first.size);
	err = vm->first.line ? vm__start(vm, &guest) : log__out_of_memory();
	if (guest) {
		err = guest__wait_for_reply(guest, reply);
		vm__stop(guest);
	}
	free(vm->first.line);
	vm->first = (struct vm_request){ 0 };
	return err;
}

/* Starts a guest and asks it. Leaves `fields` to the caller. */
static int run_once(struct vm *vm, const char *request, json_t *fields, json_t **reply)
{
	struct guest *guest = NULL;
	int err;

	vm->kept.message = wire__find(&wire_to_guest, request);
	vm->kept.line = wire__write(request, json_incref(fields), &vm->kept.size);
	err = vm->kept.line ? vm__start(vm, &guest) : log__out_of_memory();
	if (guest) {
		err = vm__ask(guest, request, json_incref(fields), reply);
		vm__stop(guest);
	}
	free(vm->kept.line);
	vm->kept = (struct vm_request){ 0 };
	return err;
}

/* The time limit passed while a user's program may have been running: it would hang again. */
static bool hung_in_program(const struct vm *vm, const json_t *fields, int err)
{
	return err == -ETIMEDOUT && vm->measured[0] &&
	       json_object_size(json_object_get(fields, "objects"));
}

/* Whether booting may help: the guest has died or is silent, and has passed nothing on. */
static bool can_boot_instead(const struct vm *vm, const json_t *fields, int err)
{
	return vm->snapshot_taken && !vm->has_answered && (err == -ECHILD || err == -ETIMEDOUT) &&
	       !hung_in_program(vm, fields, err);
}

int vm__run(struct vm *vm, const char *request, json_t *fields, json_t **reply)
{
	int err;

	if (has_first_request(vm))
		return run_first_request(vm, request, fields, reply);
	err = run_once(vm, request, fields, reply);
	if (can_boot_instead(vm, fields, err)) {
		log__warning("the guest had continued from a snapshot: booting it instead");
		machine_failure__forget();
		vm->renews = true;
		err = vm__forget_counts(vm);
		if (!err)
			err = run_once(vm, request, fields, reply);
		vm->renews = false;
	}
	json_decref(fields);
	return err;
}
