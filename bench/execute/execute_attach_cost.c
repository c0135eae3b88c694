// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/execute_attach_cost.h"

#include <time.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/execute/execute_vm.h"
#include "bench/execute/kvm_fallback.h"
#include "bench/measure/measure_attach_cost.h"
#include "bench/model/run.h"

struct question {
	struct attach_cost_plan *plan;
	struct attach_cost *cost;
};

static json_t *request_of(const struct attach_cost_plan *plan)
{
	json_t *backends = json_array(), *functions = json_array();

	for (size_t i = 0; i < plan->n_backends; i++)
		json_array_append_new(backends, json_string(plan->backends[i]));
	for (size_t i = 0; i < plan->n_counts; i++)
		json_array_append_new(functions, json_integer((json_int_t)plan->counts[i]));
	return json_pack("{s:o, s:o, s:i, s:b}", "backends", backends, "functions", functions,
			 "repeats", (int)plan->repeats, "exact", plan->unit == CLOCK_INSTRUCTIONS);
}

static int take_reply(const json_t *reply, struct attach_cost *cost)
{
	int err = -(int)json_integer_value(json_object_get(reply, "error"));

	if (err)
		return err; /* logged */
	cost->environment = json_incref(json_object_get(reply, "environment"));
	return attach_cost__take_trials(cost, json_object_get(reply, "trials"));
}

/* A vm_attempt. */
static int ask(struct vm *vm, void *context)
{
	const struct question *q = context;
	time_t started = time(NULL);
	json_t *reply = NULL;
	int err;

	q->plan->unit = vm->accelerator == ACCEL_EXACT ? CLOCK_INSTRUCTIONS : CLOCK_NANOSECONDS;
	vm->progress(&(struct progress){ .backend = NULL }, vm->progress_context);
	err = vm__run(vm, "attach_cost", request_of(q->plan), &reply);
	if (!err)
		err = take_reply(reply, q->cost);
	json_decref(reply);
	if (err)
		return err;
	/* The guest knows neither its VM nor the date. */
	q->cost->unit = q->plan->unit;
	q->cost->vm = vm__describe(vm);
	run__format_time(started, q->cost->started);
	return 0;
}

int execute_attach_cost__measure(struct attach_cost_plan *plan, const struct where *where,
				 struct attach_cost *cost)
{
	const struct run_context context = { .stop = interrupt__flag(),
					     .progress = progress__draw };
	struct question question = { plan, cost };
	char image[4096];
	struct vm vm;
	int err;

	*cost = (struct attach_cost){ .environment = NULL };
	if (where->in_vm) {
		err = where__find_image(where, where->kernel, image, sizeof(image));
		if (!err)
			err = execute_vm__init(&vm, where, image, 1,
					       (struct observer){ progress__draw, NULL });
		if (!err)
			err = kvm_fallback__run(&vm, ACCEL_EXACT, ask, &question);
	} else {
		plan->unit = CLOCK_NANOSECONDS;
		err = attach_cost__measure(plan, &context, cost);
	}
	progress__clear();
	return err;
}
