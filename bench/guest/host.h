/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host, as the guest sees it: the second serial line, and the messages of bench/wire/wire.h. */
#ifndef HOOKBENCH_BENCH_GUEST_HOST_H
#define HOOKBENCH_BENCH_GUEST_HOST_H

#include <jansson.h>
#include <stddef.h>

#include "bench/base/progress.h"
#include "bench/wire/wire.h"

/* From now on, the log goes to the host too. 0 or -errno, printed on the console. */
int host__open(void);
/* The same with a descriptor that is open. */
void host__use(int fd);
/* Waits until all is sent. */
void host__drain(void);

/* Takes `fields` over; NULL: there are none. For any thread. */
void host__send(const char *name, json_t *fields);
void host__send_output(enum wire_stream stream, const void *data, size_t size);
void host__send_alive(void);
/* A progress_fn. */
void host__send_progress(const struct progress *p, void *context);

/*
 * Waits for the next message. 0 with the row and, for the caller to free, the fields; -EPROTO,
 * logged, if it is none, and the next may be one; -EPIPE if the line has ended.
 */
int host__receive(const struct wire_message **message, json_t **fields);

#endif
