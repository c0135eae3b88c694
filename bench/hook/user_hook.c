// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_hook.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/hook/hook.h"
#include "bench/hook/libbpf_log.h"
#include "bench/hook/user_load.h"
#include "bench/hook/user_maps.h"
#include "bench/hook/user_parts.h"
#include "bench/hook/user_variables.h"

struct user_hook {
	bool is_new;		 /* the facts are found out by this hook */
	struct user_part *parts; /* hook->n_parts are used, in the order of hook->parts */
	size_t room;
};

/* Keeps the reason, for hook__last_message. Returns err. */
static int fail(int err, const char *reason)
{
	libbpf_log__set("%s", reason);
	return err;
}

static struct program_fact *facts_of(const struct hook *hook, size_t *n)
{
	return program_facts__find(&hook->memory->facts, hook->backend->name, n);
}

/* ---- opening ---- */

static int open_object(struct hook *hook)
{
	const struct user_object *user = hook->backend->user;
	char message[256];
	int err;

	/* Not the arm's name: maps of a program and of its twin are named alike. */
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "hookbench");
	hook->object = bpf_object__open_mem(user->bytes, user->size, &options);
	if (hook->object)
		return 0;
	err = -errno;
	snprintf(message, sizeof(message), "the object cannot be read: %.200s",
		 hook__last_message()[0] ? hook__last_message() : strerror(-err));
	return fail(err, message);
}

static int allocate_parts(struct hook *hook, size_t n)
{
	hook->user->parts = calloc(n, sizeof(*hook->user->parts));
	hook->user->room = n;
	hook->parts = calloc(n, sizeof(*hook->parts));
	return hook->user->parts && hook->parts ? 0 : -ENOMEM;
}

static void free_parts(struct hook *hook)
{
	for (size_t i = 0; i < hook->user->room; i++)
		user_part__free(&hook->user->parts[i]);
	free(hook->user->parts);
	if (hook->parts != hook->row_parts)
		free(hook->parts);
	hook->user->parts = NULL;
	hook->user->room = 0;
	hook->parts = hook->row_parts;
	hook->n_parts = 0;
}

/* All programs have a reason: quotes the first. */
static int fail_without_parts(const struct program_fact *facts, size_t n)
{
	char reason[512];

	if (n == 1)
		snprintf(reason, sizeof(reason), "its only program, %s, cannot be attached: %s",
			 facts[0].name, facts[0].reason);
	else
		snprintf(reason, sizeof(reason),
			 "none of its %zu programs can be attached; the first is %s: %s", n,
			 facts[0].name, facts[0].reason);
	return fail(-ENOTSUP, reason);
}

/* Opens the object, and prepares the programs that shall be attached. */
static int open_and_choose(struct hook *hook, bool decide)
{
	const struct plan_settings *settings = hook->backend->user->settings;
	char problem[256] = "";
	struct program_fact *facts;
	int err = open_object(hook), parts = 0;
	size_t n;

	if (err)
		return err;
	if (decide) {
		err = user_parts__check(hook->object, settings, problem, sizeof(problem));
		if (!err)
			err = user_parts__list(hook->object, hook->backend->name,
					       &hook->memory->facts);
	}
	if (!err)
		err = user_variables__set(hook->object, settings->set, problem, sizeof(problem));
	if (problem[0])
		return fail(-ENOTSUP, problem);
	facts = facts_of(hook, &n);
	if (!err)
		err = allocate_parts(hook, n);
	if (err)
		return err;
	user_maps__prepare(hook->object, hook->backend->name,
			   hook->user->is_new ? &hook->memory->maps : NULL);
	parts = user_parts__choose(hook->object, settings, hook->memory->user_files, decide, facts,
				   hook->user->parts);
	if (parts < 0)
		return parts;
	for (int i = 0; i < parts; i++)
		hook->parts[i] = (struct hook_part){ .program = hook->user->parts[i].program,
						     .link_fd = -1 };
	hook->n_parts = (size_t)parts;
	return parts ? 0 : fail_without_parts(facts, n);
}

/* ---- loading ---- */

