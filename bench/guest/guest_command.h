/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's side of `hookbench attach --kernel`: {"command": "attach", "backend", "payload",
 * "workload", "words": strings__pack, "environment": strings__pack, "folder", "fetch":
 * strings__pack}. The reply is the document of attach.h, with `fetched` if files were asked for, or
 * {"error": ERRNO}.
 */
#ifndef HOOKBENCH_BENCH_GUEST_GUEST_COMMAND_H
#define HOOKBENCH_BENCH_GUEST_GUEST_COMMAND_H

#include <jansson.h>

#include "bench/programs/wrapper.h"

/* Sends a message to the host; takes it over. */
typedef void (*guest_send)(json_t *message);

/* What a request says of a command; without "words" of it, none. */
struct guest_command {
	char **words, **environment;
	struct cmdline line;
	struct command_setup setup;
};

/* Prepares the guest for it. 0 or -errno, logged; then there is nothing to close. */
int guest_command__open(json_t *request, guest_send send, struct guest_command *c);
void guest_command__close(struct guest_command *c);

json_t *guest_command__answer(json_t *request, guest_send send);

#endif
