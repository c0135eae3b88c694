// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/kept_vm.h"

#include <stdbool.h>
#include <stdio.h>

#include "bench/base/text.h"

static bool is_same(const struct vm *a, const struct vm *b)
{
	return a->accelerator == b->accelerator && text__are_equal(a->image, b->image) &&
	       vm__arch(a) == vm__arch(b) && text__are_equal(vm__cpu_model(a), vm__cpu_model(b)) &&
	       text__are_equal(a->append, b->append) && a->cpus == b->cpus &&
	       a->memory_mib == b->memory_mib;
}

/* The command's files, the plugin and the guest program are of one request. */
static bool can_be_kept(const struct vm *vm)
{
	return vm->accelerator != ACCEL_EXACT && !vm->files && !vm->plugin && !vm->guest &&
	       !vm->fetch;
}

/* NULL stays NULL. False if it does not fit. */
static bool copy(const char **text, char *room, size_t size)
{
	if (!*text)
		return true;
	if ((size_t)snprintf(room, size, "%s", *text) >= size)
		return false;
	*text = room;
	return true;
}

/* Takes over what the caller wants of this request; the guest has a pointer to kept->vm. */
static bool kept__take_options(struct kept_vm *kept, const struct vm *vm)
{
	kept->vm = *vm;
	return copy(&kept->vm.image, kept->image, sizeof(kept->image)) &&
	       copy(&kept->vm.cpu_model, kept->cpu_model, sizeof(kept->cpu_model)) &&
	       copy(&kept->vm.append, kept->append, sizeof(kept->append));
}

int kept_vm__run(struct kept_vm *kept, struct vm *vm, const char *request, json_t *fields,
		 json_t **reply)
{
	int err = 0;

	if (kept->guest && !(can_be_kept(vm) && is_same(&kept->vm, vm)))
		kept_vm__close(kept);
	if (!can_be_kept(vm) || !kept__take_options(kept, vm))
		return vm__run(vm, request, fields, reply);
	if (kept->guest)
		kept->vm.has_reported = true;
	else
		err = vm__start(&kept->vm, &kept->guest);
	vm->has_reported = kept->vm.has_reported;
	if (err) {
		json_decref(fields);
		return err;
	}
	err = vm__ask(kept->guest, request, fields, reply);
	/* What it would answer next is not known. */
	if (err)
		kept_vm__close(kept);
	return err;
}

void kept_vm__close(struct kept_vm *kept)
{
	if (kept->guest)
		vm__stop(kept->guest);
	kept->guest = NULL;
}
