// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_parts.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/similar_names.h"
#include "bench/hook/libbpf_log.h"
#include "bench/hook/user_list.h"

/* ---- the settings ---- */

/* The target without the offset of a kprobe, which is kept whatever the function is. */
static const char *split_target(const char *section, char name[PROGRAM_TARGET_SIZE])
{
	const char *target = program_kind__target(section), *offset = strchr(target, '+');

	snprintf(name, PROGRAM_TARGET_SIZE, "%.*s", (int)strcspn(target, "+"), target);
	return offset ? offset : "";
}

static void set_target(const char *section, const struct plan_settings *settings,
		       char target[PROGRAM_TARGET_SIZE])
{
	char from[PROGRAM_TARGET_SIZE];
	const char *offset = split_target(section, from);
	struct user_item item;
	const char *to = user_list__value(settings->retarget, from, &item);

	snprintf(target, PROGRAM_TARGET_SIZE, "%s%s", to ? to : from, offset);
}

static void format_unknown(const char *option, const char *what, const struct similar_names *near,
			   char *problem, size_t size)
{
	char names[SIMILAR_NAMES_SHOWN * (SIMILAR_NAMES_SIZE + 2)];

	similar_names__format(near, names, sizeof(names));
	snprintf(problem, size, "%s %s: %s%s%s", option, near->wanted, what,
		 names[0] ? "; similar names: " : "", names);
}

/* Whether a program of the object has the name or, with `as_target`, the target. */
static bool object__has(const struct bpf_object *object, bool as_target, const char *name,
			struct similar_names *near)
{
	struct bpf_program *program;

	similar_names__start(near, name);
	bpf_object__for_each_program(program, object)
	{
		const char *other = bpf_program__name(program);
		char target[PROGRAM_TARGET_SIZE];

		if (as_target) {
			split_target(bpf_program__section_name(program), target);
			other = target;
		}
		if (!strcmp(other, name))
			return true;
		similar_names__offer(near, other);
	}
	return false;
}

static int check_only(const struct bpf_object *object, const char *list, char *problem, size_t size)
{
	struct similar_names near;
	struct user_item item;

	while (user_list__next(&list, &item))
		if (!object__has(object, false, item.name, &near)) {
			format_unknown("--only", "the object has no program of that name", &near,
				       problem, size);
			return -EINVAL;
		}
	return 0;
}

static int check_retarget(const struct bpf_object *object, const char *list, char *problem,
			  size_t size)
{
	struct similar_names near;
	struct user_item item;

	while (user_list__next(&list, &item)) {
		if (!item.name[0] || !item.value[0]) {
			snprintf(problem, size, "--retarget %s: it must be OLD=NEW", item.name);
			return -EINVAL;
		}
		if (!object__has(object, true, item.name, &near)) {
			format_unknown("--retarget", "no program's section names that target",
				       &near, problem, size);
			return -EINVAL;
		}
	}
	return 0;
}

int user_parts__check(const struct bpf_object *object, const struct plan_settings *settings,
		      char *problem, size_t size)
{
	struct bpf_program *program;
	unsigned int n = 0;
	int err;

	bpf_object__for_each_program(program, object) n++;
	if (!n) {
		snprintf(problem, size, "the object has no programs");
		return -ENOENT;
	}
	if (n > USER_MAX_PROGRAMS) {
		snprintf(problem, size, "the object has %u programs; at most %d are possible", n,
			 USER_MAX_PROGRAMS);
		return -E2BIG;
	}
	err = check_only(object, settings->only, problem, size);
	return err ? err : check_retarget(object, settings->retarget, problem, size);
}

/* ---- the facts ---- */

int user_parts__list(const struct bpf_object *object, const char *arm, struct program_facts *facts)
{
	struct bpf_program *program;
	int err = 0;

	bpf_object__for_each_program(program, object)
	{
		const char *section = bpf_program__section_name(program);
		const struct program_kind *kind = program_kind__of(section);
		struct program_fact fact;

		program_fact__init(&fact, arm);
		snprintf(fact.name, sizeof(fact.name), "%s", bpf_program__name(program));
		snprintf(fact.section, sizeof(fact.section), "%s", section);
		snprintf(fact.kind, sizeof(fact.kind), "%.*s",
			 kind ? (int)strcspn(section, "/") : 0, section);
		if (!err)
			err = program_facts__add(facts, &fact, 1);
	}
	return err;
}

static void refuse(struct program_fact *fact, const char *reason, const char *remedy)
{
	snprintf(fact->reason, sizeof(fact->reason), "%s", reason);
	snprintf(fact->remedy, sizeof(fact->remedy), "%s", remedy);
}

