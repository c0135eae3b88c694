/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The protocol between hookbench, the host, and the guest program, on the guest's second serial
 * line. A message is a line of JSON with one key, its name: {"NAME": {FIELD: VALUE, ...}}.
 *
 *   from the guest                        from the host
 *   hello: it has booted; the version
 *   ready: it is quiet (a snapshot may be taken)
 *                                         a request: run, probe, inspect, attach, macro,
 *                                         trace, attach_cost; or fetch, for one that is kept
 *   log, progress, output, file, alive
 *   round: the results of a round
 *                                         verdict: whether to measure another round
 *   reply, or failed
 *                                         another request, or power_off
 *
 * A request may come between hello and ready: the guest is then quiet only if it measures.
 * The first request may also be in the guest's root file system, as WIRE_FIRST_REQUEST: the guest
 * answers it once it is ready, without waiting for the line. Where files are the same for many
 * requests, as in a snapshot, it is in QEMU's configuration, as WIRE_KEPT_REQUEST: on the line, a
 * byte takes 10 us, and an object has thousands. Then `fetch` comes in its place. Kernels that are
 * locked down do not let the guest read it; `hello` says so, and the request comes on the line.
 *
 * bench/wire/wire_messages.c has a row for each message, with the type and the range of each field.
 * Both sides check each message against it, and reject all others. The host does not trust the
 * guest.
 */
#ifndef HOOKBENCH_BENCH_WIRE_WIRE_H
#define HOOKBENCH_BENCH_WIRE_WIRE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Incremented with each change of a message that an older reader would not understand. */
#define WIRE_VERSION 1

/* The file for a request that is there from the beginning. */
#define WIRE_FIRST_REQUEST "/hookbench-request"

/* The file in QEMU's configuration for a request, and the most bytes of it. */
#define WIRE_KEPT_REQUEST      "opt/hookbench/request"
#define WIRE_KEPT_REQUEST_MOST ((size_t)64 << 20)

/* The stream of an `output` message: the command's, or a trace's. */
enum wire_stream {
	WIRE_STDOUT = 1,
	WIRE_STDERR = 2,
	WIRE_EVENT = 3, /* a struct hit_event */
	WIRE_LINE = 4,	/* of the kernel's trace pipe, without its newline */
	WIRE_DATA = 5,	/* a struct wire_data, and the event */
};

/* Before an event of a buffer of a user's program. */
struct wire_data {
	char map[64];  /* the buffer's name; foreign, and maybe without an end */
	uint32_t size; /* of the whole event; of a long one, only WIRE_DATA_MOST bytes follow */
};

#define WIRE_DATA_MOST 32768

/* The most bytes in one `file` message. */
#define WIRE_FILE_CHUNK 49152
/* The most files that can be requested. */
#define WIRE_MAX_FILES 64

/* ---- rows ---- */

enum wire_type {
	WIRE_INTEGER, /* from `least` to `most` */
	WIRE_BOOL,
	WIRE_TEXT, /* UTF-8 without NUL, `least` to `most` bytes; must be escaped before it is shown
		    */
	WIRE_PLAIN,	  /* a string that can be shown unchanged, on one line */
	WIRE_NAME,	  /* a string that can be part of a path: see wire__is_name */
	WIRE_BASE64,	  /* `least` to `most` bytes */
	WIRE_OBJECT,	  /* with the fields `inner`, and no others */
	WIRE_OPEN_OBJECT, /* with the fields `inner`; the reader checks any others */
	WIRE_LIST, /* `least` to `most` elements, each as the row `inner`; NULL: the reader checks
		      them */
	WIRE_MAP, /* `least` to `most` fields with names as in WIRE_NAME, each as the row `inner` */
};

struct wire_field {
	const char *name; /* NULL ends a list of fields; also NULL in rows of elements */
	enum wire_type type;
	bool optional; /* may be missing, or null */
	int64_t least, most;
	const struct wire_field *inner;
};

struct wire_message {
	const char *name; /* NULL ends the table */
	size_t most;	  /* the most bytes in its line */
	/* Has a version, which is compared before the other fields are checked. */
	bool has_version;
	const struct wire_field *fields;
	const struct wire_field *reply; /* of a request: the fields of its reply; else NULL */
};

struct wire_direction {
	const char *sender; /* for messages: "the guest" */
	const struct wire_message *messages;
};

extern const struct wire_direction wire_to_host, wire_to_guest;

/* NULL if there is no such message. */
const struct wire_message *wire__find(const struct wire_direction *direction, const char *name);

/* ---- messages ---- */

/*
 * A line with its newline, for the caller to free, and its length; NULL when out of memory. Takes
 * ownership of `fields`; NULL: no fields.
 */
char *wire__write(const char *name, json_t *fields, size_t *size);

/*
 * Reads a line without its newline. 0 with the row and with the fields, for the caller to free;
 * -EPROTO, logged with the wrong field, if it is not a message of this version.
 */
int wire__read(const struct wire_direction *direction, const char *line, size_t size,
	       const struct wire_message **message, json_t **fields);
/* Checks the fields of a reply against the request. 0, or -EPROTO, logged. */
int wire__check_reply(const struct wire_message *request, const json_t *fields);

/*
 * Letters, digits and "._+~-", not starting with a dot: the names of kernels, backends and a run's
 * files. No such name leads out of a folder.
 */
bool wire__is_name(const char *text);

/* ---- lines ---- */

/* Bytes from a serial line, collected until there is a newline. All 0: empty. */
struct wire_lines {
	char *data;
	size_t start, size, capacity;
	size_t scanned; /* from `start` to here is no newline */
};

/* Adds bytes. 0; -EMSGSIZE if the line is longer than any message, or -ENOMEM; logged. */
int wire_lines__add(struct wire_lines *lines, const struct wire_direction *direction,
		    const void *data, size_t size);
/*
 * The next complete line that is not empty, and its size without the newline; valid until bytes are
 * added. NULL if there is none.
 */
const char *wire_lines__next(struct wire_lines *lines, size_t *size);
void wire_lines__free(struct wire_lines *lines);

#endif
