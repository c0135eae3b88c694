// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/reuse.h"

#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/model/run_json.h"
#include "bench/model/store.h"

static bool is_same(const struct run *run, json_t *plan, json_t *vm)
{
	json_t *run_plan = plan__to_json(&run->plan);
	bool same = json_equal(run_plan, plan) && json_equal(run->vm, vm);

	json_decref(run_plan);
	return same;
}

/* Names begin with the time, so the newest comes last. */
static bool find_newest(const struct store_list *list, json_t *plan, json_t *vm, char *path,
			size_t size, struct run *run)
{
	for (size_t i = list->n; i-- > 0;) {
		if (store__read(list->paths[i], run))
			continue;
		if (is_same(run, plan, vm)) {
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
	json_t *plan_json = plan__to_json(plan);
	struct store_list list;
	bool found = false;

	log__silence(true);
	if (!store__list(parent, &list)) {
		found = find_newest(&list, plan_json, vm, path, size, run);
		store__free_list(&list);
	}
	log__silence(false);
	json_decref(plan_json);
	return found;
}
