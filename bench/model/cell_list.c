// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/cell_list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/folders.h"
#include "bench/base/input_file.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/new_file.h"
#include "bench/base/print.h"
#include "bench/model/cell_key.h"
#include "bench/model/fields.h"

#define PATH_SIZE 4096
#define MOST	  (64 << 20) /* bytes of a plan.json: more than CELLS_MAX cells can take */

const struct field cell_fields[] = {
	FIELD(cell, id, "id", text, ""),
	FIELD_JSON(cell, key, "key", json),
	FIELD(cell, kernel, "kernel", text, ""),
	FIELD(cell, image_checksum, "image_checksum", text, ""),
	FIELD(cell, arch, "arch", text, ""),
	FIELD(cell, accelerator, "accelerator", text, ""),
	FIELD(cell, cpu_model, "cpu_model", text, ""),
	FIELD(cell, append, "append", text_or_null, ""),
	FIELD(cell, workload, "workload", text, ""),
	FIELD(cell, payload, "payload", text, ""),
	FIELD(cell, programs, "programs", text_or_null, ""),
	FIELD(cell, variant, "variant", text_or_null, ""),
	FIELD(cell, folder, "folder", text_or_null, ""),
	{ .key = NULL },
};

static const struct field list_fields[] = {
	{ .key = "schema", .type = &field_constant, .unit = "", .text = CELL_PLAN_SCHEMA },
	FIELD(cell_list, version, "version", text, ""),
	FIELD(cell_list, unit, "unit", clock_unit, ""),
	{ .key = NULL },
};

json_t *cell_list__to_json(const struct cell_list *list)
{
	json_t *json = fields__to_json(list_fields, list), *cells = json_array();
	int err = json ? json_object_set_new(json, "cells", cells) : -1;

	for (size_t i = 0; i < list->n && !err; i++)
		err = json_array_append_new(cells, fields__to_json(cell_fields, &list->v[i]));
	if (!err)
		return json;
	json_decref(json);
	return NULL;
}

/* It becomes a path. */
static bool is_id(const char *id)
{
	return strlen(id) == CELL_ID_SIZE - 1 && !id[strspn(id, "0123456789abcdef")];
}

/* The same for what becomes a folder of the merged runs. */
static bool is_folder_name(const char *name)
{
	return !strchr(name, '/') && name[0] != '.';
}

static void check_cell(struct field_reader *r, const struct cell_list *list,
		       const struct cell *cell)
{
	const char *problem = "";

	if (r->problem[0])
		return;
	if (!is_id(cell->id))
		field_reader__fail(r, "id", "16 hexadecimal digits");
	else if (!is_folder_name(cell->folder))
		field_reader__fail(r, "folder", "the name of a folder");
	else if (cell_list__find(list, cell->id) < list->n)
		field_reader__fail(r, "id", "different in each cell");
	else if (!cell__is_of_key(cell, &problem))
		field_reader__fail(r, problem, "that of its key");
}

static void read_cells(struct field_reader *r, json_t *json, struct cell_list *list)
{
	json_t *cells = field_reader__array(r, json_object_get(json, "cells"), "cells");
	size_t n = json_array_size(cells);

	if (r->problem[0])
		return;
	if (!n || n > CELLS_MAX) {
		field_reader__fail(r, "cells", "a list of valid length");
		return;
	}
	list->v = calloc(n, sizeof(*list->v));
	if (!list->v) {
		field_reader__run_out(r);
		return;
	}
	while (list->n < n && !r->problem[0]) {
		struct cell *cell = &list->v[list->n];

		fields__from_json(r, json_array_get(cells, list->n), cell_fields, cell);
		check_cell(r, list, cell);
		list->n++;
	}
}

static void read_list(struct field_reader *r, json_t *json, struct cell_list *list)
{
	const char *schema = json_string_value(json_object_get(json, "schema"));

	if (!schema || strcmp(schema, CELL_PLAN_SCHEMA) != 0)
		snprintf(r->problem, sizeof(r->problem),
			 "its schema is \"%.64s\", but this hookbench reads \"%s\"",
			 schema ? schema : "", CELL_PLAN_SCHEMA);
	if (!r->problem[0])
		fields__from_json(r, json, list_fields, list);
	if (!r->problem[0])
		read_cells(r, json, list);
}

