// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/guest/guest_macro.h"

#include <errno.h>
#include <stdlib.h>

#include "bench/measure/session.h"
#include "bench/model/run_json.h"
#include "bench/programs/macro.h"

static volatile sig_atomic_t never_stop;

/* Where no hook attaches, the run says why. */
static json_t *measure(const struct macro *macro, const struct plan *plan,
		       const struct command_setup *setup, progress_fn progress)
{
	const struct run_context context = { .stop = &never_stop, .progress = progress };
	struct run run;
	json_t *reply;
	int err = macro__measure(macro, plan, setup, &context, &run);

	if (err && err != -ENOTSUP) {
		reply = json_pack("{s:i}", "error", -err);
	} else {
		reply = run__to_json(&run);
		json_object_set(reply, "hyperfine", run.hyperfine);
		json_object_set_new(reply, "attaches", json_boolean(!err));
	}
	run__free(&run);
	return reply;
}

json_t *guest_macro__answer(json_t *request, guest_send send, progress_fn progress)
{
	struct guest_command command;
	json_t *reply = NULL;
	struct macro macro;
	struct plan plan;
	char **words;
	int err = macro__from_json(json_object_get(request, "macro"), &macro, &words);

	if (!err)
		err = plan__from_json(json_object_get(request, "plan"), &plan);
	if (!err)
		err = guest_command__open(request, send, &command);
	if (!err) {
		/* hyperfine is looked for before it is started as a command. */
		for (char **variable = command.environment; *variable; variable++)
			putenv(*variable);
		reply = measure(&macro, &plan, &command.setup, progress);
		/* The environment is in use, and goes with the guest. */
	}
	strings__free(words);
	return reply ? reply : json_pack("{s:i}", "error", -err);
}
