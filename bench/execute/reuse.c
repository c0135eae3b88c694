// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/reuse.h"

#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/model/run_json.h"
#include "bench/model/store.h"

bool reuse__is_same(const struct run *run, const struct plan *plan, json_t *vm)
{
	json_t *of_run = plan__to_json(&run->plan), *wanted = plan__to_json(plan);
	bool same = json_equal(of_run, wanted) && json_equal(run->vm, vm);

	json_decref(of_run);
	json_decref(wanted);
	return same;
}

/* Names begin with the time, so the newest comes last. */
static bool find_newest(const struct store_list *list, const struct plan *plan, json_t *vm,
			char *path, size_t size, struct run *run)
{
	for (size_t i = list->n; i-- > 0;) {
		if (store__read(list->paths[i], run))
			continue;
		if (reuse__is_same(run, plan, vm)) {
			snprintf(path, size, "%s", list->paths[i]);
			return true;
		}
		run__free(run);
	}
	return false;
}

bool reuse__find(const char *parent, const struct plan *plan, json_t *vm, char *path, size_t size,
		 struct run *run)
{
	struct store_list list;
	bool found = false;

	log__silence(true);
	if (!store__list(parent, &list)) {
		found = find_newest(&list, plan, vm, path, size, run);
		store__free_list(&list);
	}
	log__silence(false);
	return found;
}