void user_part__explain(const struct user_part *part, int err, struct program_fact *fact)
{
	const struct mechanism *mechanism = part->kind->mechanism;
	const struct requirement *missing =
		requirement__find_missing(part->kind->requires, OUTPUT_NONE, err, false);
	char message[160];

	/* What libbpf says of it, before looking up why says more. */
	snprintf(message, sizeof(message), "%s", libbpf_log__last());
	fact->attached = false;
	fact->reason[0] = fact->remedy[0] = '\0';
	if (missing) {
		refuse(fact, missing->reason, missing->remedy);
		return;
	}
	if (mechanism->explain && err != -EINVAL)
		mechanism->explain(part, fact);
	if (fact->reason[0])
		return;
	snprintf(fact->reason, sizeof(fact->reason), "the kernel rejects it: %s%s%s",
		 strerror(-err), message[0] ? ": " : "", message);
	snprintf(fact->remedy, sizeof(fact->remedy), "try another kernel: --kernel IMAGE");
}

/* ---- choosing ---- */

/* Programs without a target that the kernel loads all the same: others may call them. */
static bool may_be_called(const struct user_part *part)
{
	return part->kind && part->kind->mechanism && !part->target[0] &&
	       part->kind->type != BPF_PROG_TYPE_TRACING && part->kind->type != BPF_PROG_TYPE_LSM;
}

/* Whether it shall be attached, as far as its section and the settings tell. */
static bool is_wanted(const struct user_part *part, const struct plan_settings *settings,
		      struct program_fact *fact)
{
	const struct program_kind *kind = part->kind;

	if (!kind)
		refuse(fact, "hookbench does not know programs with such a section", "");
	else if (kind->refusal)
		refuse(fact, kind->refusal, "");
	else if (may_be_called(part))
		refuse(fact,
		       "its section names no target: it runs only if another program calls it", "");
	else if (!part->target[0])
		snprintf(fact->reason, sizeof(fact->reason),
			 "its section names no target; it should be %s", kind->mechanism->example);
	else if (settings->only[0] && !user_list__has(settings->only, fact->name))
		refuse(fact, "--only does not name it", "");
	else if (!settings->only[0] && !bpf_program__autoload(part->program)) {
		refuse(fact, "its section begins with \"?\": it is attached only if asked for", "");
		snprintf(fact->remedy, sizeof(fact->remedy), "--only %s", fact->name);
	} else
		return true;
	return false;
}

/* libbpf may know another type for the section, or none. */
static void set_type(const struct user_part *part)
{
	bpf_program__set_type(part->program, part->kind->type);
	bpf_program__set_expected_attach_type(part->program,
					      (enum bpf_attach_type)part->kind->attach_type);
	if (part->kind->sleeps)
		bpf_program__set_flags(part->program,
				       bpf_program__flags(part->program) | BPF_F_SLEEPABLE);
}

static int prepare(struct user_part *part)
{
	set_type(part);
	return part->kind->mechanism->prepare ? part->kind->mechanism->prepare(part) : 0;
}

/* Requirements are asked first: what they lack, no target can have. */
static void decide(struct user_part *part, const struct plan_settings *settings,
		   struct program_fact *fact)
{
	const struct requirement *missing;
	int err;

	if (!is_wanted(part, settings, fact))
		return;
	missing = requirement__find_missing(part->kind->requires, OUTPUT_NONE, 0, false);
	if (missing) {
		refuse(fact, missing->reason, missing->remedy);
		return;
	}
	err = prepare(part);
	if (err == -EINVAL)
		snprintf(fact->reason, sizeof(fact->reason), "its target \"%.100s\" should be %s",
			 part->target, part->kind->mechanism->example);
	else if (err)
		user_part__explain(part, err, fact);
	fact->attached = !err;
}

/* Those of <bpf/usdt.bpf.h>. */
static bool has_usdt_maps(const struct bpf_object *object)
{
	return bpf_object__find_map_by_name(object, "__bpf_usdt_specs") &&
	       bpf_object__find_map_by_name(object, "__bpf_usdt_ip_to_spec_id");
}

int user_parts__choose(struct bpf_object *object, const struct plan_settings *settings,
		       enum user_files files, bool is_new, struct program_fact *facts,
		       struct user_part *parts)
{
	struct bpf_program *program;
	size_t i = 0;
	int n = 0;

	bpf_object__for_each_program(program, object)
	{
		struct program_fact *fact = &facts[i];
		struct user_part *part = &parts[n];
		int err = 0;

		*part = (struct user_part){
			.kind = program_kind__of(bpf_program__section_name(program)),
			.program = program,
			.fact = i++,
			.files = files,
			.has_usdt_maps = has_usdt_maps(object),
		};
		set_target(bpf_program__section_name(program), settings, part->target);
		snprintf(fact->target, sizeof(fact->target), "%s", part->target);
		if (is_new)
			decide(part, settings, fact);
		else if (fact->attached)
			err = prepare(part);
		if (may_be_called(part))
			set_type(part);
		bpf_program__set_autoload(program, fact->attached || may_be_called(part));
		n += fact->attached;
		if (!fact->attached || err)
			user_part__free(part);
		if (err)
			return err;
	}
	return n;
}
