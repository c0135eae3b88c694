/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A guest that runs. For bench/vm/vm.c, vm_start.c and vm_run.c, which share the work of vm.h. */
#ifndef HOOKBENCH_BENCH_VM_VM_GUEST_H
#define HOOKBENCH_BENCH_VM_VM_GUEST_H

#include "bench/vm/boot_time.h"
#include "bench/vm/console.h"
#include "bench/vm/guest_limits.h"
#include "bench/vm/guest_log.h"
#include "bench/vm/qemu_process.h"
#include "bench/vm/vm_options.h"

struct guest {
	struct vm *vm;
	struct qemu_process process;
	struct console console;
	struct wire_lines lines;
	struct guest_log log;
	struct guest_limits limits;
	struct boot_time boot; /* began_ns 0: it does not boot, or has booted */
	struct progress shown; /* the last that it reported; trials 0: none */
	uint64_t shown_ns;     /* when progress was shown last */
	bool is_ready;
	bool fetches;			    /* it can read QEMU's configuration */
	bool was_packed;		    /* see boot_kernel.h: is_still_packed */
	bool has_enough;		    /* it was told to measure no more rounds */
	bool has_complained;		    /* it has logged an error since it was asked */
	const struct wire_message *request; /* being answered; NULL: none */
	char *outgoing;			    /* not sent yet; NULL: nothing */
	size_t outgoing_size, sent;
	json_t *reply;
};

/*
 * Sends a message; takes ownership of `fields`. 0, or -ENOMEM, logged. What does not fit into the
 * line is sent by guest__wait_until_ready or vm__ask.
 */
int guest__send(struct guest *g, const char *name, json_t *fields);
/*
 * Tells a guest from a snapshot that it continues. If the message comes while QEMU still loads the
 * state of the serial line, the line's first byte is lost: so it is an empty line. 0 or -ENOMEM,
 * logged.
 */
int guest__resume(struct guest *g);
/* Empties what the plugin of a guest that has ended has written. 0 or -errno, logged. */
int vm__forget_counts(const struct vm *vm);
/* 0 once the guest is ready for requests, or -errno as in vm__start. */
int guest__wait_until_ready(struct guest *g);
/* Waits for the reply to the guest's request: see vm__ask. */
int guest__wait_for_reply(struct guest *g, json_t **reply);

#endif
