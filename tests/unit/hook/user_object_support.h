/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The objects of tests/bpf. */
#ifndef HOOKBENCH_TESTS_UNIT_HOOK_USER_OBJECT_SUPPORT_H
#define HOOKBENCH_TESTS_UNIT_HOOK_USER_OBJECT_SUPPORT_H

#include "tests/unit/support.h"

#include <bpf/libbpf.h>

/* The object's bytes, for the caller to free. */
static inline void *read_object(const char *name, size_t *size)
{
	char path[PATH_MAX];
	FILE *file;
	void *bytes;

	snprintf(path, sizeof(path), "%s/%s.bpf.o", USER_OBJECTS, name);
	file = fopen(path, "re");
	assert_non_null(file);
	bytes = malloc(1 << 20);
	assert_non_null(bytes);
	*size = fread(bytes, 1, 1 << 20, file);
	fclose(file);
	return bytes;
}

static inline struct bpf_object *open_user_object(const char *name)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "hookbench");
	size_t size;
	void *bytes = read_object(name, &size);
	struct bpf_object *object = bpf_object__open_mem(bytes, size, &options);

	assert_non_null(object);
	free(bytes);
	return object;
}

#endif
