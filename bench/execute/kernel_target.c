// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/kernel_target.h"

#include <errno.h>

#include "bench/base/log.h"
#include "bench/model/target.h"
#include "bench/objects/image_symbols.h"

/* 0 as well if the image does not tell, or cannot be read: booting will show it. */
static int check(const struct vm *vm)
{
	char near[SIMILAR_NAMES_SHOWN * (SIMILAR_NAMES_SIZE + 2)];
	struct image_lookup lookup;
	int err;

	log__silence(true);
	err = image_symbols__look_up(vm->image, vm->target, &lookup);
	log__silence(false);
	if (err == -EINTR || err == -ENOMEM)
		return err == -EINTR ? err : log__out_of_memory();
	if (!lookup.n || lookup.is_there)
		return 0;
	similar_names__format(&lookup.near, near, sizeof(near));
	return log__fail(-EINVAL, "the function \"%s\" cannot be hooked: " TARGET_LACKING "%s%s",
			 vm->target, near[0] ? "; similar names: " : "", near);
}

void kernel_target__look_for(struct vm *vm, const char *name)
{
	if (!target__is_name(name))
		return;
	vm->check = check;
	vm->target = name;
}
