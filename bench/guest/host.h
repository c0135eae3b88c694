/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host as the guest sees it: the second serial line, and the messages of bench/wire/wire.h. */
#ifndef HOOKBENCH_BENCH_GUEST_HOST_H
#define HOOKBENCH_BENCH_GUEST_HOST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench/base/progress.h"
#include "bench/wire/wire.h"

/*
 * Opens the line. From then on, the log goes to the host too. 0 or -errno, printed on the console.
 */
int host__open(void);
/* The same with an open descriptor. */
void host__use(int fd);
/* Takes messages from a file, as if they had come on the line, and removes it; if there is one. */
void host__preload(const char *path);
/* Whether host__fetch can be used in this kernel. */
bool host__can_fetch(void);
/*
 * Takes the request that the host has put into QEMU's configuration, as if it had come on the line.
 * 0; -ENOENT if it is not there; or -errno as from the line, logged.
 */
int host__fetch(void);
/* Waits until everything is sent. */
void host__drain(void);

/* Takes ownership of `fields`; NULL: no fields. May be called by any thread. */
void host__send(const char *name, json_t *fields);
void host__send_output(enum wire_stream stream, const void *data, size_t size);
void host__send_alive(void);
/* A progress_fn. */
void host__send_progress(const struct progress *p, void *context);

/* Waits at most `ms` milliseconds for something to come on the line; whether it has. */
bool host__wait(int ms);
/*
 * Waits for the next message. 0 with the row and, for the caller to free, the fields; -EPROTO,
 * logged, if it is invalid, but later ones may be valid; -EPIPE if the line has ended.
 */
int host__receive(const struct wire_message **message, json_t **fields);

#endif
