// SPDX-License-Identifier: GPL-2.0-or-later
/* Making a bundle; bundle.c reads it. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/new_file.h"
#include "bench/base/text.h"
#include "bench/base/utf8.h"
#include "bench/vm/bundle.h"
#include "bench/vm/unpack.h"

int bundle__add(struct bundle *bundle, enum bundle_kind kind, const char *given,
		const struct guest_arch *arch, const char *path)
{
	struct bundle_file *f;

	if (bundle__find(bundle, kind, given, arch))
		return 0;
	if (!bundle->v)
		bundle->v = calloc(BUNDLE_FILES_MOST, sizeof(*bundle->v));
	if (!bundle->v)
		return log__out_of_memory();
	if (bundle->n == BUNDLE_FILES_MOST)
		return log__fail(-E2BIG, "at most %d files fit in a bundle", BUNDLE_FILES_MOST);
	if (!utf8__is_valid(path) || (given && !utf8__is_valid(given)))
		return log__fail(-EINVAL, "%s: names in a bundle are UTF-8; copy the file", path);
	f = &bundle->v[bundle->n];
	f->kind = kind;
	if ((size_t)snprintf(f->given, sizeof(f->given), "%s", given ? given : "") >=
		    sizeof(f->given) ||
	    (size_t)snprintf(f->path, sizeof(f->path), "%s", path) >= sizeof(f->path) ||
	    (size_t)snprintf(f->name, sizeof(f->name), "%s", text__base_name(path)) >=
		    sizeof(f->name))
		return log__fail(-EINVAL, "%s: the name is too long for a bundle", path);
	snprintf(f->arch, sizeof(f->arch), "%s", arch ? arch->name : "");
	bundle->n++;
	return 0;
}

int bundle__add_plan(struct bundle *bundle, const char *name, const char *text)
{
	int err = bundle__add(bundle, BUNDLE_PLAN, NULL, NULL, name);

	if (!err)
		bundle->v[bundle->n - 1].text = text;
	return err;
}

static int load(const struct bundle_file *f, void **bytes, size_t *size)
{
	if (!f->text)
		return input_file__read(f->path, "a file for a bundle", UNPACK_MOST, bytes, size);
	*bytes = strdup(f->text);
	*size = strlen(f->text);
	return *bytes ? 0 : log__out_of_memory();
}

/* ---- the archive ---- */

struct writer {
	struct archive *archive;
	const struct bundle *bundle;
	bool is_logged;
};

/* What libarchive's writing failed with: a full disk is the machine's fault. */
static int fail(const struct writer *w)
{
	int error = archive_errno(w->archive);

	return error > 0 ? -error : -EIO;
}

/* Owner and time are 0, so that the same files give the same archive. */
static int add(struct writer *w, const char *member, const void *bytes, size_t size)
{
	struct archive_entry *entry = archive_entry_new();
	bool is_written;

	if (!entry)
		return -ENOMEM;
	archive_entry_set_pathname(entry, member);
	archive_entry_set_mode(entry, S_IFREG | 0644);
	archive_entry_set_mtime(entry, 0, 0);
	archive_entry_set_size(entry, (int64_t)size);
	is_written = archive_write_header(w->archive, entry) == ARCHIVE_OK &&
		     archive_write_data(w->archive, bytes, size) == (la_ssize_t)size;
	archive_entry_free(entry);
	return is_written ? 0 : fail(w);
}

static int add_list(struct writer *w)
{
	json_t *json = bundle_list__to_json(w->bundle);
	char *text = json ? json_dumps(json, JSON_INDENT(1)) : NULL;
	int err = text ? add(w, BUNDLE_LIST, text, strlen(text)) : -ENOMEM;

	free(text);
	json_decref(json);
	return err;
}

/* The file may have changed since it was listed: then this bundle would be refused. */
static int add_file(struct writer *w, size_t i)
{
	const struct bundle_file *f = &w->bundle->v[i];
	char member[BUNDLE_MEMBER_SIZE], checksum[CHECKSUM_SIZE];
	void *bytes;
	size_t size;
	int err = load(f, &bytes, &size);

	w->is_logged |= err != 0;
	if (err)
		return err;
	checksum__format(checksum__add(0, bytes, size), checksum);
	if (strcmp(checksum, f->checksum) != 0) {
		w->is_logged = true;
		err = log__fail(-EAGAIN, "%s was changed meanwhile: try again", f->path);
	} else {
		bundle_list__member(i, member);
		err = add(w, member, bytes, size);
	}
	free(bytes);
	return err;
}

static int write_archive(FILE *file, const void *what)
{
	/* new_file__write passes it on as constant; it is ours. */
	struct writer *w = *(struct writer *const *)what;
	int err;

	w->archive = archive_write_new();
	if (!w->archive)
		return -ENOMEM;
	archive_write_set_format_ustar(w->archive);
	err = archive_write_open_FILE(w->archive, file) ? fail(w) : add_list(w);
	for (size_t i = 0; i < w->bundle->n && !err; i++)
		err = add_file(w, i);
	if (archive_write_close(w->archive) && !err)
		err = fail(w);
	archive_write_free(w->archive);
	return err;
}

static int describe(struct bundle_file *f)
{
	void *bytes;
	size_t size;
	int err = load(f, &bytes, &size);

	if (err)
		return err;
	f->size = size;
	checksum__format(checksum__add(0, bytes, size), f->checksum);
	free(bytes);
	return size ? 0 : log__fail(-EINVAL, "%s is empty", f->path);
}

int bundle__write(struct bundle *bundle, const char *archive)
{
	struct writer w = { .bundle = bundle }, *writer = &w;
	uint64_t total = 0;
	int err = new_file__check(archive);

	/* Replacing it would remove it. */
	if (!err && new_file__is_special(archive))
		err = log__fail(-EINVAL, "a bundle is a file, and %s is a pipe or a device",
				archive);
	for (size_t i = 0; i < bundle->n && !err; i++) {
		err = describe(&bundle->v[i]);
		total += bundle->v[i].size;
	}
	/* With what tar adds: less than that for each. */
	if (!err && total + bundle->n * 65536 > BUNDLE_MOST)
		err = log__fail(-EFBIG,
				"these files are too large for a bundle, which has at most %zu MiB",
				BUNDLE_MOST >> 20);
	if (err)
		return err;
	err = new_file__write(archive, write_archive, &writer);
	if (!err || w.is_logged)
		return err;
	machine_failure__note_errno(err);
	return log__fail(err, "cannot write %s: %s", archive, strerror(-err));
}
