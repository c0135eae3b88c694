/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Recordings as files: text, compressed with gzip. The first line is "hookbench-recording 1", one
 * line each follows for what the machine is ("cpu …"), then for each set "set CYCLES ROUNDS" and a
 * line for each trial, and "end TRIALS". A line for a trial has the numbers of struct
 * recorded_trial in their order, and then its cells, "STEPS COUNT" each, in which STEPS is what
 * comes after the cell before.
 */
#ifndef HOOKBENCH_TESTS_BENCH_RECORDING_FILE_H
#define HOOKBENCH_TESTS_BENCH_RECORDING_FILE_H

#include "tests/bench/recording.h"

/*
 * Whether a file can be created there, which is asked before minutes of recording: 0, or -errno,
 * logged. Nothing is left.
 */
int recording_file__try(const char *path);
/* 0, or -errno, logged, with the file as it was. */
int recording_file__write(const char *path, const struct recording *recording);
/*
 * Adds the sets of a file to `recording`, which has those of others, or nothing. It is refused if
 * it is no such file, of another version, truncated, out of bounds, or of another machine than what
 * `recording` already has: the noise of two is no noise of either. 0, or -errno, logged; free the
 * recording in either case.
 */
int recording_file__read(const char *path, struct recording *recording);

#endif
