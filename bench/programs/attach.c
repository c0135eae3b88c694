// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/attach.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/encode.h"
#include "bench/base/interrupt.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/base/version.h"
#include "bench/hook/watched_hook.h"
#include "bench/machine/clock.h"
#include "bench/machine/environment.h"
#include "bench/measure/capability.h"
#include "bench/model/run.h"
#include "bench/programs/attached_programs.h"
#include "bench/programs/hooked_files.h"
#include "bench/programs/program_arm.h"
#include "bench/programs/target_file.h"

/* What is known about the hook, besides how the command ended. */
struct attached {
	struct target target;
	struct hooked_files files;
	struct hook_counts counts;
	int64_t attach_ns, detach_ns;
	const char *placement;
	struct hook_memory memory;
	/* Of a user's program: what it is attached to, and what became of its programs. */
	char functions[256];
	json_t *programs;
};

/* ---- attaching ---- */

static int resolve(const struct attach_plan *plan, struct attached *a)
{
	struct target *target = &a->target;
	int err = 0;

	if (plan->place && plan->place->file[0]) {
		*target = *plan->place;
		return hooked_files__open_target(&a->files, target);
	}
	if (plan->backend->needs_function)
		err = target__choose(plan->target, plan->workload->targets, target);
	return err || (plan->backend->needs_function && !target->symbol[0]) ? -ENOTSUP : 0;
}

/* A hook that never fires would count nothing, which looks like a command that hits nothing. */
static int refuse_if_silent(const struct attach_plan *plan)
{
	struct capability why = { 0 };

	if (capability__can_fire(&why, plan->backend, plan->payload))
		return 0;
	log__error("%s cannot be used: %s", plan->backend->name, why.reason);
	log__write(LOG_INFO, "  %s", why.remedy);
	return -ENOTSUP;
}

static int open_and_attach(const struct attach_plan *plan, struct attached *a,
			   struct watched_hook *hook)
{
	int err = watched_hook__open(hook, plan->backend, plan->payload, &a->target, plan->workload,
				     &a->memory);

	if (err)
		return err;
	err = hooked_files__add_of(&a->files, &hook->hook);
	if (!err)
		err = hook__attach(&hook->hook);
	if (err)
		watched_hook__close(hook);
	else if (backend__is_hook(plan->backend))
		a->attach_ns = hook->hook.attach_ns;
	return err;
}

/* A user's program counts nothing itself: the kernel does, if it was asked to. */
static void take_runs(struct attached *a, const struct hook *hook, bool is_counted)
{
	a->counts.hits = is_counted ? a->counts.runs : COUNT_UNKNOWN;
	a->programs = attached_programs__to_json(hook, is_counted);
}

static void warn_of_changes(const struct hooked_files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		const struct target_file_change *change = hooked_files__change(files, i);

		if (change)
			log__warning("%s %s while the command ran: %s", files->v[i].path,
				     change->what, change->so);
	}
}

static void detach(const struct attach_plan *plan, struct attached *a, struct watched_hook *hook,
		   bool is_counted)
{
	hook__read_placement(&hook->hook);
	a->placement = hook->hook.placement;
	watched_hook__read_counts(hook, &a->counts);
	if (plan->backend->user)
		take_runs(a, &hook->hook, is_counted);
	hook__detach(&hook->hook);
	if (backend__is_hook(plan->backend))
		a->detach_ns = hook->hook.detach_ns;
	watched_hook__close(hook);
	warn_of_changes(&a->files);
}

/* err: the error of attaching; 0 if it was not tried. */
static int refuse(const struct attach_plan *plan, const struct target *target, int err)
{
	struct capability why = { 0 };

	if (capability__can_carry(&why, plan->backend, plan->payload, target, plan->workload))
		capability__explain(&why, plan->backend, plan->payload, target, err);
	log__error("%s cannot be attached: %s", plan->backend->name, why.reason);
	if (why.remedy[0])
		log__write(LOG_INFO, "  %s", why.remedy);
	return -ENOTSUP;
}

/* ---- the document ---- */

static json_t *left_to_json(const struct name_list *left)
{
	json_t *names = json_array();

	for (size_t i = 0; i < left->n && i < NAME_LIST_SHOWN; i++)
		json_array_append_new(names, encode__json(left->names[i]));
	return json_pack("{s:I, s:o}", "count", (json_int_t)left->n, "first", names);
}

static json_t *end_to_json(const struct cmdline *line, const struct command_setup *setup,
			   const struct command_end *end)
{
	return json_pack("{s:o, s:s?, s:I, s:i, s:o, s:I, s:I, s:I, s:I, s:o}", "commands",
			 cmdline__to_json(line), "user", setup->user ? setup->user->name : NULL,
			 "started", (json_int_t)end->n_started, "status", end->status, "signal",
			 json_value__known((uint64_t)end->signal), "wall_ns",
			 (json_int_t)end->wall_ns, "user_ns", (json_int_t)end->user_ns, "system_ns",
			 (json_int_t)end->system_ns, "max_rss_kib", (json_int_t)end->max_rss_kib,
			 "left", left_to_json(&end->left));
}

