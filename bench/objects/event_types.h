/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which struct the events of a user's object have, by its BTF. That is, in this order:
 *
 *   - the one that the user names
 *   - the value of the buffer's map, if that is a struct: __type(value, struct event)
 *   - the one to which the global pointers point whose names have "unused" in them, which exist so
 *     that BTF has the struct: const struct event *unused __attribute__((unused));
 *   - the one to which all global pointers point
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_EVENT_TYPES_H
#define HOOKBENCH_BENCH_OBJECTS_EVENT_TYPES_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct btf;

/* { 0 }: no type is known. */
struct event_types {
	struct btf *btf;    /* NULL: the object has none */
	uint32_t wanted;    /* 0: not named */
	uint32_t exported;  /* 0: none, or several */
	char map[64];	    /* the one of the last event, and */
	uint32_t map_value; /* its struct; 0: none */
};

/*
 * Reads an object that was checked before. `wanted`: NULL or "": none is named; `name` of the
 * object is for messages. 0; -EINVAL, logged, if it has no such struct; with nothing to close.
 */
int event_types__open(struct event_types *types, const char *name, const void *bytes, size_t size,
		      const char *wanted);
void event_types__close(struct event_types *types);

/*
 * The event as of event_value.h, with the struct's name in *type, which is foreign. NULL if no type
 * is known, or the event is shorter than its type.
 */
json_t *event_types__read(struct event_types *types, const char *map, const void *data, size_t size,
			  const char **type);

#endif
