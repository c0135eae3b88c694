// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/packed.h"

#include <errno.h>
#include <stdlib.h>
#include <zlib.h>

#include "bench/base/base64.h"
#include "bench/base/log.h"

json_t *packed__write(const void *data, size_t size)
{
	uLongf packed_size = compressBound(size);
	Bytef *packed = malloc(packed_size);
	char *base64 = NULL;
	json_t *json = NULL;

	/* A higher level would take longer than it saves in sending. */
	if (packed && compress2(packed, &packed_size, data, size, 1) == Z_OK)
		base64 = base64__encode(packed, packed_size);
	if (base64)
		json = json_string(base64);
	if (!json)
		log__out_of_memory();
	free(base64);
	free(packed);
	return json;
}

/* The size is not known in advance. */
static int inflate_bytes(const void *packed, size_t packed_size, size_t most, char **data,
			 size_t *size)
{
	uLongf room = 4 * packed_size + 4096, used = 0;
	int result = Z_BUF_ERROR;

	*data = NULL;
	while (result == Z_BUF_ERROR) {
		if (room > most)
			room = most;
		free(*data);
		*data = malloc(room + 1);
		if (!*data)
			return log__out_of_memory();
		used = room;
		result = uncompress((Bytef *)*data, &used, packed, packed_size);
		if (room == most)
			break;
		room *= 4;
	}
	if (result == Z_OK) {
		(*data)[used] = '\0';
		*size = used;
		return 0;
	}
	free(*data);
	*data = NULL;
	return -EINVAL;
}

int packed__read(const json_t *json, size_t most, void **data, size_t *size)
{
	const char *base64 = json_string_value(json);
	size_t packed_size = 0;
	void *packed = base64 ? base64__decode(base64, &packed_size) : NULL;
	char *bytes = NULL;
	int err = packed ? inflate_bytes(packed, packed_size, most, &bytes, size) : -EINVAL;

	free(packed);
	*data = bytes;
	return err;
}