/* The kernel refused the object: none of its programs is attached, and it is known why. */
static int refuse_all(struct hook *hook, const struct load_log *log, int err)
{
	char why[192] = "", reason[256];
	size_t n;
	struct program_fact *facts = facts_of(hook, &n);

	if (log->verifier) {
		verifier_log__reason(log->verifier, why, sizeof(why));
		snprintf(reason, sizeof(reason), "the verifier refuses the program %s: %.150s",
			 log->program, why[0] ? why : strerror(-err));
	} else {
		snprintf(reason, sizeof(reason), "the kernel does not load it: %.180s%s",
			 log->message[0] ? log->message : strerror(-err),
			 err == -ENOMEM ? "; in a VM, --memory MIB gives it more" : "");
	}
	for (size_t i = 0; i < n && hook->user->is_new; i++) {
		if (!facts[i].attached)
			continue;
		facts[i].attached = false;
		snprintf(facts[i].reason, sizeof(facts[i].reason), "%s", reason);
	}
	return fail(err, reason);
}

/* What the verifier says of a program's target, whatever the program does. */
static const char *const of_target[] = { " is not sleepable", " is not modifiable",
					 "The address of function " };

static bool is_of_target(const char *reason)
{
	for (size_t i = 0; i < sizeof(of_target) / sizeof(*of_target); i++)
		if (strstr(reason, of_target[i]))
			return true;
	return false;
}

/*
 * If the kernel has no such programs (lockdown, another architecture), the others are attached all
 * the same. False if the verifier refuses what the program does, or it is not known which it is.
 */
static bool leave_out(struct hook *hook, const struct load_log *log, int err)
{
	size_t n;
	struct program_fact *facts = facts_of(hook, &n);
	char reason[192] = "";

	if (log->verifier)
		verifier_log__reason(log->verifier, reason, sizeof(reason));
	if (log->verifier && !is_of_target(reason))
		return false;
	for (size_t i = 0; i < hook->n_parts; i++) {
		const struct user_part *part = &hook->user->parts[i];

		if (strcmp(bpf_program__name(part->program), log->program) != 0)
			continue;
		libbpf_log__set("%s", reason[0] ? reason : log->message);
		user_part__explain(part, err, &facts[part->fact]);
		return true;
	}
	return false;
}

static void keep_verifier_log(struct hook_memory *memory, struct load_log *log)
{
	if (!log->verifier)
		return;
	free(memory->verifier_log);
	memory->verifier_log = log->verifier;
	log->verifier = NULL;
}

static int load(struct hook *hook, bool with_statistics, struct load_log *log)
{
	struct user_hook *user = hook->user;
	int err;

	for (size_t i = 0; i < hook->n_parts && with_statistics; i++)
		user_part__ask_statistics(&user->parts[i]);
	libbpf_log__capture(log);
	err = user_object__load(hook->object, &hook->memory->printk_event);
	libbpf_log__capture(NULL);
	return err;
}

static void close_object(struct hook *hook)
{
	free_parts(hook);
	bpf_object__close(hook->object);
	hook->object = NULL;
}

/*
 * With the verifier's statistics the first time. An error then comes without the verifier's reason,
 * and an old kernel may not know of statistics: so it is tried again without. An object is opened
 * anew for each.
 */
static int choose_and_load(struct hook *hook)
{
	bool is_new = hook->user->is_new, with_statistics = is_new;
	int err = open_and_choose(hook, is_new);

	while (!err) {
		struct load_log log = { .message = "" };
		bool is_left_out = false;

		err = load(hook, with_statistics, &log);
		if (!err)
			return 0;
		if (is_new && !with_statistics)
			is_left_out = leave_out(hook, &log, err);
		if (!with_statistics && !is_left_out)
			err = refuse_all(hook, &log, err);
		keep_verifier_log(hook->memory, &log);
		if (!with_statistics && !is_left_out)
			return err;
		with_statistics = is_left_out;
		close_object(hook);
		err = open_and_choose(hook, false);
	}
	return err;
}

/* Programs that only others call are loaded, too. */
static void measure_called(const struct hook *hook, struct program_fact *facts, size_t n)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, hook->object)
	{
		if (bpf_program__fd(program) < 0)
			continue;
		for (size_t i = 0; i < n; i++)
			if (!facts[i].attached &&
			    !strcmp(facts[i].name, bpf_program__name(program)))
				user_program__measure(program, &facts[i]);
	}
}

