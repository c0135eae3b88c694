// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/package_json.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "bench/base/base64.h"
#include "bench/base/log.h"

bool package_json__is_one(const void *bytes, size_t size)
{
	const char *at = bytes, *end = at + size;

	while (at < end && strchr(" \t\r\n", *at) && *at)
		at++;
	return at < end && *at == '{';
}

/* Decompresses what must end with its last byte. -EINVAL if it does not; not logged. */
static int inflate_all(void *packed, size_t packed_size, size_t most, void **data, size_t *size)
{
	/* Memory that is not written to is not used. One byte more tells that it is too large. */
	z_stream stream = { .next_in = packed, .avail_in = (uInt)packed_size };
	void *room = malloc(most + 1), *fitting;
	int result;

	if (!room || inflateInit(&stream) != Z_OK) {
		free(room);
		return -ENOMEM;
	}
	stream.next_out = room;
	stream.avail_out = (uInt)(most + 1);
	result = inflate(&stream, Z_FINISH);
	*size = stream.total_out;
	inflateEnd(&stream);
	if (*size > most || result != Z_STREAM_END || stream.avail_in) {
		free(room);
		return *size > most ? -EFBIG : -EINVAL;
	}
	fitting = realloc(room, *size ? *size : 1);
	*data = fitting ? fitting : room;
	return 0;
}

static int unpack_text(const char *name, const char *text, size_t most, void **object, size_t *size)
{
	size_t packed_size;
	void *packed = base64__decode(text, &packed_size);
	int err;

	if (!packed)
		return log__fail(-EINVAL,
				 "the bpf_object of %s is not base64; make the package again",
				 name);
	err = inflate_all(packed, packed_size, most, object, size);
	free(packed);
	if (err == -ENOMEM)
		log__out_of_memory();
	else if (err == -EFBIG)
		log__error("the bpf_object of %s has more than %zu bytes; make it smaller", name,
			   most);
	else if (err)
		log__error(
			"the bpf_object of %s is not compressed by zlib, or not whole; make the package again",
			name);
	return err;
}

static int unpack(const char *name, const json_t *json, size_t most, void **object, size_t *size)
{
	const json_t *text = json_object_get(json, "bpf_object"),
		     *claimed = json_object_get(json, "bpf_object_size");
	int err;

	if (!json_is_string(text))
		return log__fail(
			-EINVAL,
			"%s is JSON, but no package of eunomia's: it has no text \"bpf_object\"; name its package.json, an object or a source",
			name);
	err = unpack_text(name, json_string_value(text), most, object, size);
	if (err || !json_is_integer(claimed) || json_integer_value(claimed) == (json_int_t)*size)
		return err;
	log__error(
		"the bpf_object of %s has %zu bytes, and not %lld as it says; make the package again",
		name, *size, (long long)json_integer_value(claimed));
	free(*object);
	return -EINVAL;
}

int package_json__unpack(const char *name, const void *bytes, size_t size, size_t most,
			 void **object, size_t *object_size)
{
	json_error_t error;
	json_t *json = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &error);
	int err;

	if (!json)
		return log__fail(-EINVAL, "%s is no JSON: line %d: %s; make the package again",
				 name, error.line, error.text);
	err = unpack(name, json, most, object, object_size);
	json_decref(json);
	return err;
}
