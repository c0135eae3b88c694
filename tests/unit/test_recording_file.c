// SPDX-License-Identifier: GPL-2.0-or-later
/* calibrate's recordings: what is written is read again, and what is none is refused. */
#include "tests/unit/support.h"

#include <zlib.h>

#include "report/figures/estimate.h"
#include "tests/bench/recording_file.h"

static char folder[] = "/tmp/test-recording-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/recording", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static void fill_recorded(struct recorded_trial *t, size_t i)
{
	*t = (struct recorded_trial){
		.start_us = 1000 * i,
		.spin_ns = { 2000 + i, 3000 },
		.steal_ns = i % 3,
		.switches = 1,
		.interrupts = 2,
		.sum_ns = 100000 + i,
		.delay_ps = 20000,
		.operations = 6,
		.cells = { true, 2, calloc(2, sizeof(struct histogram_cell)) },
	};
	assert_non_null(t->cells.v);
	t->cells.v[0] = (struct histogram_cell){ 300 + i, 5 };
	t->cells.v[1] = (struct histogram_cell){ 70000 + i, 1 };
}

/* Two sets, of different lengths. */
static void make(struct recording *r)
{
	*r = (struct recording){ .machine = { "A CPU of 2027", "7.9-x", "tsc", 2, 10015 } };
	for (size_t set = 0; set < 2; set++) {
		struct recorded_set *s = recording__add(r, 6, 2 + set);

		assert_non_null(s);
		for (size_t i = 0; i < s->rounds * SLOTS; i++)
			fill_recorded(&s->trials[i], i);
	}
}

static void write_one(void)
{
	struct recording r;

	make(&r);
	assert_int_equal(recording_file__write(path, &r), 0);
	recording__free(&r);
}

static void test_what_is_written_is_read(void **state)
{
	struct recording wanted, r = { .n = 0 };

	(void)state;
	make(&wanted);
	write_one();
	assert_int_equal(recording_file__read(path, &r), 0);
	assert_string_equal(r.machine.cpu, "A CPU of 2027");
	assert_string_equal(r.machine.kernel, "7.9-x");
	assert_string_equal(r.machine.clock, "tsc");
	assert_int_equal(r.machine.cpus, 2);
	assert_int_equal(r.machine.step_ps, 10015);
	assert_int_equal(r.n, 2);
	for (size_t set = 0; set < 2; set++) {
		assert_int_equal(r.sets[set].cycles, 6);
		assert_int_equal(r.sets[set].rounds, 2 + set);
		for (size_t i = 0; i < (2 + set) * SLOTS; i++) {
			struct recorded_trial a = r.sets[set].trials[i];
			struct recorded_trial b = wanted.sets[set].trials[i];

			assert_int_equal(a.cells.n, 2);
			assert_memory_equal(a.cells.v, b.cells.v, 2 * sizeof(*a.cells.v));
			a.cells = b.cells = (struct histogram_cells){ .n = 0 };
			assert_memory_equal(&a, &b, sizeof(a));
		}
	}
	recording__free(&wanted);
	recording__free(&r);
}

/* Recordings of the same machine are judged together. */
static void test_a_second_file_is_added(void **state)
{
	struct recording r = { .n = 0 };

	(void)state;
	write_one();
	assert_int_equal(recording_file__read(path, &r), 0);
	assert_int_equal(recording_file__read(path, &r), 0);
	assert_int_equal(r.n, 4);
	recording__free(&r);
}

static void test_another_machine_is_refused(void **state)
{
	static const struct recorded_machine others[] = {
		{ "Another CPU", "7.9-x", "tsc", 2, 10015 },
		{ "A CPU of 2027", "7.10", "tsc", 2, 10015 },
		{ "A CPU of 2027", "7.9-x", "monotonic_raw", 2, 10015 },
		{ "A CPU of 2027", "7.9-x", "tsc", 4, 10015 },
		{ "A CPU of 2027", "7.9-x", "tsc", 2, 385 },
	};

	(void)state;
	write_one();
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		struct recording r;

		make(&r);
		r.machine = others[i];
		log_begin();
		assert_int_equal(recording_file__read(path, &r), -EINVAL);
		assert_logs("the recording is of another machine");
		recording__free(&r);
	}
}

/* The rate of the same counter, measured twice. */
static void test_the_same_clock_measured_twice_is_the_same(void **state)
{
	struct recording r;

	(void)state;
	write_one();
	make(&r);
	r.machine.step_ps = 10016;
	assert_int_equal(recording_file__read(path, &r), 0);
	recording__free(&r);
}

static void refuses(const char *message)
{
	struct recording r = { .n = 0 };

	log_begin();
	assert_int_equal(recording_file__read(path, &r), -EINVAL);
	assert_logs(message);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	recording__free(&r);
}

#define START "hookbench-recording 1\ncpu a\nkernel b\nclock c\ncpus 2\nstep_ps 10\n"
/* Of the numbers of a trial, those before its operations. */
#define NUMBERS "1 2 3 4 5 6 7 8"

