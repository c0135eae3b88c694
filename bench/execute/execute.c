// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/execute.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/execute/execute_vm.h"
#include "bench/execute/guest_rounds.h"
#include "bench/execute/kernel_target.h"
#include "bench/execute/kvm_fallback.h"
#include "bench/execute/prepare_programs.h"
#include "bench/execute/section_files.h"
#include "bench/explain/explain.h"
#include "bench/explain/plugin.h"
#include "bench/measure/session.h"
#include "bench/model/plan_defaults.h"
#include "bench/model/run_json.h"
#include "bench/vm/vm.h"
#include "workloads/workload.h"

#define INSPECT "inspect"

static const struct observer terminal = { progress__draw, NULL };

/* 0 or -errno, logged. */
static int open_vm(const struct job *job, const char *image, struct observer observer,
		   struct vm *vm)
{
	const struct workload *workload = workload__find(job->plan->workload);
	int err = execute_vm__init(vm, job->where, image, job->plan->threads, observer);

	if (!err && workload && !workload->user_functions)
		kernel_target__look_for(vm, job->plan->target);
	return err;
}

/* The reply has a run, even if nothing attaches; or only an error, whose reason has been logged. */
static int take_reply(json_t *reply, struct run *run)
{
	json_t *json = json_object_get(reply, "run");
	int err = -(int)json_integer_value(json_object_get(reply, "error"));

	if (!json)
		return err;
	return run__from_json(json, "the reply of the guest", run) ? -EINVAL : err;
}

static int explain(struct plugin *plugin, json_t *reply, const char *machine, bool drivers,
		   struct run *run)
{
	struct profiles profiles;
	int err = profiles__read(plugin->output, &profiles);

	if (err)
		return err;
	err = explain__make(run, &profiles, json_object_get(reply, "symbols"),
			    json_object_get(reply, "attached"), &run->explain);
	if (!err && drivers)
		err = explain__make_drivers(run, &profiles, json_object_get(reply, "symbols"),
					    json_object_get(reply, "attached"), machine,
					    &run->drivers);
	profiles__free(&profiles);
	return err;
}

/* What to ask the guest. */
struct question {
	const struct job *job;
	const struct plan *plan; /* with the programs */
	const struct arm_objects *objects;
	const struct refused_sources *refused;
	const char *request;
	struct run *run;
};

static json_t *request_of(const struct question *q, enum clock_unit unit, bool explain)
{
	struct plan plan = *q->plan;
	char folder[PATH_MAX];
	json_t *request;

	plan__complete(&plan, unit);
	request = json_pack("{s:o, s:b, s:b}", "plan", plan__to_json(&plan), "explain", explain,
			    "verbose", q->job->programs && q->job->programs->verbose);
	if (q->objects->n)
		json_object_set_new(request, "objects", arm_objects__to_json(q->objects));
	/* A path that is not UTF-8 cannot be sent. */
	if (!strcmp(q->request, INSPECT) && getcwd(folder, sizeof(folder)))
		json_object_set_new(request, "folder", json_string(folder));
	return request;
}

/* `plugin` has counted in the VM; NULL: nothing was counted. */
static int ask_vm(struct vm *vm, const struct question *q, struct plugin *plugin)
{
	enum clock_unit unit =
		vm->accelerator == ACCEL_EXACT ? CLOCK_INSTRUCTIONS : CLOCK_NANOSECONDS;
	struct run *run = q->run;
	time_t started = time(NULL);
	json_t *reply = NULL;
	int err;

	if (q->job->kept)
		err = kept_vm__run(q->job->kept, vm, q->request,
				   request_of(q, unit, plugin != NULL), &reply);
	else
		err = vm__run(vm, q->request, request_of(q, unit, plugin != NULL), &reply);
	if (err)
		return err;
	err = take_reply(reply, run);
	if (!err && plugin)
		err = explain(plugin, reply, vm__arch(vm)->machine,
			      q->job->explain == EXPLAIN_DRIVERS, run);
	json_decref(reply);
	if (!err || err == -ENOTSUP) {
		err = refused_sources__add_to(q->refused, run) ?: err;
		json_decref(run->vm); /* the guest knows nothing about its VM */
		run->vm = vm__describe(vm);
		run__set_started(run, started);
		run->snapshot[0] = '\0';
		if (vm->snapshot_taken)
			run__format_time(vm->snapshot_taken, run->snapshot);
	}
	return err;
}

/* A vm_attempt. */
static int ask(struct vm *vm, void *context)
{
	const struct question *q = context;
	struct guest_rounds rounds = { .is_enough = q->job->is_enough };
	struct plugin plugin;
	int err =
		q->job->explain ? plugin__open(&plugin, vm, q->job->explain == EXPLAIN_DRIVERS) : 0;

	if (err)
		return err;
	if (rounds.is_enough) {
		vm->round = guest_rounds__take;
		vm->round_context = &rounds;
	}
	vm->progress(&(struct progress){ .backend = NULL }, vm->progress_context);
	err = ask_vm(vm, q, q->job->explain ? &plugin : NULL);
	guest_rounds__free(&rounds);
	if (q->job->explain)
		plugin__close(&plugin);
	return err;
}

