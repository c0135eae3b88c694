// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/hook_many.h"

#include <stdlib.h>
#include <string.h>

#include "bench/kernel/function_list.h"
#include "bench/kernel/traceable.h"
#include "bench/machine/clock.h"

static void drop(char **functions, size_t *n, const char *name)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		if (strcmp(functions[i], name) != 0)
			functions[kept++] = functions[i];
		else
			free(functions[i]);
	}
	*n = kept;
}

int hook_many__list(const struct backend *backend, const char *but, char ***functions, size_t *n)
{
	int err = traceable__list(false, functions, n);

	if (!err && backend && backend->parts[0].keep_many)
		err = backend->parts[0].keep_many(*functions, n);
	if (err)
		function_list__free(functions, n);
	else
		drop(*functions, n, but);
	return err;
}

int hook_many__attach(struct hook *hook, const char *const *functions, size_t n)
{
	uint64_t start_ns = clock__monotonic_ns();
	int err = 0;

	for (size_t i = 0; i < hook->n_parts && !err; i++) {
		const struct attachment *a = &hook->backend->parts[i];

		err = a->attach_many(a, &hook->parts[i], functions, n);
	}
	hook->attach_ns = (int64_t)(clock__monotonic_ns() - start_ns);
	if (err)
		hook__detach(hook);
	return err;
}