static void test_what_is_no_recording_is_refused(void **state)
{
	static const struct {
		const char *text, *message;
	} files[] = {
		{ "", "truncated" },
		{ "\n", "this is no recording" },
		{ "hello\n", "this is no recording" },
		{ "hookbench-recording\n", "this is no recording" },
		{ "hookbench-recording x\n", "this is no recording" },
		{ "hookbench-recording 2\n", "of version 2, and this program reads 1" },
		{ "hookbench-recording 1\nkernel b\n", "line 2: \"cpu\" is wanted" },
		{ "hookbench-recording 1\ncpu a", "line 2: this is no line" },
		{ "hookbench-recording 1\ncpu a\nkernel b\nclock c\ncpus 0\n", "a number of CPUs" },
		{ "hookbench-recording 1\ncpu a\nkernel b\nclock c\ncpus 2\nstep_ps 0\n",
		  "the step of the clock" },
		{ START "end 0\n", "\"set\" or \"end 0\" is wanted" },
		{ START "set 0 2\n", "out of range" },
		{ START "set 6 0\n", "out of range" },
		{ START "set 6 1001\n", "out of range" },
		{ START "set 6 -2\n", "out of range" },
		{ START "set 6 2\n" NUMBERS "\n", "number 9 of a trial is missing" },
		{ START "set 6 2\n" NUMBERS " 99999999999999999999 1 1\n", "number 9" },
		{ START "set 6 2\n1 -2 3\n", "number 2 of a trial" },
		{ START "set 6 2\n" NUMBERS " 6\n", "its cells have 0 operations, not 6" },
		{ START "set 6 2\n" NUMBERS " 6 300 5\n", "its cells have 5 operations, not 6" },
		{ START "set 6 2\n" NUMBERS " 6 300\n", "its cells are not" },
		{ START "set 6 2\n" NUMBERS " 6 300 5 0 1\n", "its cells are not" },
		{ START "set 6 2\n" NUMBERS " 6 300 0\n", "its cells are not" },
		{ START "set 6 2\n" NUMBERS " 6 300 5 35184372088831 1\n", "its cells are not" },
		{ START "set 6 2\n" NUMBERS " 6 300 6\n", "truncated" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		FILE *file = fopen(path, "w");

		assert_non_null(file);
		fputs(files[i].text, file);
		fclose(file);
		refuses(files[i].message);
	}
}

/* At each byte: nothing is read past the end, and no part is taken for the whole. */
static void test_a_truncated_file_is_refused(void **state)
{
	struct stat st;

	(void)state;
	write_one();
	assert_int_equal(stat(path, &st), 0);
	for (off_t size = st.st_size - 1; size > 0; size--) {
		struct recording r = { .n = 0 };

		assert_int_equal(truncate(path, size), 0);
		log_begin();
		assert_int_equal(recording_file__read(path, &r), -EINVAL);
		recording__free(&r);
	}
}

static void test_what_follows_the_end_is_refused(void **state)
{
	gzFile file;

	(void)state;
	write_one();
	file = gzopen(path, "ab");
	assert_non_null(file);
	gzputs(file, "more\n");
	gzclose(file);
	refuses("there is something after the end");
}

static void test_other_kinds_of_files_are_refused(void **state)
{
	struct recording r = { .n = 0 };

	(void)state;
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	refuses("is a pipe, not a recording");
	log_begin();
	assert_int_equal(recording_file__read(folder, &r), -EINVAL);
	assert_logs("is a folder, not a recording");
	unlink(path);
	log_begin();
	assert_int_equal(recording_file__read(path, &r), -ENOENT);
	assert_logs("cannot be read");
}

static void test_a_file_that_cannot_be_written_is_left(void **state)
{
	struct recording r;

	(void)state;
	make(&r);
	log_begin();
	assert_int_not_equal(recording_file__write("/nonexistent/recording", &r), 0);
	assert_logs("cannot be created");
	recording__free(&r);
}

/* Before anything is recorded, and without a trace. */
static void test_whether_a_file_can_be_written(void **state)
{
	char below[96];

	(void)state;
	unlink(path);
	assert_int_equal(recording_file__try(path), 0);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(rmdir(folder), 0); /* nothing is in it */
	snprintf(below, sizeof(below), "%s/recording", path);
	log_begin();
	assert_int_equal(recording_file__try(below), -ENOENT);
	assert_logs("cannot be created");
	assert_int_equal(mkdir(folder, 0700), 0);
}

/* Rounds of a set until it is full, if round i takes ns[i % n]; when it ends, in ns. */
static uint64_t fill_set(struct recorded_set *set, const uint64_t *ns, size_t n, uint64_t start_ns,
			 uint64_t deadline_ns)
{
	uint64_t now_ns = start_ns;

	while (!recorded_set__is_full(set, now_ns - start_ns, (int64_t)(deadline_ns - start_ns))) {
		now_ns += ns[set->rounds % n];
		assert_int_equal(recorded_set__add_round(set), 0);
	}
	return now_ns;
}

/* By a clock that is made up: rounds may take any time, the sets of a recording take what they may.
 */
static void test_sets_take_the_time_they_may(void **state)
{
	static const uint64_t quiet[] = { 40 }, busy[] = { 90, 70, 110 }, slow[] = { 300 };
	const uint64_t *const ns[] = { quiet, quiet, busy, slow, quiet, quiet };
	static const size_t sizes[] = { 1, 1, 3, 1, 1, 1 };
	struct recorded_rounds rounds;
	struct recording r = { .n = 0 };
	uint64_t now = 0;
	char line[48];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct recorded_set *set = recording__add(&r, 500, 0);

		assert_non_null(set);
		now = fill_set(set, ns[i], sizes[i], now, (i + 1) * 1000);
		assert_true(set->rounds >= ESTIMATE_MIN_ROUNDS);
		/* Within half a round, but where the least number of rounds takes longer. */
		assert_true(now + 150 >= (i + 1) * 1000);
		assert_true(now <= (i + 1) * 1000 + 55 || i == 3);
	}
	/* 25 rounds of 40 are 1000, 11 of 90 nearly; 6 of 300 leave 230 to the next set. */
	rounds = recording__rounds(&r, 500);
	assert_int_equal(rounds.least, 6);
	assert_int_equal(rounds.most, 25);
	assert_int_equal(r.sets[2].rounds, 11);
	assert_int_equal(r.sets[3].rounds, 6);
	assert_int_equal(r.sets[4].rounds, 6);
	assert_int_equal(r.sets[5].rounds, 25);
	recorded_rounds__format(&rounds, line);
	assert_string_equal(line, "6 to 25");
	rounds = recording__rounds(&r, 2000);
	assert_int_equal(rounds.most, 0);
	recording__free(&r);
}

