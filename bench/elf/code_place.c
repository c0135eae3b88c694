// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/elf/code_place.h"

#include <ctype.h>
#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- as text ---- */

/* The number after the last "+", if all that follows is one. */
static bool take_offset(char *text, uint64_t *offset)
{
	char *plus = strrchr(text, '+'), *end;

	if (!plus || !isdigit((unsigned char)plus[1]))
		return false;
	errno = 0;
	*offset = strtoull(plus + 1, &end, 0);
	if (*end || errno)
		return false;
	*plus = '\0';
	return true;
}

int code_name__parse(const char *text, struct code_name *name, char *problem, size_t size)
{
	char *colon;
	bool has_offset;

	*name = (struct code_name){ .offset = 0 };
	if ((size_t)snprintf(name->file, sizeof(name->file), "%s", text) >= sizeof(name->file)) {
		snprintf(problem, size, "it is too long");
		return -EINVAL;
	}
	has_offset = take_offset(name->file, &name->offset);
	/* A name may have colons in its folders. */
	colon = strrchr(name->file, ':');
	if (colon && strchr(colon, '/'))
		colon = NULL;
	if (colon)
		*colon++ = '\0';
	if (!name->file[0] || (colon ? !colon[0] : !has_offset)) {
		snprintf(problem, size, "it should be FILE:FUNCTION or FILE+OFFSET");
		return -EINVAL;
	}
	if (colon && strlen(colon) >= sizeof(name->function)) {
		snprintf(
			problem, size,
			"the function's name has more than %zu letters: name its place by FILE+OFFSET",
			sizeof(name->function) - 1);
		return -EINVAL;
	}
	if (colon)
		strcpy(name->function, colon);
	return 0;
}

/* ---- in a file ---- */

/* The offset is not one of code: perhaps it is an address. */
static int explain_offset(const struct code_file *file, uint64_t offset, char *problem, size_t size)
{
	const struct code_segment *s = &file->segments[0];
	uint64_t in_file;

	if (code_file__offset(file, offset, &in_file))
		snprintf(
			problem, size,
			"0x%" PRIx64
			" is no offset of code, but an address: its offset in the file is 0x%" PRIx64,
			offset, in_file);
	else
		snprintf(problem, size,
			 "0x%" PRIx64 " is no offset of code, which is from 0x%" PRIx64
			 " to 0x%" PRIx64 " of the file",
			 offset, s->offset, s->offset + s->size - 1);
	return -ENOENT;
}

static int find_offset(const struct code_file *file, uint64_t offset, struct code_place *place,
		       char *problem, size_t size)
{
	uint64_t address;

	if (!code_file__address(file, offset, &address))
		return explain_offset(file, offset, problem, size);
	if (file->machine == EM_AARCH64 && offset % 4) {
		snprintf(problem, size,
			 "0x%" PRIx64
			 " is in the middle of an instruction: on arm64, each has four bytes",
			 offset);
		return -ENOENT;
	}
	place->offset = offset;
	place->address = address;
	place->is_known = code_symbol__around(file, address, &place->symbol);
	place->is_inside = place->is_known && place->symbol.address != address;
	return 0;
}

static int find_function(const struct code_file *file, const struct code_name *name,
			 struct code_place *place, struct code_lookup *lookup, char *problem,
			 size_t size)
{
	const struct code_symbol *symbol;

	code_symbol__look_up(file, name->function, lookup);
	symbol = code_symbol__choose(lookup, problem, size);
	if (!symbol)
		return -ENOENT;
	if (symbol->size && name->offset >= symbol->size) {
		snprintf(problem, size, "%s has only 0x%" PRIx64 " bytes", symbol->name,
			 symbol->size);
		return -ENOENT;
	}
	if (name->offset) {
		int err = find_offset(file, symbol->offset + name->offset, place, problem, size);

		if (err)
			return err;
	}
	place->offset = symbol->offset + name->offset;
	place->address = symbol->address + name->offset;
	place->is_known = true;
	place->is_inside = name->offset > 0;
	place->symbol = *symbol;
	return 0;
}

static void read_code(const struct code_file *file, struct code_place *place)
{
	ssize_t n = pread(file->fd, place->code, sizeof(place->code), (off_t)place->offset);

	place->n_code = n > 0 ? (size_t)n : 0;
}

int code_place__find(const struct code_file *file, const struct code_name *name,
		     struct code_place *place, struct code_lookup *lookup, char *problem,
		     size_t size)
{
	int err;

	*place = (struct code_place){ .offset = 0 };
	*lookup = (struct code_lookup){ .n = 0 };
	err = name->function[0] ? find_function(file, name, place, lookup, problem, size)
				: find_offset(file, name->offset, place, problem, size);
	if (!err)
		read_code(file, place);
	return err;
}
