// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes on the line between the host and a guest, as each of them reads it. */
#include "tests/fuzz/fuzz_target.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/base64.h"
#include "bench/wire/wire.h"

/* What was taken can be written, and is then read as the same. */
static void check_written(const struct wire_direction *direction,
			  const struct wire_message *message, json_t *fields)
{
	const struct wire_message *again;
	json_t *same;
	size_t size;
	char *line = wire__write(message->name, json_incref(fields), &size);

	fuzz__require(line && size, "a message that was read can be written");
	/* Numbers may be written longer than they came. */
	if (size - 1 <= message->most && !wire__read(direction, line, size - 1, &again, &same)) {
		fuzz__require(again == message && json_equal(fields, same), "it is the same");
		json_decref(same);
	}
	free(line);
}

static void check_reply(const struct wire_direction *direction, const json_t *fields)
{
	for (const struct wire_message *m = direction->messages; m->name; m++)
		if (m->reply)
			wire__check_reply(m, fields);
}

static void take(const struct wire_direction *direction, const char *line, size_t size)
{
	const struct wire_message *message;
	json_t *fields;

	if (wire__read(direction, line, size, &message, &fields))
		return;
	check_written(direction, message, fields);
	if (!strcmp(message->name, "reply"))
		check_reply(&wire_to_guest, fields);
	json_decref(fields);
}

/* In pieces of a size that the input chooses, as they may come. */
static void read_lines(const struct wire_direction *direction, const uint8_t *data, size_t size)
{
	struct wire_lines lines = { 0 };
	size_t piece = 1 + data[0] % 64;
	const char *line;
	size_t length;

	for (size_t at = 1; at < size; at += piece) {
		size_t n = size - at < piece ? size - at : piece;

		if (wire_lines__add(&lines, direction, data + at, n))
			break;
		while ((line = wire_lines__next(&lines, &length)))
			take(direction, line, length);
	}
	wire_lines__free(&lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);
	size_t decoded;

	fuzz__drop_log();
	free(base64__decode(text, &decoded));
	free(text);
	if (size) {
		read_lines(&wire_to_host, data, size);
		read_lines(&wire_to_guest, data, size);
	}
	return 0;
}