static const char *system_call_of(const struct attach_plan *plan)
{
	bool is_system_call = backend__is_hook(plan->backend) && !plan->backend->user &&
			      !plan->backend->is_user && !plan->backend->needs_function;

	return is_system_call ? plan->workload->system_call.name : NULL;
}

static json_t *hook_to_json(const struct attach_plan *plan, const struct attached *a)
{
	bool is_own = plan->backend->user;

	return json_pack("{s:s, s:s?, s:o, s:s?, s:o, s:o, s:o, s:o, s:o, s:o}", "backend",
			 plan->backend->name, "payload", is_own ? NULL : plan->payload->name,
			 "function", json_value__text(is_own ? a->functions : a->target.symbol),
			 "system_call", system_call_of(plan), "placement",
			 json_value__text(a->placement), "hits", json_value__count(a->counts.hits),
			 "lost", json_value__count(a->counts.lost), "missed",
			 json_value__count(a->counts.missed), "recursion",
			 json_value__count(a->counts.recursion), "attach_ns",
			 json_value__count(a->attach_ns));
}

static json_t *to_json(const struct attach_plan *plan, const struct attached *a, json_t *command)
{
	json_t *hook = hook_to_json(plan, a);

	json_object_set_new(hook, "detach_ns", json_value__count(a->detach_ns));
	json_object_set_new(hook, "file", json_value__text(a->target.file));
	json_object_set_new(hook, "offset", json_value__known(a->target.offset));
	if (a->programs)
		json_object_set_new(hook, "programs", a->programs);
	return json_pack("{s:s, s:{s:s, s:s}, s:o, s:o, s:o}", "schema", ATTACH_SCHEMA, "tool",
			 "name", "hookbench", "version", HOOKBENCH_VERSION, "environment",
			 environment__read("unknown"), "hook", hook, "command", command);
}

/*
 * The kernel counts runs only while a descriptor asks for it. It then takes the time of each run as
 * well, which costs: so not for hooks that count their hits themselves.
 */
static int start_counting(void)
{
	int fd = bpf_enable_stats(BPF_STATS_RUN_TIME);

	if (fd < 0)
		log__warning("the runs of its programs cannot be counted: BPF statistics: %s",
			     strerror(errno));
	else
		log__info(
			"BPF statistics are on while the command runs, to count the runs of its programs: each takes a little longer");
	return fd;
}

static int run_and_detach(const struct attach_plan *plan, struct attached *a,
			  struct watched_hook *hook, const struct cmdline *line,
			  const struct command_setup *setup, struct command_end *end)
{
	int statistics = -1, err;

	if (plan->backend->user) {
		attached_programs__warn(&hook->hook);
		attached_programs__list(&hook->hook, a->functions, sizeof(a->functions));
		statistics = start_counting();
	}
	/* A signal may have arrived before there was a command to forward it to. */
	err = *interrupt__flag() ? -EINTR : wrapper__run(line, setup, end);
	detach(plan, a, hook, statistics >= 0);
	if (statistics >= 0)
		close(statistics);
	return err;
}

int attach__run(const struct attach_plan *plan, const struct cmdline *line,
		const struct command_setup *setup, json_t **document)
{
	struct attached a = {
		.target.name_parameter = -1,
		.memory.user_files = USER_FILES_OF_COMMAND,
		.attach_ns = COUNT_UNKNOWN,
		.detach_ns = COUNT_UNKNOWN,
	};
	struct command_end end;
	struct watched_hook hook;
	int err = resolve(plan, &a);

	*document = NULL;
	if (!err)
		err = refuse_if_silent(plan);
	if (err) {
		hooked_files__free(&a.files);
		return err;
	}
	err = open_and_attach(plan, &a, &hook);
	if (err) {
		err = refuse(plan, &a.target, err);
	} else {
		err = run_and_detach(plan, &a, &hook, line, setup, &end);
	}
	hook_memory__close(&a.memory);
	hooked_files__free(&a.files);
	if (!err)
		*document = to_json(plan, &a, end_to_json(line, setup, &end));
	else
		json_decref(a.programs);
	return err;
}

json_t *attach_plan__to_json(const struct attach_plan *plan)
{
	bool is_in_file = plan->place && plan->place->file[0];
	json_t *request = json_pack("{s:s, s:s, s:s}", "payload", plan->payload->name, "workload",
				    plan->workload->name, "target", is_in_file ? "" : plan->target);

	if (is_in_file)
		target_file__add_to(request, plan->place);
	program_arm__add_to(request, plan->backend);
	return request;
}
