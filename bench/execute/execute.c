// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/execute.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/explain/explain.h"
#include "bench/explain/plugin.h"
#include "bench/measure/session.h"
#include "bench/model/run_json.h"
#include "bench/vm/kernel_image.h"
#include "bench/vm/vm.h"

static const struct observer terminal = { progress__draw, NULL };

static struct vm vm_of(const struct options *options, const char *image, struct observer observer)
{
	return (struct vm){
		.image = image,
		.accelerator = options->accelerator,
		.cpu_model = options->cpu_model,
		.append = options->append,
		.cpus = options->plan.threads,
		.timeout_s = options->timeout_s,
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
		log__error("measuring in the guest has failed: %s", strerror(-err));
		return err;
	}
	return run__from_json(reply, "the answer of the guest", run) ? -EINVAL : err;
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

static int in_vm(const struct options *options, const char *image, const char *command,
		 struct observer observer, struct run *run, bool *has_reported)
{
	struct vm vm = vm_of(options, image, observer);
	struct plan plan = options__plan(options);
	bool explains = options->explain && run;
	struct plugin plugin;
	json_t *request;
	int err;

	*has_reported = false;
	err = explains ? plugin__open(&plugin, &vm) : 0;
	if (err)
		return err;
	request = json_pack("{s:s, s:o, s:b}", "command", command, "plan", plan__to_json(&plan),
			    "explain", explains);
	observer.progress(&(struct progress){ .backend = NULL }, observer.context);
	err = ask_vm(&vm, request, explains ? &plugin : NULL, run);
	*has_reported = vm.has_reported;
	json_decref(request);
	if (explains)
		plugin__close(&plugin);
	return err;
}

/* KVM is believed only after a guest has reported in time. */
static int in_vm_or_exact(const struct options *options, const char *image, const char *command,
			  struct observer observer, struct run *run)
{
	struct options attempt = *options;
	bool has_reported = false;
	int err;

	err = vm__check(&(struct vm){ .image = image, .accelerator = ACCEL_EXACT });
	if (err)
		return err;
	attempt.accelerator = ACCEL_KVM;
	err = in_vm(&attempt, image, command, observer, run, &has_reported);
	if (!err || has_reported || err == -EINTR)
		return err;
	log__info("KVM does not work here, so instructions are counted instead (--accel exact).");
	attempt.accelerator = ACCEL_EXACT;
	return in_vm(&attempt, image, command, observer, run, &has_reported);
}

static int in_chosen_vm(const struct options *options, const char *image, const char *command,
			struct observer observer, struct run *run)
{
	bool has_reported;

	if (options->accelerator == ACCEL_AUTO)
		return in_vm_or_exact(options, image, command, observer, run);
	return in_vm(options, image, command, observer, run, &has_reported);
}

static int execute(const struct options *options, const char *command, struct run *run)
{
	char image[4096];
	int err = kernel_image__find(options->kernel, image, sizeof(image));

	if (!err)
		err = in_chosen_vm(options, image, command, terminal, run);
	progress__clear();
	return err;
}

static struct run_context context_here(void)
{
	return (struct run_context){ .stop = interrupt__flag(), .progress = terminal.progress };
}

int execute__measure_image(const struct options *options, const char *image,
			   struct observer observer, struct run *run)
{
	memset(run, 0, sizeof(*run));
	return in_chosen_vm(options, image, "run", observer, run);
}

int execute__check_image(const struct options *options, const char *image)
{
	struct vm vm = vm_of(options, image, terminal);

	return vm__check(&vm);
}

json_t *execute__describe_vm(const struct options *options, const char *image)
{
	struct vm vm = vm_of(options, image, terminal);

	return vm__describe(&vm);
}

int execute__measure(const struct options *options, bool (*is_enough)(const struct run *run),
		     struct run *run)
{
	struct run_context context = context_here();
	struct plan plan = options__plan(options);
	int err;

	context.is_enough = is_enough;
	memset(run, 0, sizeof(*run));
	if (options->kernel)
		return execute(options, "run", run);
	err = run__measure(&plan, &context, run);
	progress__clear();
	return err;
}

int execute__probe(const struct options *options, struct run *run)
{
	struct run_context context = context_here();
	struct plan plan = options__plan(options);

	memset(run, 0, sizeof(*run));
	return options->kernel ? execute(options, "probe", run) : run__probe(&plan, &context, run);
}

int execute__boot(const struct options *options)
{
	return execute(options, "boot", NULL);
}
