// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/program_object.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/objects/bpf_elf.h"
#include "bench/objects/package_json.h"
#include "bench/objects/twin.h"
#include "bench/wire/wire.h"

/* ---- reading ---- */

/* Text in a file called *.c; the compiler says whether it is C. */
static bool is_source(const char *name, const void *bytes, size_t size)
{
	return text__ends_with(name, ".c") && !memchr(bytes, '\0', size) &&
	       !bpf_elf__is_elf(bytes, size) && !package_json__is_one(bytes, size);
}

/* Takes ownership of the bytes, also on failure. */
static int check_and_keep(const char *name, void *bytes, size_t size, struct program_object *object)
{
	struct bpf_elf *elf = malloc(sizeof(*elf));
	int err;

	if (!elf) {
		free(bytes);
		return log__out_of_memory();
	}
	err = bpf_elf__read(name, bytes, size, elf);
	if (!err && !elf->has_btf)
		log__warning(
			"%s has no BTF: it cannot be relocated to a kernel, and its variables have no types; compile it with -g, and do not strip .BTF",
			name);
	free(elf);
	if (err) {
		free(bytes);
		return err;
	}
	object->bytes = bytes;
	object->size = size;
	snprintf(object->source, sizeof(object->source), "%s", text__base_name(name));
	checksum__format(checksum__add(0, bytes, size), object->checksum);
	return 0;
}

static int keep_copy(const char *name, const void *bytes, size_t size,
		     struct program_object *object)
{
	void *copy = malloc(size);

	if (!copy)
		return log__out_of_memory();
	memcpy(copy, bytes, size);
	return check_and_keep(name, copy, size, object);
}

int program_object__from_bytes(const char *name, const void *bytes, size_t size,
			       struct program_object *object)
{
	void *unpacked;
	size_t unpacked_size;
	int err;

	*object = (struct program_object){ 0 };
	if (bpf_elf__is_elf(bytes, size))
		return keep_copy(name, bytes, size, object);
	if (!package_json__is_one(bytes, size))
		return log__fail(
			-EINVAL,
			"%s is no BPF program: neither a source called *.c, nor an object that clang -target bpf made, nor eunomia's package.json",
			name);
	err = package_json__unpack(name, bytes, size, PROGRAM_OBJECT_MOST, &unpacked,
				   &unpacked_size);
	return err ? err : check_and_keep(name, unpacked, unpacked_size, object);
}

static int from_source(const char *path, const struct compile_options *options,
		       struct program_object *object)
{
	char compiler[sizeof(object->compiler)];
	void *bytes;
	size_t size;
	int err = compile__source(path, options, compiler, sizeof(compiler), &bytes, &size);

	if (!err)
		err = check_and_keep(path, bytes, size, object);
	if (!err)
		memcpy(object->compiler, compiler, sizeof(compiler));
	return err;
}

int program_object__load(const char *path, const struct compile_options *options,
			 struct program_object *object)
{
	void *bytes;
	size_t size;
	int err;

	*object = (struct program_object){ 0 };
	err = input_file__read(path, "a BPF program", PROGRAM_OBJECT_MOST, &bytes, &size);
	if (err)
		return err;
	err = is_source(path, bytes, size) ? from_source(path, options, object)
					   : program_object__from_bytes(path, bytes, size, object);
	free(bytes);
	return err;
}

bool program_object__is_source(const char *path)
{
	void *bytes;
	size_t size;
	bool is;
	int err;

	log__silence(true);
	err = input_file__read(path, "a BPF program", PROGRAM_OBJECT_MOST, &bytes, &size);
	log__silence(false);
	if (err)
		return false;
	is = is_source(path, bytes, size);
	free(bytes);
	return is;
}

void program_object__free(struct program_object *object)
{
	free(object->bytes);
	*object = (struct program_object){ 0 };
}

/* ---- the twin ---- */

int program_object__make_twin(const struct program_object *object, struct program_object *twin)
{
	struct bpf_elf *elf = malloc(sizeof(*elf));
	struct twin_maps maps;
	int err;

	*twin = (struct program_object){ 0 };
	if (!elf)
		return log__out_of_memory();
	err = bpf_elf__read(object->source, object->bytes, object->size, elf);
	if (!err) {
		twin_maps__find(elf, object->bytes, object->size, &maps);
		err = twin__make(elf, &maps, &twin->bytes, &twin->size);
	}
	free(elf);
	if (err)
		return err;
	memcpy(twin->source, object->source, sizeof(twin->source));
	checksum__format(checksum__add(0, twin->bytes, twin->size), twin->checksum);
	return 0;
}

/* ---- the arm's name ---- */

/* A package.json says nothing: the folder that it is in does. */
static void name_source(const char *path, char text[PATH_MAX])
{
	char real[PATH_MAX];

	snprintf(text, PATH_MAX, "%s", text__base_name(path));
	if (strcmp(text, "package.json") != 0 || !realpath(path, real))
		return;
	snprintf(text, PATH_MAX, "%s", text__base_name(dirname(real)));
}

static void cut_endings(char *text)
{
	static const char *const endings[] = { ".bpf.c", ".bpf.o", ".c", ".o", ".json" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (text__ends_with(text, endings[i])) {
			text[strlen(text) - strlen(endings[i])] = '\0';
			return;
		}
}

void program_object__name(const char *path, char name[NAME_SIZE])
{
	char text[PATH_MAX], probe[] = "x?";

	name_source(path, text);
	cut_endings(text);
	snprintf(name, NAME_SIZE, "%.*s", PROGRAM_NAME_MOST, text);
	for (char *c = name; *c; c++) {
		probe[1] = *c;
		if (!wire__is_name(probe) || (c == name && (*c == '.' || *c == '-')))
			*c = '_';
	}
	if (text__ends_with(name, PROGRAM_TWIN_SUFFIX))
		*strrchr(name, '.') = '_';
	if (!name[0])
		snprintf(name, NAME_SIZE, "program");
}
