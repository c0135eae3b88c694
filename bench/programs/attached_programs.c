// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/attached_programs.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/encode.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/hook/hook.h"

void attached_programs__warn(const struct hook *hook)
{
	size_t n;
	const struct program_fact *facts = hook__facts(hook, &n);

	for (size_t i = 0; i < n; i++) {
		if (facts[i].attached)
			continue;
		log__warning("the program %s is not attached: %s%s%s", facts[i].name,
			     facts[i].reason, facts[i].remedy[0] ? "; " : "", facts[i].remedy);
	}
}

static bool is_before(const struct program_fact *facts, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (facts[j].attached && !strcmp(facts[j].target, facts[i].target))
			return true;
	return false;
}

void attached_programs__list(const struct hook *hook, char *text, size_t size)
{
	size_t n, length = 0;
	const struct program_fact *facts = hook__facts(hook, &n);

	text[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		const char *target = facts[i].target;

		if (!facts[i].attached || !target[0] || is_before(facts, i) ||
		    !encode__is_plain(target))
			continue;
		if (length + strlen(", ") + strlen(target) >= size)
			return;
		length += (size_t)snprintf(text + length, size - length, "%s%s", length ? ", " : "",
					   target);
	}
}

json_t *attached_programs__to_json(const struct hook *hook, bool is_counted)
{
	size_t n;
	const struct program_fact *facts = hook__facts(hook, &n);
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		const struct program_fact *f = &facts[i];

		json_array_append_new(
			list,
			json_pack("{s:o, s:o, s:o, s:b, s:o, s:o}", "name", encode__json(f->name),
				  "section", encode__json(f->section), "target",
				  f->target[0] ? encode__json(f->target) : json_null(), "attached",
				  f->attached, "reason",
				  f->reason[0] ? encode__json(f->reason) : json_null(), "runs",
				  json_value__count(is_counted && f->attached ? f->runs
									      : COUNT_UNKNOWN)));
	}
	return list;
}
