// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/program_reader.h"

#include <errno.h>
#include <string.h>

#include "bench/base/maybe_count.h"
#include "bench/hook/libbpf_log.h"
#include "bench/hook/user_load.h"

/* Of the thread that drains the buffers, or of the caller of program_reader__drain. */
static void take_event(const char *map, const void *data, size_t size, void *context)
{
	struct program_reader *r = context;

	pthread_mutex_lock(&r->lock);
	r->take_event(map, data, size, r->context);
	pthread_mutex_unlock(&r->lock);
}

int program_reader__open(struct program_reader *r, const struct bpf_object *object,
			 line_fn take_line, user_event_fn take, void *context)
{
	int err;

	*r = (struct program_reader){ .prints = user_object__prints(object),
				      .take_event = take,
				      .context = context };
	if (r->prints) {
		err = line_reader__open(&r->lines, take_line, context);
		if (err) {
			libbpf_log__set("the trace pipe, to which it prints, cannot be read: %s%s",
					strerror(-err),
					err == -EBUSY ? "; end the other program that reads it"
						      : "");
			return err;
		}
		r->lines.any = true;
	}
	pthread_mutex_init(&r->lock, NULL);
	err = user_output__open(&r->output, object, take_event, r);
	if (!err)
		return 0;
	program_reader__close(r);
	libbpf_log__set("its buffers cannot be read: %s", strerror(-err));
	return err;
}

void program_reader__drain(struct program_reader *r)
{
	if (r->prints) {
		pthread_mutex_lock(&r->lock);
		line_reader__drain(&r->lines);
		pthread_mutex_unlock(&r->lock);
	}
	user_output__lost(&r->output);
}

int64_t program_reader__lost(struct program_reader *r)
{
	int64_t lines = r->prints ? (int64_t)r->lines.lost : 0;

	return r->output.n ? maybe_count__sum(lines, user_output__lost(&r->output)) : lines;
}

void program_reader__close(struct program_reader *r)
{
	user_output__close(&r->output);
	if (r->prints)
		line_reader__close(&r->lines);
	pthread_mutex_destroy(&r->lock);
}
