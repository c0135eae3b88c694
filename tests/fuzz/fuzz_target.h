/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all fuzz targets share. A target is a program: fuzz_NAME.c, with seeds in corpus/NAME/. */
#ifndef HOOKBENCH_TESTS_FUZZ_FUZZ_TARGET_H
#define HOOKBENCH_TESTS_FUZZ_FUZZ_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "bench/model/run.h"
#include "report/document/report_content.h"

/*
 * Of each target: does with the bytes all that hookbench does with such bytes. 0. libFuzzer calls
 * it with every input, and replay.c with every file of the corpus. What is wrong ends the process:
 * by a sanitizer, or by abort.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says what does not hold, and aborts. */
void fuzz__require(bool holds, const char *what);
/* Drops what is logged: a message for each refused input would be slow, and hide what matters. */
void fuzz__drop_log(void);
/* A stored run of corpus/run. */
void fuzz__read_seed(const char *name, struct run *run);

/*
 * A stored run whose strings are the input: the i-th piece, up to the next NUL, replaces the i-th
 * string of a list, wherever that is in the run; an empty piece leaves it. Bytes that are not UTF-8
 * become U+FFFD, as JSON cannot have them. False: no run any more.
 */
bool fuzz__poison(const uint8_t *data, size_t size, struct run *run);

/* A report on the poisoned run alone, or on it and its seed; false as above. */
struct fuzz_report {
	struct report content;
	struct report_run runs[2];
};
bool fuzz__report(const uint8_t *data, size_t size, struct fuzz_report *report);
void fuzz__free_report(struct fuzz_report *report);

/* What `write` makes of a report; free it. */
char *fuzz__text_of(void (*write)(const struct report *report, FILE *file),
		    const struct report *report);
/* Requires valid UTF-8 without control characters other than newlines and tabs. */
void fuzz__require_shown(const char *text);

#endif
