/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What several unit tests need: cmocka, a caught log, folders that go away, a made-up run. */
#ifndef HOOKBENCH_TESTS_UNIT_SUPPORT_H
#define HOOKBENCH_TESTS_UNIT_SUPPORT_H

/* cmocka.h needs the first three before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/locked_folder.h"
#include "bench/base/log.h"
#include "bench/model/run.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

/* The test does not apply here: says why, and counts as skipped. */
#define skip_because(...)                               \
	do {                                            \
		print_message("skipped: " __VA_ARGS__); \
		print_message("\n");                    \
		skip();                                 \
	} while (0)

/* ---- the log ---- */

static struct {
	unsigned int n[LOG_INFO + 1]; /* messages of each level */
	char last[4096];
} caught;

static inline void catch_log(enum log_level level, const char *text)
{
	caught.n[level]++;
	snprintf(caught.last, sizeof(caught.last), "%s", text);
}

/* From here on, messages go to `caught`, which is empty. */
static inline void log_begin(void)
{
	memset(&caught, 0, sizeof(caught));
	log__set_sink(catch_log);
}

#define assert_logs(text)                                                             \
	do {                                                                          \
		if (!strstr(caught.last, text))                                       \
			fail_msg("the log has no \"%s\": \"%s\"", text, caught.last); \
	} while (0)

/* ---- numbers ---- */

/* cmocka's own compares floats, which hold seven digits. */
#define assert_close(a, b, tolerance)                                                 \
	do {                                                                          \
		double a_ = (a), b_ = (b), tolerance_ = (tolerance);                  \
		if (!(fabs(a_ - b_) <= tolerance_))                                   \
			fail_msg("%.17g is not %.17g within %g", a_, b_, tolerance_); \
	} while (0)

/* ---- folders ---- */

/* A fixture: the current folder is a new, empty one, whose path is *state. */
static inline int folder_setup(void **state)
{
	const char *parent = getenv("TMPDIR");
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/unit-XXXXXX", parent ? parent : "/tmp");
	*state = mkdtemp(path) ? strdup(path) : NULL;
	return *state ? chdir(path) : -1;
}

static inline int folder_teardown(void **state)
{
	int err = chdir("/");

	locked_folder__remove_tree(*state);
	free(*state);
	return err;
}

#define folder_test(function) \
	cmocka_unit_test_setup_teardown(function, folder_setup, folder_teardown)

static inline bool exists(const char *path)
{
	struct stat st;

	return !lstat(path, &st);
}

static inline void write_text_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

/* The same, with the folders above it. */
static inline void make_file(const char *path, const char *text)
{
	char above[PATH_MAX];

	snprintf(above, sizeof(above), "%s", path);
	for (char *slash = strchr(above + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(above, 0755))
			assert_int_equal(errno, EEXIST);
		*slash = '/';
	}
	write_text_file(path, text);
}

/* Entries other than . and .. */
static inline size_t count_entries(const char *path)
{
	DIR *folder = opendir(path);
	size_t n = 0;

	assert_non_null(folder);
	for (const struct dirent *entry; (entry = readdir(folder));)
		n += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	closedir(folder);
	return n;
}

/* ---- histograms ---- */

static inline void record_times(struct histogram *h, uint64_t value, unsigned int times)
{
	while (times--)
		histogram__record(h, value);
}

static inline void assert_same_histograms(const struct histogram *a, const struct histogram *b)
{
	struct histogram_cells x, y;
	struct histogram_cell mode_a, mode_b;

	assert_int_equal(a->total, b->total);
	assert_int_equal(a->sum, b->sum);
	assert_int_equal(a->min, b->min);
	assert_int_equal(a->max, b->max);
	assert_int_equal(a->over, b->over);
	assert_memory_equal(a->counts, b->counts, sizeof(a->counts));
	assert_int_equal(histogram__cells(a, &x), 0);
	assert_int_equal(histogram__cells(b, &y), 0);
	assert_int_equal(x.exact, y.exact);
	assert_int_equal(x.n, y.n);
	assert_memory_equal(x.v, y.v, x.n * sizeof(*x.v));
	assert_int_equal(histogram__mode(a, &mode_a), histogram__mode(b, &mode_b));
	assert_memory_equal(&mode_a, &mode_b, sizeof(mode_a));
	histogram_cells__free(&x);
	histogram_cells__free(&y);
}

/* ---- a run ---- */

static inline struct histogram_cells make_cells(bool exact, size_t n,
						const struct histogram_cell *values)
{
	struct histogram_cells cells = { exact, n, calloc(n, sizeof(*values)) };

	assert_non_null(cells.v);
	memcpy(cells.v, values, n * sizeof(*values));
	return cells;
}