static int parse(const char *path, const char *text, size_t size, struct cell_list *list)
{
	struct field_reader r = { "" };
	json_error_t error;
	json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);

	if (json)
		read_list(&r, json, list);
	else
		snprintf(r.problem, sizeof(r.problem), "line %d: %s", error.line, error.text);
	json_decref(json);
	if (!r.problem[0])
		return 0;
	cell_list__free(list);
	return log__fail(-EINVAL, "%s is not a plan: %s", path, r.problem);
}

int cell_list__read(const char *folder, struct cell_list *list)
{
	char path[PATH_SIZE];
	void *text;
	size_t size;
	int err;

	*list = (struct cell_list){ .n = 0 };
	snprintf(path, sizeof(path), "%s/" CELL_PLAN, folder);
	if (access(path, F_OK) && errno == ENOENT)
		return -ENOENT;
	err = input_file__read(path, "a plan", MOST, &text, &size);
	if (err)
		return err;
	err = parse(path, text, size, list);
	free(text);
	return err;
}

size_t cell_list__find(const struct cell_list *list, const char *id)
{
	size_t i = 0;

	while (i < list->n && strcmp(list->v[i].id, id) != 0)
		i++;
	return i;
}

int cell_list__check_same(const struct cell_list *list, const char *name,
			  const struct cell_list *other, const char *other_name)
{
	size_t i = 0;

	if (strcmp(list->version, other->version) != 0)
		return log__fail(
			-EINVAL,
			"%s is of hookbench %s, and %s of %s: measure all cells with the same version",
			name, list->version, other_name, other->version);
	while (list->v && other->v && i < list->n && i < other->n &&
	       !strcmp(list->v[i].id, other->v[i].id))
		i++;
	if (i == list->n && i == other->n)
		return 0;
	return log__fail(
		-EINVAL,
		"%s and %s are of different plans: from cell %zu on (%s, %s), the options, the kernels' images or the programs differ",
		name, other_name, i + 1, i < list->n ? list->v[i].id : "none",
		i < other->n ? other->v[i].id : "none");
}

void cell_list__free(struct cell_list *list)
{
	for (size_t i = 0; list->v && i < list->n; i++)
		json_decref(list->v[i].key);
	free(list->v);
	*list = (struct cell_list){ .n = 0 };
}

/* ---- the folder ---- */

static int write_list(FILE *file, const void *what)
{
	json_t *json = cell_list__to_json(what);
	int err = json ? 0 : -ENOMEM;

	if (!err && print__json(file, json, JSON_INDENT(1)))
		err = -EIO;
	fputc('\n', file);
	json_decref(json);
	return err;
}

/* Several machines may do this at once, with the same result. */
static int write_folder(const char *folder, const struct cell_list *list)
{
	char path[PATH_SIZE];
	int err = folders__make(folder, NULL);

	snprintf(path, sizeof(path), "%s/" CELL_PLAN, folder);
	if (!err)
		err = new_file__write(path, write_list, list);
	machine_failure__note_errno(err);
	return err ? log__fail(err, "cannot store cells in %s: %s; choose another folder with -o",
			       folder, strerror(-err))
		   : 0;
}

int cell_list__settle(const char *folder, const struct cell_list *list)
{
	struct cell_list there;
	int err = cell_list__read(folder, &there);

	if (err == -ENOENT)
		return write_folder(folder, list);
	if (err)
		return err;
	err = cell_list__check_same(&there, folder, list, "this command");
	if (err)
		log__info("Store other cells in another folder, with -o.");
	cell_list__free(&there);
	return err;
}

void cell__label(const struct cell *cell, char label[CELL_LABEL_SIZE])
{
	snprintf(label, CELL_LABEL_SIZE, "%s%s%s", cell->kernel, cell->variant[0] ? ", " : "",
		 cell->variant);
}