/* Those that sections of the programs name, where these are only looked at; else none. */
static int add_section_files(const struct question *q, struct vm *vm, struct guest_files *files)
{
	int err = guest_files__open(files, vm__arch(vm));
	size_t none = files->n;

	if (!err && !strcmp(q->request, INSPECT))
		err = section_files__add(q->objects, &q->plan->settings, files);
	if (err || files->n == none)
		return err;
	vm->files = files;
	if (!vm->memory_mib)
		vm->memory_mib = guest_files__memory_mib(files);
	return 0;
}

static int ask_with_files(struct vm *vm, const struct question *q)
{
	struct guest_files files;
	int err = add_section_files(q, vm, &files);

	if (!err)
		err = kvm_fallback__run(vm, ACCEL_EXACT, ask, (void *)q);
	guest_files__close(&files);
	return err;
}

/* With one kernel, a source that does not compile is the user's error, else one of that kernel. */
static int prepare_and_ask(const struct job *job, const char *image, bool is_one_of_several,
			   const char *request, struct observer observer, struct run *run)
{
	struct vm vm;
	struct plan plan = *job->plan;
	struct arm_objects objects;
	struct refused_sources refused = { 0 };
	struct question question = { job, &plan, &objects, &refused, request, run };
	int err = open_vm(job, image, observer, &vm);

	if (!err)
		err = prepare_programs(job->programs, image, &plan, &objects,
				       is_one_of_several ? &refused : NULL);
	if (err)
		return err;
	err = ask_with_files(&vm, &question);
	arm_objects__free(&objects);
	return err;
}

/* -ENOTSUP is the guest's answer that no hook attaches, which is stored; not what QEMU lacks. */
static int in_vm(const struct job *job, const char *image, bool is_one_of_several,
		 const char *request, struct observer observer, struct run *run)
{
	int err = prepare_and_ask(job, image, is_one_of_several, request, observer, run);

	return err == -ENOTSUP && !run->vm ? -EINVAL : err;
}

static int in_named_vm(const struct job *job, const char *request, struct run *run)
{
	char image[4096];
	int err = where__find_image(job->where, job->where->kernel, image, sizeof(image));

	if (!err)
		err = in_vm(job, image, false, request, terminal, run);
	progress__clear();
	return err;
}

typedef int (*work_fn)(const struct plan *plan, const struct run_context *context, struct run *run);

/* On the running kernel. */
static int here(const struct job *job, work_fn work, struct run *run)
{
	struct run_context context = { .stop = interrupt__flag(),
				       .progress = terminal.progress,
				       .is_enough = job->is_enough };
	struct plan plan = *job->plan;
	struct arm_objects objects;
	int err = prepare_programs(job->programs, NULL, &plan, &objects, NULL);

	if (err)
		return err;
	plan__complete(&plan, CLOCK_NANOSECONDS);
	context.objects = &objects;
	context.verbose = job->programs && job->programs->verbose;
	err = work(&plan, &context, run);
	arm_objects__free(&objects);
	progress__clear();
	return err;
}

int execute__measure_image(const struct job *job, const char *image, struct observer observer,
			   struct run *run)
{
	memset(run, 0, sizeof(*run));
	return in_vm(job, image, true, "run", observer, run);
}

int execute__check_image(const struct job *job, const char *image)
{
	struct vm vm;
	int err = open_vm(job, image, terminal, &vm);

	return err ? err : vm__check(&vm);
}

json_t *execute__describe_vm(const struct job *job, const char *image)
{
	struct vm vm;

	return open_vm(job, image, terminal, &vm) ? NULL : vm__describe(&vm);
}

static int execute(const struct job *job, const char *request, work_fn work, struct run *run)
{
	memset(run, 0, sizeof(*run));
	return job->where->in_vm ? in_named_vm(job, request, run) : here(job, work, run);
}

int execute__measure(const struct job *job, struct run *run)
{
	return execute(job, "run", run__measure, run);
}

int execute__probe(const struct job *job, struct run *run)
{
	return execute(job, "probe", run__probe, run);
}

int execute__inspect(const struct job *job, struct run *run)
{
	return execute(job, INSPECT, run__inspect, run);
}

/* A vm_attempt. */
static int boot(struct vm *vm, void *context)
{
	struct guest *guest;
	int err = vm__start(vm, &guest);

	(void)context;
	if (err)
		return err;
	err = vm__power_off(guest);
	vm__stop(guest);
	return err;
}

int execute__boot(const struct job *job)
{
	char image[4096];
	struct vm vm;
	int err = where__find_image(job->where, job->where->kernel, image, sizeof(image));

	if (!err)
		err = open_vm(job, image, terminal, &vm);
	if (!err) {
		vm.boots = true;
		vm.progress(&(struct progress){ .backend = NULL }, vm.progress_context);
		err = kvm_fallback__run(&vm, ACCEL_EXACT, boot, NULL);
	}
	progress__clear();
	return err;
}
