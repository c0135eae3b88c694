// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/recording_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "bench/base/input_file.h"
#include "bench/base/log.h"

#define FIRST_WORD "hookbench-recording"
#define VERSION	   UINT64_C(1)
/* More than any line that is written: a trial has at most as many cells as operations. */
#define LINE_SIZE (1 << 20)
#define MAX_CELLS 20000
#define MAX_STEPS HISTOGRAM_MAX_VALUE

/* ---- the lines ---- */

static const struct {
	const char *key;
	size_t offset;
} texts[] = {
	{ "cpu", offsetof(struct recorded_machine, cpu) },
	{ "kernel", offsetof(struct recorded_machine, kernel) },
	{ "clock", offsetof(struct recorded_machine, clock) },
};

#define TEXTS (sizeof(texts) / sizeof(*texts))

static const struct row {
	size_t offset;
	uint64_t most;
} numbers[] = {
	{ offsetof(struct recorded_trial, start_us), UINT64_C(1) << 40 },
	{ offsetof(struct recorded_trial, spin_ns[0]), UINT64_C(1) << 40 },
	{ offsetof(struct recorded_trial, spin_ns[1]), UINT64_C(1) << 40 },
	{ offsetof(struct recorded_trial, steal_ns), UINT64_C(1) << 45 },
	{ offsetof(struct recorded_trial, switches), UINT64_C(1) << 32 },
	{ offsetof(struct recorded_trial, interrupts), UINT64_C(1) << 32 },
	{ offsetof(struct recorded_trial, sum_ns), UINT64_C(1) << 50 },
	{ offsetof(struct recorded_trial, delay_ps), UINT64_C(1) << 40 },
	{ offsetof(struct recorded_trial, operations), RECORDING_MAX_CYCLES },
};

#define NUMBERS (sizeof(numbers) / sizeof(*numbers))

/* ---- writing ---- */

static void write_trial(gzFile file, const struct recorded_trial *t)
{
	uint64_t before = 0;

	for (size_t i = 0; i < NUMBERS; i++)
		gzprintf(file, "%s%" PRIu64, i ? " " : "",
			 *(const uint64_t *)((const char *)t + numbers[i].offset));
	for (size_t i = 0; i < t->cells.n; i++) {
		const struct histogram_cell *cell = &t->cells.v[i];

		gzprintf(file, " %" PRIu64 " %" PRIu64, cell->value - before, cell->count);
		before = cell->value;
	}
	gzprintf(file, "\n");
}

static void write_all(gzFile file, const struct recording *r)
{
	size_t trials = 0;

	gzprintf(file, FIRST_WORD " %" PRIu64 "\n", VERSION);
	for (size_t i = 0; i < TEXTS; i++)
		gzprintf(file, "%s %s\n", texts[i].key,
			 (const char *)&r->machine + texts[i].offset);
	gzprintf(file, "cpus %" PRIu64 "\nstep_ps %" PRIu64 "\n", r->machine.cpus,
		 r->machine.step_ps);
	for (size_t i = 0; i < r->n; i++) {
		const struct recorded_set *set = &r->sets[i];

		gzprintf(file, "set %" PRIu64 " %zu\n", set->cycles, set->rounds);
		for (size_t k = 0; k < set->rounds * SLOTS; k++, trials++)
			write_trial(file, &set->trials[k]);
	}
	gzprintf(file, "end %zu\n", trials);
}

#define TEMPORARY_SIZE 4096

/* Beside the file, whose place it takes when it is whole. */
static int open_temporary(const char *path, char temporary[TEMPORARY_SIZE], gzFile *file)
{
	if ((size_t)snprintf(temporary, TEMPORARY_SIZE, "%s.%d.new", path, (int)getpid()) >=
	    TEMPORARY_SIZE)
		return log__fail(-ENAMETOOLONG, "%s: the name is too long", path);
	*file = gzopen(temporary, "wb9");
	if (!*file)
		return log__fail(-errno, "%s: cannot be created: %s", path, strerror(errno));
	return 0;
}

int recording_file__try(const char *path)
{
	char temporary[TEMPORARY_SIZE];
	gzFile file;
	int err = open_temporary(path, temporary, &file);

	if (err)
		return err;
	gzclose(file);
	unlink(temporary);
	return 0;
}

static size_t count_cells(const struct recording *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		for (size_t k = 0; k < r->sets[i].rounds * SLOTS; k++)
			n += r->sets[i].trials[k].cells.n;
	return n;
}

