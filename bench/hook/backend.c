// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/backend.h"

#include <bpf/libbpf.h>

#include "bench/hook/payload.h"

bool backend__is_hook(const struct backend *backend)
{
	return backend->elf || backend->user;
}

unsigned int backend__runs_of_call(const struct backend *backend)
{
	unsigned int runs = 0;

	for (const struct attachment *a = backend->parts;
	     a < backend->parts + BACKEND_MAX_PARTS && a->side; a++)
		runs += a->side->runs_of_call;
	return runs;
}

bool backend__sees_return(const struct backend *backend)
{
	for (const struct attachment *a = backend->parts;
	     a < backend->parts + BACKEND_MAX_PARTS && a->side; a++)
		if (a->side->sees_return)
			return true;
	return false;
}

bool backend__has_many(const struct backend *backend)
{
	return backend->parts[0].attach_many != NULL;
}

const void *(*backend__elf(const struct backend *backend,
			   const struct payload *payload))(size_t *size)
{
	return payload->is_price ? backend->prices_elf : backend->elf;
}

const char *backend__program(const struct backend *backend, const struct payload *payload)
{
	return backend->is_user && payload->user_program ? payload->user_program : payload->program;
}

bool backend__carries(const struct backend *backend, const struct payload *payload)
{
	const void *(*bytes)(size_t * size) = backend__elf(backend, payload), *elf;
	size_t size;
	struct bpf_object *object;
	char name[PROGRAM_NAME_SIZE];
	bool has;

	if (!backend->elf)
		return true;
	if (!bytes)
		return false;
	elf = bytes(&size);
	object = bpf_object__open_mem(elf, size, NULL);
	attachment__format_program(&backend->parts[0], backend__program(backend, payload), name,
				   sizeof(name));
	has = object && bpf_object__find_program_by_name(object, name);
	bpf_object__close(object);
	return has;
}
