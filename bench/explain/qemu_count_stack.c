// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/qemu_count_stack.h"

#include <string.h>

void stack_pointer__clear(struct stack_pointer *s)
{
	s->known = s->revealed = false;
	s->pointer = 0;
	s->n_stacks = s->n_waiting = 0;
	s->stack = NULL;
	s->depth = s->confirmed = s->corrected = 0;
}

void stack_pointer__lose(struct stack_pointer *s)
{
	if (s->known)
		s->stack->last = s->pointer;
	s->known = s->revealed = false;
	s->pointer = 0;
	s->n_waiting = 0;
}

static void stack_pointer__wait(struct stack_pointer *s, uint64_t *depth)
{
	if (s->n_waiting == MAX_WAITING)
		memmove(s->waiting, s->waiting + 1, --s->n_waiting * sizeof(*s->waiting));
	s->waiting[s->n_waiting++] = (struct waiting){ depth, s->pointer };
}

static void stack_pointer__note_at(struct stack_pointer *s, uint64_t pointer, uint64_t *depth)
{
	uint64_t here;

	if (pointer > s->stack->top)
		s->stack->top = pointer;
	here = s->stack->top - pointer;
	if (here > *depth)
		*depth = here;
	if (here > s->depth)
		s->depth = here;
}

void stack_pointer__note(struct stack_pointer *s, uint64_t *depth)
{
	if (s->known)
		stack_pointer__note_at(s, s->pointer, depth);
	else
		stack_pointer__wait(s, depth);
}

static void stack_pointer__find_stack(struct stack_pointer *s, uint64_t pointer)
{
	for (size_t i = 0; i < s->n_stacks; i++) {
		uint64_t last = s->stacks[i].last;

		if ((pointer > last ? pointer - last : last - pointer) < STACK_BYTES) {
			s->stack = &s->stacks[i];
			return;
		}
	}
	if (s->n_stacks == MAX_STACKS)
		s->n_stacks = 0;
	s->stack = &s->stacks[s->n_stacks++];
	*s->stack = (struct stack){ .top = pointer, .last = pointer };
}

/* It is `pointer` now; what was noted while it was unknown becomes known. */
static void stack_pointer__know(struct stack_pointer *s, uint64_t pointer)
{
	uint64_t base = pointer - s->pointer;

	if (s->known)
		s->stack->last = s->pointer;
	stack_pointer__find_stack(s, pointer);
	for (size_t i = 0; i < s->n_waiting; i++)
		stack_pointer__note_at(s, base + s->waiting[i].pointer, s->waiting[i].depth);
	s->n_waiting = 0;
	s->known = true;
	s->pointer = pointer;
}

void stack_pointer__access(struct stack_pointer *s, const struct stack_effect *effect,
			   uint64_t address, bool is_store)
{
	uint64_t pointer = address - (uint64_t)effect->offset;

	if (effect->reveal == REVEAL_NOTHING || s->revealed ||
	    (effect->reveal == REVEAL_LOAD && is_store) ||
	    (effect->reveal == REVEAL_STORE && !is_store))
		return;
	if (effect->moves_first)
		stack_pointer__lose(s);
	s->revealed = true;
	if (s->known && s->pointer == pointer) {
		s->confirmed++;
		return;
	}
	s->corrected += s->known;
	stack_pointer__know(s, pointer);
}

void stack_pointer__move(struct stack_pointer *s, const struct stack_effect *effect,
			 uint64_t *depth)
{
	s->revealed = false;
	if (effect->move == MOVE_BY && !effect->by)
		return;
	if (effect->move == MOVE_ELSEWHERE || (effect->move == MOVE_TO_MASKED && !s->known))
		stack_pointer__lose(s);
	else if (effect->move == MOVE_TO_MASKED)
		s->pointer &= (uint64_t)effect->by;
	else
		s->pointer += (uint64_t)effect->by;
	stack_pointer__note(s, depth);
}
