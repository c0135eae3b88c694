// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/execute.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/execute/kvm_fallback.h"
#include "bench/explain/explain.h"
#include "bench/explain/plugin.h"
#include "bench/measure/session.h"
#include "bench/model/plan_defaults.h"
#include "bench/model/run_json.h"
#include "bench/vm/kernel_image.h"
#include "bench/vm/vm.h"

static const struct observer terminal = { progress__draw, NULL };

static struct vm vm_of(const struct job *job, const char *image, struct observer observer)
{
	return (struct vm){
		.image = image,
		.accelerator = job->where->accelerator,
		.cpu_model = job->where->cpu_model,
		.append = job->where->append,
		.cpus = job->plan->threads,
		.timeout_s = job->where->timeout_s,
		.memory_mib = job->where->memory_mib,
		.stop = interrupt__flag(),
		.progress = observer.progress,
		.progress_context = observer.context,
	};
}

/* The reply is a run, with {"error": ERRNO} beside it where measuring failed. */
static int take_reply(json_t *reply, struct run *run)
{
	json_t *error = json_object_get(reply, "error");
	int err = -(int)json_integer_value(error);

	if (err && err != -ENOTSUP) {
		log__error("measuring in the guest failed: %s", strerror(-err));
		return err;
	}
	return run__from_json(reply, "the reply of the guest", run) ? -EINVAL : err;
}

static int explain(struct plugin *plugin, json_t *reply, struct run *run)
{
	struct profiles profiles;
	int err = profiles__read(plugin->output, &profiles);

	if (err)
		return err;
	err = explain__make(run, &profiles, json_object_get(reply, "symbols"),
			    json_object_get(reply, "attached"), &run->explain);
	profiles__free(&profiles);
	return err;
}

/* `plugin` has counted in it; NULL: nothing was counted. */
static int ask_vm(struct vm *vm, json_t *request, struct plugin *plugin, struct run *run)
{
	json_t *reply = NULL;
	time_t started = time(NULL);
	int err = vm__run(vm, request, run ? &reply : NULL);

	if (err || !run)
		return err;
	err = take_reply(reply, run);
	if (!err && plugin)
		err = explain(plugin, reply, run);
	json_decref(reply);
	if (!err || err == -ENOTSUP) {
		json_decref(run->vm); /* the guest does not know it */
		run->vm = vm__describe(vm);
		run__set_started(run, started);
	}
	return err;
}

/* What is asked of the guest; `run` is NULL if nothing but its end is. */
struct question {
	const struct job *job;
	const char *command;
	struct run *run;
};

static json_t *question__to_json(const struct question *q, enum accelerator accelerator,
				 bool explains)
{
	struct plan plan = *q->job->plan;

	plan__complete(&plan, accelerator == ACCEL_EXACT ? CLOCK_INSTRUCTIONS : CLOCK_NANOSECONDS);
	return json_pack("{s:s, s:o, s:b}", "command", q->command, "plan", plan__to_json(&plan),
			 "explain", explains);
}

/* A vm_attempt. */
static int ask(struct vm *vm, void *context)
{
	const struct question *q = context;
	bool explains = q->job->explain && q->run;
	struct plugin plugin;
	json_t *request;
	int err = explains ? plugin__open(&plugin, vm) : 0;

	if (err)
		return err;
	request = question__to_json(q, vm->accelerator, explains);
	vm->progress(&(struct progress){ .backend = NULL }, vm->progress_context);
	err = ask_vm(vm, request, explains ? &plugin : NULL, q->run);
	json_decref(request);
	if (explains)
		plugin__close(&plugin);
	return err;
}

static int in_vm(const struct job *job, const char *image, const char *command,
		 struct observer observer, struct run *run)
{
	struct vm vm = vm_of(job, image, observer);
	struct question question = { job, command, run };

	return kvm_fallback__run(&vm, ACCEL_EXACT, ask, &question);
}

static int in_named_vm(const struct job *job, const char *command, struct run *run)
{
	char image[4096];
	int err = kernel_image__find(job->where->kernel, image, sizeof(image));

	if (!err)
		err = in_vm(job, image, command, terminal, run);
	progress__clear();
	return err;
}

static struct run_context context_here(void)
{
	return (struct run_context){ .stop = interrupt__flag(), .progress = terminal.progress };
}

static struct plan plan_here(const struct job *job)
{
	struct plan plan = *job->plan;

	plan__complete(&plan, CLOCK_NANOSECONDS);
	return plan;
}

int execute__measure_image(const struct job *job, const char *image, struct observer observer,
			   struct run *run)
{
	memset(run, 0, sizeof(*run));
	return in_vm(job, image, "run", observer, run);
}

int execute__check_image(const struct job *job, const char *image)
{
	struct vm vm = vm_of(job, image, terminal);

	return vm__check(&vm);
}

json_t *execute__describe_vm(const struct job *job, const char *image)
{
	struct vm vm = vm_of(job, image, terminal);

	return vm__describe(&vm);
}

int execute__measure(const struct job *job, bool (*is_enough)(const struct run *run),
		     struct run *run)
{
	struct run_context context = context_here();
	struct plan plan;
	int err;

	memset(run, 0, sizeof(*run));
	if (job->where->in_vm)
		return in_named_vm(job, "run", run);
	context.is_enough = is_enough;
	plan = plan_here(job);
	err = run__measure(&plan, &context, run);
	progress__clear();
	return err;
}

int execute__probe(const struct job *job, struct run *run)
{
	struct run_context context = context_here();
	struct plan plan = plan_here(job);

	memset(run, 0, sizeof(*run));
	return job->where->in_vm ? in_named_vm(job, "probe", run)
				 : run__probe(&plan, &context, run);
}

int execute__boot(const struct job *job)
{
	return in_named_vm(job, "boot", NULL);
}
