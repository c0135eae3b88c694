// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/guest_macro.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "bench/guest/guest_command.h"
#include "bench/guest/host.h"
#include "bench/measure/session.h"
#include "bench/model/arm_objects.h"
#include "bench/model/run_json.h"
#include "bench/programs/macro.h"
#include "bench/programs/target_file.h"

/* If no hook attaches, the run has the reasons. */
static int measure(const struct macro *macro, const struct plan *plan,
		   const struct arm_objects *objects, const struct command_setup *setup,
		   json_t **reply)
{
	static const volatile sig_atomic_t never_stop;
	const struct run_context context = { .stop = &never_stop,
					     .progress = host__send_progress,
					     .objects = objects };
	struct run run;
	int err = macro__measure(macro, plan, setup, &context, &run);

	if (!err || err == -ENOTSUP)
		*reply = json_pack("{s:o, s:O, s:b}", "run", run__to_json(&run), "hyperfine",
				   run.hyperfine, "attaches", !err);
	run__free(&run);
	return err == -ENOTSUP ? 0 : err;
}

int guest_macro__answer(const json_t *request, json_t **reply)
{
	struct guest_command command;
	struct arm_objects objects = { 0 };
	struct target place;
	struct macro macro;
	struct plan plan;
	char **words;
	int err = macro__from_json(json_object_get(request, "macro"), &macro, &words);

	if (!err)
		err = plan__from_json(json_object_get(request, "plan"), &plan);
	if (!err)
		err = arm_objects__from_json(json_object_get(request, "objects"), &plan, &objects);
	target_file__read(request, &place);
	macro.place = &place;
	if (!err)
		err = guest_command__open(request, &command);
	if (!err) {
		/* hyperfine is looked up before it is started as a command. */
		for (char **variable = command.environment; *variable; variable++)
			putenv(*variable);
		err = measure(&macro, &plan, &objects, &command.setup, reply);
		/* The environment is in use until the guest ends. */
	}
	arm_objects__free(&objects);
	strings__free(words);
	return err;
}
