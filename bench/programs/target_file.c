// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/programs/target_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/base64.h"
#include "bench/base/log.h"

/* ---- the file ---- */

static struct target_file file_of(const struct stat *st)
{
	return (struct target_file){
		.device = st->st_dev,
		.inode = st->st_ino,
		.size = (int64_t)st->st_size,
		.changed_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec,
	};
}

static int check_code(const struct target *target, int fd)
{
	unsigned char code[TARGET_CODE_BYTES];
	ssize_t n = pread(fd, code, target->n_code, (off_t)target->offset);

	if (n == (ssize_t)target->n_code && !memcmp(code, target->code, target->n_code))
		return 0;
	return log__fail(
		-ENOTSUP,
		"%s cannot be hooked: %s was changed since the function was looked up in it: try again",
		target->symbol, target->file);
}

int target_file__open(const struct target *target, struct target_file *file)
{
	int fd = open(target->file, O_RDONLY | O_NONBLOCK | O_CLOEXEC), err;
	struct stat st = { 0 };

	err = fd < 0 || fstat(fd, &st) ? -errno : 0;
	*file = file_of(&st);
	if (err)
		err = log__fail(-ENOTSUP, "%s cannot be hooked: %s: %s", target->symbol,
				target->file, strerror(-err));
	else
		err = check_code(target, fd);
	if (fd >= 0)
		close(fd);
	return err;
}

int target_file__look_at(const char *path, struct target_file *file)
{
	struct stat st;

	if (stat(path, &st))
		return -errno;
	*file = file_of(&st);
	return 0;
}

const struct target_file_change *target_file__change(const char *path,
						     const struct target_file *file)
{
	static const struct target_file_change removed = {
		"was removed",
		"the hook stayed there, and calls in what takes its place are not counted"
	};
	static const struct target_file_change replaced = {
		"was replaced by another",
		"the hook stayed in the old file, and calls in the new one are not counted"
	};
	static const struct target_file_change written = {
		"was written to",
		"the hook stayed at its offset, so that what was counted may be calls of other code"
	};
	struct target_file now = { 0 };

	if (target_file__look_at(path, &now))
		return &removed;
	if (now.device != file->device || now.inode != file->inode)
		return &replaced;
	if (now.size != file->size || now.changed_ns != file->changed_ns)
		return &written;
	return NULL;
}

/* ---- in a request ---- */

void target_file__add_to(json_t *request, const struct target *target)
{
	char *code;

	if (!target->file[0])
		return;
	code = base64__encode(target->code, target->n_code);
	json_object_set_new(request, "place",
			    json_pack("{s:s, s:s, s:I, s:b, s:s}", "symbol", target->symbol, "file",
				      target->file, "offset", (json_int_t)target->offset, "inside",
				      target->is_inside, "code", code ? code : ""));
	free(code);
}

static void read_code(const json_t *place, struct target *target)
{
	void *code =
		base64__decode(json_string_value(json_object_get(place, "code")), &target->n_code);

	if (!code || target->n_code > sizeof(target->code))
		target->n_code = 0;
	if (target->n_code)
		memcpy(target->code, code, target->n_code);
	free(code);
}

void target_file__read(const json_t *request, struct target *target)
{
	const json_t *place = json_object_get(request, "place");

	*target = (struct target){ .parameters = TARGET_UNKNOWN, .name_parameter = -1 };
	if (!json_is_object(place))
		return;
	target->is_user = true;
	snprintf(target->symbol, sizeof(target->symbol), "%s",
		 json_string_value(json_object_get(place, "symbol")));
	snprintf(target->file, sizeof(target->file), "%s",
		 json_string_value(json_object_get(place, "file")));
	target->offset = (uint64_t)json_integer_value(json_object_get(place, "offset"));
	target->is_inside = json_is_true(json_object_get(place, "inside"));
	read_code(place, target);
}
