// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/encode.h"
#include "bench/base/log.h"
#include "bench/base/utf8.h"
#include "bench/model/run_json.h"
#include "bench/model/store.h"

void fuzz__require(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz: not so: %s\n", what);
	abort();
}

static void drop(enum log_level level, const char *text)
{
	(void)level;
	(void)text;
}

void fuzz__drop_log(void)
{
	log__set_sink(drop);
}

void fuzz__read_seed(const char *name, struct run *run)
{
	char path[4096];

	snprintf(path, sizeof(path), FUZZ_CORPUS "/run/%s", name);
	fuzz__require(!store__read(path, run), "a seed can be read");
}

/* ---- a poisoned run ---- */

/* Strings of the seeds, those first that everything shows. */
static const char *const shown[] = {
	"kprobe",
	"6.12.117+deb13-cloud-amd64",
	"do_unlinkat",
	"create-unlink",
	"count",
	"fentry",
	"none",
	"exact",
	"qemu64",
	"vmlinuz-6.12.117+deb13-cloud-amd64",
	"tsc",
	"2026-11-22T13:41:58Z",
	"tmpfs",
	"int",
	"QEMU Virtual CPU version 2.5+",
	"Not affected",
};

#define SHOWN (sizeof(shown) / sizeof(*shown))

struct pieces {
	size_t n;
	json_t *v[SHOWN]; /* NULL: the string stays */
};

static void pieces__cut(struct pieces *p, const uint8_t *data, size_t size)
{
	const char *at = (const char *)data, *end = at + size;

	for (p->n = 0; p->n < SHOWN && at < end; p->n++) {
		size_t length = strnlen(at, (size_t)(end - at));

		p->v[p->n] = length ? encode__json_bytes(at, length) : NULL;
		at += length < (size_t)(end - at) ? length + 1 : length;
	}
}

static void pieces__free(struct pieces *p)
{
	for (size_t i = 0; i < p->n; i++)
		json_decref(p->v[i]);
}

static json_t *replacement_of(const struct pieces *p, const json_t *value)
{
	for (size_t i = 0; json_is_string(value) && i < p->n; i++)
		if (p->v[i] && !strcmp(json_string_value(value), shown[i]))
			return p->v[i];
	return NULL;
}

/* Keys stay, but for those that are names of backends: of the programs, and of counts by backend.
 */
static void replace(json_t *json, const struct pieces *p)
{
	const char *key;
	json_t *value;
	size_t i;

	json_object_foreach (json, key, value) {
		json_t *instead = replacement_of(p, value);

		if (instead)
			json_object_set(json, key, instead);
		else
			replace(value, p);
	}
	json_array_foreach (json, i, value) {
		json_t *instead = replacement_of(p, value);

		if (instead)
			json_array_set(json, i, instead);
		else
			replace(value, p);
	}
}

static json_t *load_seed(bool in_time)
{
	json_t *json = json_load_file(in_time ? FUZZ_CORPUS "/run/nanoseconds.json"
					      : FUZZ_CORPUS "/run/instructions.json",
				      0, NULL);

	fuzz__require(json, "a seed is JSON");
	return json;
}

bool fuzz__poison(const uint8_t *data, size_t size, struct run *run)
{
	struct pieces pieces;
	json_t *json;
	int err;

	if (!size)
		return false;
	json = load_seed(data[0] & 1);
	pieces__cut(&pieces, data + 1, size - 1);
	replace(json, &pieces);
	err = run__from_json(json, "fuzzed", run);
	pieces__free(&pieces);
	json_decref(json);
	return !err;
}

/* ---- a report ---- */

static void add(struct fuzz_report *report, const char *path)
{
	struct report_run *r = &report->runs[report->content.n++];

	r->path = strdup(path);
	snprintf(r->label, sizeof(r->label), "%s",
		 json_string_value(json_object_get(r->run.environment, "kernel_release"))
			 ?: "unknown");
	summary__make(&r->run, &r->summary);
}

bool fuzz__report(const uint8_t *data, size_t size, struct fuzz_report *report)
{
	struct matrix_input inputs[2];

	memset(&report->content, 0, sizeof(report->content));
	if (!fuzz__poison(data, size, &report->runs[0].run))
		return false;
	report->content.runs = report->runs;
	add(report, "poisoned");
	if (!(data[0] & 2))
		return true;
	fuzz__read_seed(data[0] & 1 ? "nanoseconds.json" : "instructions.json",
			&report->runs[1].run);
	add(report, "seed");
	for (size_t i = 0; i < 2; i++)
		inputs[i] = (struct matrix_input){ .name = report->runs[i].label,
						   .run = &report->runs[i].run };
	fuzz__require(!matrix__make(inputs, 2, NULL, &report->content.matrix),
		      "two runs make a matrix");
	report->content.has_matrix = true;
	return true;
}

void fuzz__free_report(struct fuzz_report *report)
{
	if (report->content.has_matrix)
		matrix__free(&report->content.matrix);
	for (size_t i = 0; i < report->content.n; i++) {
		run__free(&report->runs[i].run);
		free(report->runs[i].path);
	}
}

char *fuzz__text_of(void (*write)(const struct report *report, FILE *file),
		    const struct report *report)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	fuzz__require(file, "there is memory");
	write(report, file);
	fclose(file);
	fuzz__require(strlen(text) == size, "text has no NUL");
	return text;
}

void fuzz__require_shown(const char *text)
{
	size_t size = strlen(text), n;
	uint32_t c;

	for (; size; text += n, size -= n) {
		n = utf8__next(text, size, &c);
		fuzz__require(n, "what is written is UTF-8");
		fuzz__require(c == '\n' || c == '\t' || !utf8__is_control(c),
			      "what is written has no control characters");
	}
}