/* A distribution of 1000 values around `mode`, of which 960 are equal to it. */
static inline void fill_distribution(struct distribution *d, uint64_t mode)
{
	const struct histogram_cell cells[] = { { mode - 2, 3 }, { mode, 960 }, { mode + 70, 37 } };
	struct figures *f = &d->figures;

	d->cells = make_cells(true, COUNT_OF(cells), cells);
	f->count = 1000;
	f->mode_count = 960;
	f->mode_exact = true;
	f->mode = f->p50 = f->p90 = (double)mode;
	f->min = (double)mode - 2;
	f->p99 = f->p999 = f->max = (double)mode + 70;
	f->mean = (double)mode + 2.584;
}

/*
 * Another median in nanoseconds, and no histogram, which would say something else: the difference
 * of two medians is then that of these figures.
 */
static inline void set_median(struct trial *t, double ns)
{
	t->operation.figures.p50 = ns;
	histogram_cells__free(&t->operation.cells);
}

/* The same with a histogram of it, if a tick is a nanosecond. */
static inline void move_median(struct trial *t, double ns)
{
	double more = ns - t->operation.figures.p50;

	t->operation.figures.p50 = ns;
	for (size_t i = 0; i < t->operation.cells.n; i++)
		t->operation.cells.v[i].value += (uint64_t)llround(more);
}

static inline void fill_trial(struct trial *t, unsigned int round, unsigned int position,
			      const char *backend, uint64_t cost)
{
	bool is_hook = strcmp(backend, "none") != 0;

	t->round = round;
	t->position = position;
	snprintf(t->backend, sizeof(t->backend), "%s", backend);
	t->operations = 1000;
	t->expected_hits = t->hits = is_hook ? 1000 : COUNT_UNKNOWN;
	t->missed = t->recursion = is_hook ? 0 : COUNT_UNKNOWN;
	t->proof_expected = t->proof_hits = COUNT_UNKNOWN;
	t->attach_ns = 7000000 + position;
	t->detach_ns = 3000000 + position;
	t->elapsed_ns = 50000000 + round;
	t->disturbance.involuntary_switches = round;
	t->disturbance.interrupts = 100 + position;
	t->disturbance.migrations = COUNT_UNKNOWN;
	t->counters = counters_unknown;
	fill_distribution(&t->operation, cost);
	fill_distribution(&t->beside, 900);
}

/*
 * A sound run in instructions: `rounds` rounds of none, kprobe (400 instructions) and fentry
 * (100), the control last. Free with run__free.
 */
static inline void make_run(struct run *run, unsigned int rounds)
{
	static const struct {
		const char *backend;
		uint64_t cost;
	} order[] = { { "none", 2000 }, { "kprobe", 2400 }, { "fentry", 2100 }, { "none", 2000 } };

	memset(run, 0, sizeof(*run));
	strcpy(run->started, "2026-01-31T12:34:56Z");
	run->environment = json_pack("{s:s}", "kernel_release", "6.12.0-test");
	run->programs = json_pack("{s:s}", "kprobe", "crc32:01234567");
	strcpy(run->clock_name, "tsc");
	run->unit = run->plan.unit = CLOCK_INSTRUCTIONS;
	run->units_per_tick = 1;
	strcpy(run->target.symbol, "do_unlinkat");
	run->target.parameters = 2;
	strcpy(run->target.return_type, "int");
	run->plan.n_backends = run->n_capabilities = 3;
	for (size_t i = 0; i < 3; i++) {
		strcpy(run->plan.backends[i], order[i].backend);
		strcpy(run->capabilities[i].backend, order[i].backend);
		run->capabilities[i].available = true;
	}
	strcpy(run->plan.workload, "create-unlink");
	strcpy(run->plan.payload, "count");
	run->plan.rounds = rounds;
	run->plan.threads = run->plan.copies = 1;
	run->plan.cycles = 1000;
	run->plan.warmup = 100;
	run->plan.seed = 1;
	run->trials = calloc(rounds * COUNT_OF(order) + 1, sizeof(*run->trials));
	assert_non_null(run->trials);
	for (unsigned int round = 1; round <= rounds; round++)
		for (unsigned int i = 0; i < COUNT_OF(order); i++) {
			struct trial *t = &run->trials[run->n_trials++];

			fill_trial(t, round, i + 1, order[i].backend, order[i].cost);
			t->control = i == 3;
		}
}

/* The trial of a backend in a round, not the control's. */
static inline struct trial *trial_of(const struct run *run, unsigned int round, const char *backend)
{
	for (size_t i = 0; i < run->n_trials; i++)
		if (run->trials[i].round == round && !run->trials[i].control &&
		    !strcmp(run->trials[i].backend, backend))
			return &run->trials[i];
	fail_msg("there is no trial of %s in round %u", backend, round);
	abort(); /* never reached, but the compiler does not know */
}

#endif