int recording_file__write(const char *path, const struct recording *r)
{
	char temporary[TEMPORARY_SIZE];
	gzFile file;
	int err, zlib;

	if (count_cells(r) > RECORDING_MAX_CELLS)
		return log__fail(
			-E2BIG,
			"%s: the recording is too long to be read again: it has more than %d cells; record fewer sets",
			path, RECORDING_MAX_CELLS);
	err = open_temporary(path, temporary, &file);
	if (err)
		return err;
	write_all(file, r);
	gzerror(file, &zlib);
	err = zlib == Z_OK || zlib == Z_STREAM_END ? 0 : -EIO;
	if (gzclose(file) != Z_OK || err || rename(temporary, path)) {
		unlink(temporary);
		return log__fail(-EIO, "%s: cannot be written: is the disk full?", path);
	}
	return 0;
}

/* ---- reading ---- */

struct reader {
	gzFile file;
	const char *path;
	size_t line;		      /* from 1 */
	char *text;		      /* the line, LINE_SIZE bytes */
	char *rest;		      /* of the line, not yet taken */
	struct histogram_cell *cells; /* of the trial, MAX_CELLS */
	size_t n_cells;		      /* of all trials */
};

static int __attribute__((format(printf, 2, 3)))
reader__fail(const struct reader *r, const char *format, ...)
{
	char what[384];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	return log__fail(-EINVAL, "%s, line %zu: %s", r->path, r->line, what);
}

static int reader__next(struct reader *r)
{
	size_t length;

	r->line++;
	if (!gzgets(r->file, r->text, LINE_SIZE))
		return reader__fail(r, "the recording is truncated, or damaged; record it again");
	length = strlen(r->text);
	if (!length || r->text[length - 1] != '\n')
		return reader__fail(r, "this is no line of a recording, or a truncated one");
	r->text[length - 1] = '\0';
	r->rest = r->text;
	return 0;
}

/* The next word, if it is this one. */
static bool reader__takes(struct reader *r, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(r->rest, word, length) != 0 || r->rest[length] != ' ')
		return false;
	r->rest += length;
	return true;
}

/* The next word as a number; false if it is none, or too large. */
static bool reader__takes_number(struct reader *r, uint64_t least, uint64_t most, uint64_t *number)
{
	char *end;

	while (*r->rest == ' ')
		r->rest++;
	if (*r->rest < '0' || *r->rest > '9')
		return false;
	errno = 0;
	*number = strtoull(r->rest, &end, 10);
	r->rest = end;
	return !errno && *number >= least && *number <= most && (!*end || *end == ' ');
}

static int reader__read_machine(struct reader *r, struct recorded_machine *m)
{
	uint64_t version;
	int err = reader__next(r);

	if (err)
		return err;
	if (!reader__takes(r, FIRST_WORD) || !reader__takes_number(r, 0, UINT32_MAX, &version))
		return reader__fail(r, "this is no recording of calibrate");
	if (version != VERSION)
		return reader__fail(r,
				    "the recording is of version %" PRIu64
				    ", and this program reads %" PRIu64 ": record it again",
				    version, VERSION);
	for (size_t i = 0; i < TEXTS; i++) {
		err = reader__next(r);
		if (err)
			return err;
		if (!reader__takes(r, texts[i].key) || strlen(r->rest + 1) >= RECORDING_TEXT)
			return reader__fail(r, "\"%s\" is wanted, and a short text", texts[i].key);
		strcpy((char *)m + texts[i].offset, r->rest + 1);
	}
	err = reader__next(r);
	if (!err && (!reader__takes(r, "cpus") || !reader__takes_number(r, 1, 1 << 20, &m->cpus)))
		return reader__fail(r, "a number of CPUs is wanted");
	if (!err)
		err = reader__next(r);
	if (!err && (!reader__takes(r, "step_ps") ||
		     !reader__takes_number(r, 1, UINT64_C(1000000000), &m->step_ps)))
		return reader__fail(r, "the step of the clock is wanted");
	return err;
}

/* As much as is needed: of many short trials, any room more would be most of the memory. */
static int reader__keep_cells(struct reader *r, size_t n, struct histogram_cells *cells)
{
	r->n_cells += n;
	if (r->n_cells > RECORDING_MAX_CELLS)
		return reader__fail(
			r,
			"the recording is too long: it has more than %d cells; record fewer sets",
			RECORDING_MAX_CELLS);
	cells->exact = true;
	cells->v = malloc((n + 1) * sizeof(*cells->v));
	if (!cells->v)
		return log__out_of_memory();
	memcpy(cells->v, r->cells, n * sizeof(*cells->v));
	cells->n = n;
	return 0;
}