/* What is added to a set is empty, and what was in it stays. */
static void test_rounds_are_added(void **state)
{
	struct recorded_rounds rounds;
	struct recording r = { .n = 0 };
	char line[48];

	(void)state;
	make(&r);
	assert_int_equal(recorded_set__add_round(&r.sets[0]), 0);
	assert_int_equal(r.sets[0].rounds, 3);
	assert_int_equal(r.sets[0].trials[2 * SLOTS - 1].operations, 6);
	for (size_t i = 2 * SLOTS; i < 3 * SLOTS; i++)
		assert_int_equal(r.sets[0].trials[i].operations, 0);
	rounds = recording__rounds(&r, 6);
	assert_int_equal(rounds.least, 3);
	assert_int_equal(rounds.median, 3);
	assert_int_equal(rounds.most, 3);
	recorded_rounds__format(&rounds, line);
	assert_string_equal(line, "3");
	recording__free(&r);
}

/* A megabyte of zeros is a kilobyte of gzip: what is claimed is bounded, and not the file. */
static void test_more_cells_than_any_recording_has(void **state)
{
	static const size_t per_trial = 20000;
	struct recording r = { .n = 0 };
	gzFile file;

	(void)state;
	write_one();
	assert_int_equal(recording_file__read(path, &r), 0);
	recording__free(&r);
	file = gzopen(path, "wb1");
	gzprintf(file,
		 "hookbench-recording 1\ncpu a\nkernel b\nclock tsc\ncpus 2\nstep_ps 10015\n");
	for (size_t trial = 0; trial <= RECORDING_MAX_CELLS / per_trial; trial++) {
		if (trial % SLOTS == 0)
			gzprintf(file, "set 6 1\n");
		gzprintf(file, "%zu 2000 3000 0 1 2 100000 20000 %zu", trial, per_trial);
		for (size_t i = 0; i < per_trial; i++)
			gzputs(file, " 1 1");
		gzputs(file, "\n");
	}
	gzclose(file);
	log_begin();
	assert_int_equal(recording_file__read(path, &r), -EINVAL);
	assert_logs("the recording is too long: it has more than 8000000 cells");
	recording__free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_written_is_read),
		cmocka_unit_test(test_a_second_file_is_added),
		cmocka_unit_test(test_another_machine_is_refused),
		cmocka_unit_test(test_the_same_clock_measured_twice_is_the_same),
		cmocka_unit_test(test_what_is_no_recording_is_refused),
		cmocka_unit_test(test_a_truncated_file_is_refused),
		cmocka_unit_test(test_what_follows_the_end_is_refused),
		cmocka_unit_test(test_other_kinds_of_files_are_refused),
		cmocka_unit_test(test_sets_take_the_time_they_may),
		cmocka_unit_test(test_rounds_are_added),
		cmocka_unit_test(test_whether_a_file_can_be_written),
		cmocka_unit_test(test_a_file_that_cannot_be_written_is_left),
		cmocka_unit_test(test_more_cells_than_any_recording_has),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
