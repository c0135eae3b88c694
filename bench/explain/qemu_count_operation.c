// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/qemu_count_operation.h"

static void operation__push(struct operation *o, uint64_t to, uint64_t back, bool trap)
{
	struct item *from = o->stretch;

	if (o->depth < MAX_DEPTH)
		o->frames[o->depth++] = (struct frame){ back, from, trap };
	o->stretch = table__get(&o->stretches, to, from);
}

void operation__go(struct operation *o, uint64_t to)
{
	struct item *caller = o->depth ? o->frames[o->depth - 1].from : NULL;

	o->stretch = table__get(&o->stretches, to, caller);
}

/*
 * A return to an address that no call pushed is a jump: in retpolines, and to trampolines whose
 * address kernels put in place of a return address. The frames stay for the real return.
 */
static void operation__return(struct operation *o, uint64_t to)
{
	size_t i = o->depth;

	while (i && o->frames[i - 1].back != to && !o->frames[i - 1].trap)
		i--;
	if (i && !o->frames[i - 1].trap)
		o->depth = i - 1;
	operation__go(o, to);
}

static void operation__leave(struct operation *o, uint64_t to)
{
	while (o->depth && !o->frames[o->depth - 1].trap)
		o->depth--;
	if (o->depth)
		o->depth--;
	operation__go(o, to);
}

void operation__turn(struct operation *o, uint64_t to)
{
	const struct item *last = o->last;

	switch (last->kind) {
	case KIND_CALL: operation__push(o, to, last->next, false); break;
	case KIND_RETURN: operation__return(o, to); break;
	case KIND_LEAVE: operation__leave(o, to); break;
	case KIND_JUMP: operation__go(o, to); break;
	case KIND_PLAIN:
	case KIND_ENTER: operation__push(o, to, last->next, true); break;
	}
}

void operation__clear(struct operation *o)
{
	if (o->has_accesses)
		accesses__clear(&o->accesses, &o->instructions);
	counts__clear(&o->instructions);
	counts__clear(&o->counted_stretches);
	o->active = false;
	o->length = 0;
	o->depth = 0;
	o->last = NULL;
	o->stretch = NULL;
}
