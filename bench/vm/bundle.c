// SPDX-License-Identifier: GPL-2.0-or-later
/* Reading a bundle; bundle_write.c makes it. */
#include "bench/vm/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/input_file.h"
#include "bench/base/locked_folder.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/vm/unpack.h"

#define PREFIX "hookbench-bundle"

static bool is_called(const char *path, void *context)
{
	return !strcmp(path, context);
}

/* One file of the archive, whose name has to be in it once. 0; -EINTR; or -errno, logged. */
static int take(const struct bundle *bundle, struct byte_range archive, const char *member,
		struct unpacked *file)
{
	char name[BUNDLE_MEMBER_SIZE];
	size_t n;
	int err;

	snprintf(name, sizeof(name), "%s", member);
	err = unpack__archive(archive, is_called, name, file, &n);
	if (err == -EINTR)
		return err;
	if (err == -ENOMEM)
		return log__out_of_memory();
	if (err)
		return log__fail(-EINVAL, "%s is damaged: make the bundle again", bundle->source);
	if (n == 1)
		return 0;
	free(file->bytes);
	log__error("%s is no sound bundle: it has %s of the name %s", bundle->source,
		   n ? "several files" : "no file", member);
	return -EINVAL;
}

/* ---- the list ---- */

/*
 * An archive as bundle__write makes it: a tar archive that is not compressed, so that reading it
 * once for each file is cheap.
 */
static bool has_list_first(struct byte_range archive)
{
	return byte_range__has(archive, 0, BUNDLE_LIST, sizeof(BUNDLE_LIST)) &&
	       byte_range__has(archive, 257, "ustar", 5);
}

static int read_list(struct bundle *bundle, struct byte_range archive)
{
	struct unpacked list;
	char problem[128];
	int err;

	if (!has_list_first(archive))
		return log__fail(
			-EINVAL,
			"%s is not a bundle: hookbench plan --bundle makes one, of the same options",
			bundle->source);
	err = take(bundle, archive, BUNDLE_LIST, &list);
	if (err)
		return err;
	err = bundle_list__parse(bundle, list.bytes, list.size, problem, sizeof(problem));
	free(list.bytes);
	if (err == -EINVAL)
		log__error("%s is not a bundle: %s", bundle->source, problem);
	return err;
}

/* ---- the files ---- */

static int check(const struct bundle *bundle, const struct bundle_file *f,
		 const struct unpacked *file)
{
	char checksum[CHECKSUM_SIZE];

	checksum__format(checksum__add(0, file->bytes, file->size), checksum);
	if (file->size == f->size && !strcmp(checksum, f->checksum))
		return 0;
	return log__fail(
		-EINVAL,
		"%s is damaged: of %s it has %zu bytes, %s, and its list says %llu bytes, %s; make the bundle again",
		bundle->source, f->name, file->size, checksum, (unsigned long long)f->size,
		f->checksum);
}

static int write_all(int fd, const struct unpacked *file)
{
	size_t done = 0;

	while (done < file->size) {
		ssize_t n = write(fd, file->bytes + done, file->size - done);

		if (n < 0 && errno != EINTR)
			return -errno;
		done += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

/* In a folder of its own, under the name that stored runs show. */
static int put(const struct bundle *bundle, size_t i, const struct unpacked *file)
{
	struct bundle_file *f = &bundle->v[i];
	int err = 0, fd = -1;

	if ((size_t)snprintf(f->path, sizeof(f->path), "%s/%zu/%s", bundle->folder, i, f->name) >=
	    sizeof(f->path))
		return log__fail(-ENAMETOOLONG, "%s is too long a path: TMPDIR chooses another",
				 bundle->folder);
	*strrchr(f->path, '/') = '\0';
	if (mkdir(f->path, 0700))
		err = -errno;
	f->path[strlen(f->path)] = '/';
	if (!err) {
		fd = open(f->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		err = fd < 0 ? -errno : write_all(fd, file);
	}
	if (fd >= 0 && close(fd) && !err)
		err = -errno;
	if (!err)
		return 0;
	machine_failure__note_errno(err);
	return log__fail(err, "cannot write %s: %s; TMPDIR chooses another folder", f->path,
			 strerror(-err));
}

static int unpack(const struct bundle *bundle, struct byte_range archive, size_t i)
{
	char member[BUNDLE_MEMBER_SIZE];
	struct unpacked file;
	int err;

	bundle_list__member(i, member);
	err = take(bundle, archive, member, &file);
	if (err)
		return err;
	err = check(bundle, &bundle->v[i], &file);
	if (!err)
		err = put(bundle, i, &file);
	free(file.bytes);
	return err;
}

static int make_folder(struct bundle *bundle)
{
	const char *parent = getenv("TMPDIR");

	if (!parent || !parent[0])
		parent = "/tmp";
	bundle->lock = locked_folder__make(parent, PREFIX, bundle->folder, sizeof(bundle->folder));
	if (bundle->lock >= 0)
		return 0;
	bundle->folder[0] = '\0';
	machine_failure__note_errno(bundle->lock);
	return log__fail(bundle->lock, "cannot unpack %s in %s: %s; TMPDIR chooses another folder",
			 bundle->source, parent, locked_folder__error(bundle->lock));
}

/* ---- all ---- */

int bundle__open(struct bundle *bundle, const char *archive)
{
	void *bytes = NULL;
	size_t size = 0;
	int err;

	*bundle = (struct bundle){ .source = archive, .lock = -1 };
	err = input_file__read(archive, "a bundle", BUNDLE_MOST, &bytes, &size);
	if (err)
		return err;
	err = read_list(bundle, (struct byte_range){ bytes, size });
	if (!err)
		err = make_folder(bundle);
	for (size_t i = 0; i < bundle->n && !err; i++)
		err = unpack(bundle, (struct byte_range){ bytes, size }, i);
	free(bytes);
	return err;
}

const char *bundle__find(const struct bundle *bundle, enum bundle_kind kind, const char *given,
			 const struct guest_arch *arch)
{
	for (size_t i = 0; i < bundle->n; i++) {
		const struct bundle_file *f = &bundle->v[i];

		if (f->kind == kind && !strcmp(f->given, given ? given : "") &&
		    !strcmp(f->arch, arch ? arch->name : ""))
			return f->path;
	}
	return NULL;
}

void bundle__close(struct bundle *bundle)
{
	if (bundle->folder[0])
		locked_folder__remove_tree(bundle->folder);
	if (bundle->lock >= 0)
		close(bundle->lock);
	free(bundle->v);
	*bundle = (struct bundle){ .lock = -1 };
}
