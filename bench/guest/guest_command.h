/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's side of `hookbench attach --kernel`: the request attach. The reply is the document of
 * bench/programs/attach.h, with `fetched` if files were requested.
 */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_COMMAND_H
#define HOOKBENCH_BENCH_GUEST_GUEST_COMMAND_H

#include <jansson.h>

#include "bench/programs/program_arm.h"
#include "bench/programs/wrapper.h"

/* The command in a request; with empty "words", none. */
struct guest_command {
	char **words, **environment;
	struct cmdline line;
	struct command_setup setup;
};

/* Prepares the guest for the command. 0; or -errno, logged, with nothing to close. */
int guest_command__open(const json_t *request, struct guest_command *c);
void guest_command__close(struct guest_command *c);

/* 0 with the fields of the reply, or -errno, logged. */
int guest_command__answer(const json_t *request, json_t **reply);

typedef int (*guest_answer_fn)(const json_t *request, const struct backend *backend,
			       json_t **reply);
/* Answers with the backend or the user's program that the request names. 0 or -errno, logged. */
int guest_command__with_backend(const json_t *request, guest_answer_fn answer_with, json_t **reply);

#endif