static int user_hook__open(struct hook *hook)
{
	size_t n;
	struct program_fact *facts = facts_of(hook, &n);
	int err;

	hook->user = calloc(1, sizeof(*hook->user));
	if (!hook->user)
		return -ENOMEM;
	hook->user->is_new = !facts;
	err = choose_and_load(hook);
	if (err || !hook->user->is_new)
		return err;
	facts = facts_of(hook, &n);
	for (size_t i = 0; i < hook->n_parts; i++)
		user_part__measure(&hook->user->parts[i], &facts[hook->user->parts[i].fact]);
	measure_called(hook, facts, n);
	return user_maps__list(hook->object, hook->backend->name, &hook->memory->maps);
}

static int user_hook__reload(struct hook *hook)
{
	struct load_log log = { .message = "" };
	int err;

	free_parts(hook);
	err = open_and_choose(hook, false);
	if (!err)
		err = load(hook, hook->user->is_new, &log);
	keep_verifier_log(hook->memory, &log);
	return err;
}

static void user_hook__close(struct hook *hook)
{
	if (!hook->user)
		return; /* it was never opened */
	free_parts(hook);
	free(hook->user);
	hook->user = NULL;
}

const char *user_hook__file(const struct hook *hook, size_t i)
{
	return hook->user ? hook->user->parts[i].file : NULL;
}

/* ---- attaching ---- */

/* Its program stays loaded, but nothing counts its runs. */
static void drop_part(struct hook *hook, size_t i)
{
	struct user_hook *user = hook->user;
	size_t after = hook->n_parts - i - 1;

	user_part__free(&user->parts[i]);
	memmove(&user->parts[i], &user->parts[i + 1], after * sizeof(*user->parts));
	memset(&user->parts[hook->n_parts - 1], 0, sizeof(*user->parts));
	memmove(&hook->parts[i], &hook->parts[i + 1], after * sizeof(*hook->parts));
	hook->n_parts--;
}

static int attach_part(struct hook *hook, size_t i)
{
	const struct user_part *part = &hook->user->parts[i];

	return part->kind->mechanism->attach(part, &hook->parts[i]);
}

static int fail_to_attach(const struct hook *hook, size_t i, int err)
{
	char reason[256], message[160];

	snprintf(message, sizeof(message), "%s", hook__last_message());
	snprintf(reason, sizeof(reason), "the program %s was attached before, but not now: %s%s%s",
		 bpf_program__name(hook->parts[i].program), strerror(-err), message[0] ? ": " : "",
		 message);
	return fail(err, reason);
}

static int user_hook__attach(struct hook *hook)
{
	size_t i = 0, n;
	struct program_fact *facts = facts_of(hook, &n);

	while (i < hook->n_parts) {
		int err = attach_part(hook, i);

		if (!err) {
			i++;
			continue;
		}
		if (!hook->user->is_new)
			return fail_to_attach(hook, i, err);
		user_part__explain(&hook->user->parts[i], err, &facts[hook->user->parts[i].fact]);
		drop_part(hook, i);
	}
	hook->user->is_new = false;
	return hook->n_parts ? 0 : fail_without_parts(facts, n);
}

static void user_hook__read_runs(const struct hook *hook)
{
	size_t n;
	struct program_fact *facts = facts_of(hook, &n);

	for (size_t i = 0; i < hook->n_parts; i++) {
		struct program_fact *fact = &facts[hook->user->parts[i].fact];
		struct bpf_prog_info info = { 0 };
		uint32_t size = sizeof(info);

		fact->runs = COUNT_UNKNOWN;
		if (!bpf_obj_get_info_by_fd(bpf_program__fd(hook->parts[i].program), &info, &size))
			fact->runs = (int64_t)info.run_cnt;
	}
}

void user_hook__check_targets(const struct hook *hook)
{
	size_t n;
	struct program_fact *facts = facts_of(hook, &n);

	for (size_t i = 0; i < hook->n_parts; i++) {
		const struct user_part *part = &hook->user->parts[i];
		struct program_fact *fact = &facts[part->fact];

		if (part->kind->mechanism->explain)
			part->kind->mechanism->explain(part, fact);
		fact->attached &= !fact->reason[0];
	}
}

const struct hook_life user_hook_life = {
	.open = user_hook__open,
	.reload = user_hook__reload,
	.attach = user_hook__attach,
	.read_runs = user_hook__read_runs,
	.close = user_hook__close,
};