/* The cells of a line, which are all operations. */
static int reader__read_cells(struct reader *r, struct recorded_trial *t)
{
	uint64_t steps = 0, operations = 0, more, count;
	size_t n = 0;

	while (*r->rest) {
		if (n == MAX_CELLS || !reader__takes_number(r, n ? 1 : 0, MAX_STEPS, &more) ||
		    !reader__takes_number(r, 1, RECORDING_MAX_CYCLES, &count) ||
		    (steps += more) > MAX_STEPS)
			return reader__fail(r, "its cells are not \"STEPS COUNT\", ascending");
		r->cells[n++] = (struct histogram_cell){ steps, count };
		operations += count;
	}
	if (!n || operations != t->operations)
		return reader__fail(r, "its cells have %" PRIu64 " operations, not %" PRIu64,
				    operations, t->operations);
	return reader__keep_cells(r, n, &t->cells);
}

static int reader__read_trial(struct reader *r, struct recorded_trial *t)
{
	int err = reader__next(r);

	for (size_t i = 0; !err && i < NUMBERS; i++)
		if (!reader__takes_number(r, 0, numbers[i].most,
					  (uint64_t *)((char *)t + numbers[i].offset)))
			return reader__fail(r, "number %zu of a trial is missing or out of range",
					    i + 1);
	return err ? err : reader__read_cells(r, t);
}

static int reader__read_sets(struct reader *r, struct recording *recording)
{
	uint64_t cycles, rounds, trials = 0, wanted;
	int err;

	while (!(err = reader__next(r)) && reader__takes(r, "set")) {
		struct recorded_set *set;

		if (!reader__takes_number(r, 1, RECORDING_MAX_CYCLES, &cycles) ||
		    !reader__takes_number(r, 1, RECORDING_MAX_ROUNDS, &rounds) ||
		    recording->n == RECORDING_MAX_SETS ||
		    (trials += rounds * SLOTS) > RECORDING_MAX_TRIALS)
			return reader__fail(r, "a set is out of range");
		set = recording__add(recording, cycles, rounds);
		if (!set)
			return -ENOMEM;
		for (size_t i = 0; i < rounds * SLOTS; i++)
			if ((err = reader__read_trial(r, &set->trials[i])))
				return err;
	}
	if (err)
		return err;
	if (!reader__takes(r, "end") || !reader__takes_number(r, 0, UINT64_MAX, &wanted) ||
	    wanted != trials || !trials)
		return reader__fail(r, "\"set\" or \"end %" PRIu64 "\" is wanted", trials);
	return 0;
}

/* Its end is checked, too: there, gzip has the sum of all bytes. */
static int reader__read_end(struct reader *r)
{
	int zlib;

	r->line++;
	if (gzgets(r->file, r->text, LINE_SIZE))
		return reader__fail(r, "there is something after the end");
	gzerror(r->file, &zlib);
	if (zlib != Z_OK && zlib != Z_STREAM_END)
		return reader__fail(r, "the recording is truncated, or damaged; record it again");
	return 0;
}

static int read_all(struct reader *r, struct recording *recording)
{
	struct recorded_machine machine = { .cpus = 0 };
	char text[4 * RECORDING_TEXT];
	int err = reader__read_machine(r, &machine);

	if (err)
		return err;
	if (!recording->n)
		recording->machine = machine;
	else if (recorded_machine__difference(&machine, &recording->machine, text, sizeof(text)))
		return log__fail(-EINVAL,
				 "%s: the recording is of another machine: %s; judge each alone",
				 r->path, text);
	err = reader__read_sets(r, recording);
	return err ? err : reader__read_end(r);
}

int recording_file__read(const char *path, struct recording *recording)
{
	const char *other = input_file__other_kind(path);
	struct reader r = { .path = path };
	int err;

	if (other)
		return log__fail(-EINVAL, "%s is %s, not a recording", path, other);
	r.file = gzopen(path, "rb");
	if (!r.file)
		return log__fail(-errno, "%s: cannot be read: %s", path, strerror(errno));
	r.text = malloc(LINE_SIZE);
	r.cells = calloc(MAX_CELLS, sizeof(*r.cells));
	err = r.text && r.cells ? read_all(&r, recording) : log__out_of_memory();
	free(r.text);
	free(r.cells);
	gzclose(r.file);
	return err;
}
